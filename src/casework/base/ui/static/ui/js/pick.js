// <cw-pick>: a few letters find one of a long list of tick boxes; what is ticked comes into sight.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

class Pick extends HTMLElement {
  connectedCallback() {
    this.first = this.querySelector("[data-pick-first]");
    this.rest = this.querySelector("[data-pick-rest]");
    this.find = this.querySelector("[data-pick-find]");
    this.status = this.querySelector("[data-pick-status]");
    this.details = this.querySelector("details");
    this.find.parentElement.hidden = false;
    // What is looked for is not part of the form: it makes no draft.
    for (const kind of ["input", "change"]) {
      this.find.addEventListener(kind, (event) => event.stopPropagation());
    }
    this.find.addEventListener("input", () => this.show());
    this.find.addEventListener("keydown", (event) => this.key(event));
    this.rest.addEventListener("change", (event) => this.take(event.target));
  }

  labels() {
    return [...this.rest.children];
  }

  show() {
    const asked = folded(this.find.value);
    let found = 0;
    for (const label of this.labels()) {
      const words = folded(label.textContent);
      label.hidden = Boolean(asked) && !words.split(/[\s(]+/).some((word) => word.startsWith(asked))
        && !words.startsWith(asked);
      if (!label.hidden) found += 1;
    }
    this.details.open = Boolean(asked) && found > 0;
    this.say(!asked ? "" : found ? this.dataset.found.replace("{n}", found) : this.dataset.none);
  }

  key(event) {
    if (event.key === "Escape" && this.find.value) {
      event.preventDefault();
      this.clear();
    }
    if (event.key !== "Enter") return;
    // Enter must not send the form while somebody is looking for a word.
    event.preventDefault();
    const label = this.find.value.trim() && this.labels().find((one) => !one.hidden);
    if (!label) return;
    const box = label.querySelector("input");
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  take(box) {
    if (!box.checked) return;
    const label = box.closest("label");
    const hadFocus = document.activeElement === box || document.activeElement === this.find;
    this.first.append(label);
    this.clear();
    if (hadFocus) this.find.focus();
    this.say(this.dataset.chosen.replace("{name}", label.textContent.trim()));
  }

  clear() {
    this.find.value = "";
    this.show();
  }

  say(words) {
    this.status.textContent = words;
  }
}

customElements.define("cw-pick", Pick);
