// <cw-rows>: a row more or less without asking the server. Without this the buttons send the form.

class Rows extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".cw-rows-in");
    this.blank = this.querySelector("template");
    this.made = 0;
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("rowsAdd" in button.dataset) this.add(event);
      if ("rowsRemove" in button.dataset) this.remove(event, button.closest("[role=group]"));
    });
  }

  add(event) {
    event?.preventDefault();
    const row = this.blank.content.firstElementChild.cloneNode(true);
    this.made += 1;
    for (const one of row.querySelectorAll("[id], [for]")) {
      if (one.id) one.id = one.id.replace("_NEW_", `_n${this.made}_`);
      if (one.htmlFor) one.htmlFor = one.htmlFor.replace("_NEW_", `_n${this.made}_`);
    }
    this.list.append(row);
    this.changed();
    row.querySelector("input").focus();
  }

  remove(event, row) {
    event.preventDefault();
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (!near) { this.add(); return; }
    this.changed();
    near.querySelector("input").focus();
  }

  changed() {
    [...this.list.children].forEach((row, at) => {
      const name = this.dataset.rowWords.replace("NEW", at + 1);
      const old = row.getAttribute("aria-label");
      row.setAttribute("aria-label", name);
      const words = row.querySelector("[data-rows-remove] .visually-hidden");
      words.textContent = words.textContent.replace(old, name);
    });
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("cw-rows", Rows);
