// Light or dark without loading the page again. Without this the form simply posts.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-look]");
  const theme = event.submitter?.value;
  if (!form || !theme) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const root = document.documentElement;
  if (theme === "auto") root.removeAttribute("data-bs-theme");
  else root.setAttribute("data-bs-theme", theme);
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  try {
    await fetch(form.action, { method: "POST", body, headers: { "X-Submit": "1" } });
  } catch {
    // Not kept for the next page; the choice still stands on this one.
  }
  form.dispatchEvent(new CustomEvent("cw:released", { bubbles: true }));
});
