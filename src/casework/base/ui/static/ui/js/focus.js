// The focus goes where a person would look: the error summary after a refusal, the heading or
// first changed part after a swap. The current tab is brought into sight, and what stays on top of
// the page never lies over what has the focus.

function ready(root) {
  const summary = root.querySelector?.("[data-focus]:not([data-sample] *)");
  if (summary) summary.focus();
  const tab = root.querySelector?.(".cw-tabs [aria-current]");
  const strip = tab?.closest(".cw-tabs");
  if (strip) strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - 24;
}

// How high the top is depends on the name, the alerts and the letters. The style sheet has a guess
// for browsers without scripts.
const tops = [...document.querySelectorAll(".cw-person, .cw-person-stick, .cw-person-top")];

function measure() {
  const high = tops.filter((one) => getComputedStyle(one).position === "sticky")
    .map((one) => one.offsetHeight);
  document.documentElement.style.setProperty("--cw-stuck", `${Math.max(0, ...high)}px`);
}

if (tops.length) {
  const watch = new ResizeObserver(measure);
  for (const one of tops) watch.observe(one);
  window.addEventListener("resize", measure);
}

// A link of the summary names a control by its id; the browser would only scroll to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".cw-errors a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  (target.closest(".cw-field") ?? target).scrollIntoView({ block: "center" });
});

document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.detail.elt;
  if (swapped.querySelector?.("[data-focus]")) ready(swapped);
  else if (document.activeElement === document.body) {
    const target = swapped.querySelector?.("[data-focus-here]") ?? swapped;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
});

document.addEventListener("cw:swapped", (event) => ready(event.target));
ready(document);
