// A form is sent once. The server would refuse the second copy anyway; this saves the wait.
// The button is only told apart after the browser has read which one was pressed.

function hold(form, submitter) {
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
      button.classList.add("disabled");
    }
    if (submitter) submitter.dataset.pressed = "";
  });
  form.dataset.sent = "";
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled=true]")) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("disabled");
    delete button.dataset.pressed;
  }
}

// Capture: before any other listener, so that a second press reaches nobody.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  hold(form, event.submitter);
}, true);

document.addEventListener("cw:released", (event) => release(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form) release(form);
});
// Coming back by the Back button shows the page as it was left: with its buttons held.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
