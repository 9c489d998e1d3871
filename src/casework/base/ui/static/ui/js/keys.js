// "/" finds a person, "?" lists the keys, any other single letter follows the link that asks for
// it with data-key. Never while typing, never with another key held, and off when switched off.

const typing = (element) =>
  element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

const label = (element) =>
  element.dataset.keyLabel || element.textContent.trim().replace(/\s+/g, " ");

function showKeys() {
  const dialog = document.getElementById("cw-keys");
  const list = dialog?.querySelector("dl");
  if (!list || dialog.open) return;
  list.querySelectorAll("[data-found]").forEach((old) => old.remove());
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (seen.has(element.dataset.key)) continue;
    seen.add(element.dataset.key);
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    const words = document.createElement("dd");
    key.textContent = element.dataset.key;
    words.textContent = label(element);
    term.append(key);
    for (const part of [term, words]) {
      part.dataset.found = "";
      list.append(part);
    }
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.keys === "off" || event.defaultPrevented || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const search = document.getElementById("cw-search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (/^[a-z0-9]$/.test(event.key)) {
    const target = document.querySelector(`[data-key="${event.key}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  }
});
