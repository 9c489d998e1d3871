// <cw-draft> keeps what is typed in the form inside it on the server, and never loses it.
// Nothing is written to the browser's own storage: a shared computer must keep no notes.

const FIRST_WAIT = 800;
const WAIT = 2000;
const RETRIES = [2000, 5000, 10000, 20000, 30000];
const KEEPALIVE_LIMIT = 60000;
const LONGEST_WAIT = 3000;
const OPTION = /^(radio|checkbox)$/;
const isTouched = (control) => {
  if (!control.name || control.type === "hidden") return false;
  if (OPTION.test(control.type)) return control.checked !== control.defaultChecked;
  // A select without a chosen option shows its first one: that is nobody's choice.
  if (control.options) {
    const { options } = control;
    const isMarked = [...options].some((option) => option.defaultSelected);
    return [...options].some((option, at) => option.selected
      !== (isMarked || control.multiple ? option.defaultSelected : at === 0));
  }
  return "defaultValue" in control && control.value !== control.defaultValue;
};
const plain = (values) => values.join("\n").replaceAll("\r\n", "\n");

class Draft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-draft-url]");
    if (!this.form || this.started) return;
    this.started = true;
    this.line = this.form.querySelector("[data-draft-status]");
    this.failures = 0;
    const tab = this.field("_tab");
    if (tab && !tab.value) tab.value = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.form.addEventListener("input", () => this.touched(), { signal });
    this.form.addEventListener("change", () => this.touched(), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    }, { signal });
    window.addEventListener("pagehide", () => this.leave(), { signal });
    window.addEventListener("online", () => this.isDirty && this.save(), { signal });
    // What was typed before this script had arrived made no event that anybody heard.
    if ([...this.form.elements].some(isTouched)) this.touched();
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.timer);
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  text(name) {
    return this.form.dataset[name] ?? "";
  }

  say(words, isTrouble = false) {
    if (!this.line) return;
    this.line.textContent = words;
    this.line.classList.toggle("is-warn", isTrouble);
  }

  // ----- keeping the draft ------------------------------------------------------------------

  touched() {
    this.isDirty = true;
    if (this.conflict || this.isSent) return;
    this.later(this.wasSaved ? WAIT : FIRST_WAIT, !this.wasSaved);
  }

  later(wait, keepFirst = false) {
    if (keepFirst && this.timer) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = 0; this.save(); }, wait);
  }

  leave() {
    if (!this.isDirty || this.isSent || this.conflict) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.save({ isLeaving: true });
  }

  body() {
    const pairs = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(pairs);
  }

  save(options) {
    this.saving = this.keep(options);
    return this.saving;
  }

  async keep({ isLeaving = false } = {}) {
    if (this.isSaving && !isLeaving) { this.isAgain = true; return; }
    const body = this.body().toString();
    this.isSaving = true;
    this.isDirty = false;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.field("csrfmiddlewaretoken").value,
          "X-Draft": "1",
        },
        keepalive: isLeaving && body.length < KEEPALIVE_LIMIT,
      });
      await this.saved(answer);
    } catch {
      this.notSaved();
    } finally {
      this.isSaving = false;
      if (this.isAgain && !this.isSent) this.later(0);
      this.isAgain = false;
    }
  }

  async saved(answer) {
    if (this.isSent) return;
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.wasSaved = true;
      this.failures = 0;
      this.field("_draft_version").value = told.version;
      this.closeSignedOut();
      this.say(this.text("saved").replace("{time}", told.saved_at));
    } else if (answer.status === 409) {
      this.isDirty = true;
      this.showBoth(told);
    } else if (answer.status === 401) {
      this.isDirty = true;
      this.showSignedOut(told.sign_in_url);
    } else if (answer.status >= 500) {
      this.notSaved();
    } else {
      this.isDirty = true;
      this.say(this.text("unsaved"), true);
    }
  }

  notSaved() {
    this.isDirty = true;
    this.say(this.text("offline"), true);
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.later(wait);
  }

  // ----- two writers ------------------------------------------------------------------------

  mine(name) {
    return this.body().getAll(name);
  }

  showBoth({ version, saved_at: at, fields = {} }) {
    const different = Object.entries(fields)
      .map(([name, value]) => [name, [].concat(value).map(String)])
      .filter(([name, theirs]) => plain(this.mine(name)) !== plain(theirs));
    if (!different.length) {
      this.field("_draft_version").value = version;
      this.save();
      return;
    }
    const panel = this.panel(this.text("twoTitle").replace("{time}", at));
    this.conflict = panel;
    for (const [name, theirs] of different) {
      const pair = document.createElement("div");
      pair.className = "cw-two-pair";
      pair.append(
        this.one(`${this.label(name)}: ${this.text("here")}`, this.shown(name, this.mine(name))),
        this.one(`${this.label(name)}: ${this.text("other")}`, this.shown(name, theirs)),
      );
      panel.append(pair);
    }
    this.buttons(panel, [
      [this.text("keep"), "btn-primary", () => this.settle(version, [])],
      [this.text("useOther"), "btn-outline-primary", () => this.settle(version, different)],
    ]);
    this.say(this.text("twoLine"), true);
    panel.focus();
  }

  settle(version, taken) {
    this.conflict.remove();
    this.conflict = null;
    this.field("_draft_version").value = version;
    for (const [name, values] of taken) this.put(name, values);
    this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
    this.save();
  }

  put(name, values) {
    const controls = [...this.form.elements].filter((control) => control.name === name);
    const chosen = values.flatMap((value) => value.split("\n"));
    controls.forEach((control, at) => {
      if (OPTION.test(control.type)) control.checked = chosen.includes(control.value);
      else if (control.multiple) {
        for (const option of control.options) option.selected = chosen.includes(option.value);
      } else control.value = values[at] ?? "";
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  label(name) {
    const control = [...this.form.elements].find((one) => one.name === name);
    const field = control?.closest(".cw-field");
    return field?.querySelector(".cw-label")?.firstChild?.textContent.trim() ?? name;
  }

  shown(name, values) {
    const controls = [...this.form.elements].filter((control) => control.name === name);
    if (!controls.some((control) => OPTION.test(control.type))) return values.join("\n") || "–";
    const chosen = values.flatMap((value) => value.split("\n"));
    const words = controls.filter((control) => chosen.includes(control.value))
      .map((control) => control.closest("label")?.textContent.trim() ?? control.value);
    return words.join(", ") || "–";
  }

  one(title, words) {
    const box = document.createElement("div");
    const heading = document.createElement("h4");
    const text = document.createElement("p");
    heading.textContent = title;
    text.textContent = words;
    box.append(heading, text);
    return box;
  }

  // ----- panels -----------------------------------------------------------------------------

  panel(title) {
    this.querySelector(".cw-two")?.remove();
    const panel = document.createElement("section");
    const heading = document.createElement("h2");
    panel.className = "cw-two";
    panel.tabIndex = -1;
    panel.setAttribute("role", "alert");
    heading.textContent = title;
    panel.append(heading);
    this.prepend(panel);
    return panel;
  }

  buttons(panel, list) {
    const row = document.createElement("div");
    row.className = "cw-buttons";
    for (const [words, css, act] of list) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `btn ${css}`;
      button.textContent = words;
      button.addEventListener("click", act);
      row.append(button);
    }
    panel.append(row);
  }

  showSignedOut(url) {
    this.release();
    if (this.signedOut) return;
    const panel = this.panel(this.text("signedOut"));
    this.signedOut = panel;
    if (url) {
      const line = document.createElement("p");
      const link = document.createElement("a");
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = this.text("signIn");
      line.append(link);
      panel.append(line);
    }
    this.buttons(panel, [[this.text("again"), "btn-primary", () => this.comeBack()]]);
    this.say(this.text("unsaved"), true);
  }

  closeSignedOut() {
    this.signedOut?.remove();
    this.signedOut = null;
  }

  // Signing in elsewhere changed the token that lets this form be sent: read a new one.
  async comeBack() {
    try {
      const answer = await fetch(location.href, { headers: { "X-Draft": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("cw-draft [name=csrfmiddlewaretoken]")?.value;
      if (!answer.ok || !token) return;
      this.field("csrfmiddlewaretoken").value = token;
      this.closeSignedOut();
      await this.save();
    } catch {
      this.say(this.text("offline"), true);
    }
  }

  // ----- sending ----------------------------------------------------------------------------

  async submit(event) {
    if (event.defaultPrevented || this.form.enctype === "multipart/form-data") return;
    event.preventDefault();
    clearTimeout(this.timer);
    this.timer = 0;
    this.submitter = event.submitter ?? this.submitter;
    const body = this.body();
    if (this.submitter?.name) body.append(this.submitter.name, this.submitter.value);
    this.isSent = true;
    this.say(this.text("sending"));
    // A draft still on its way must not arrive after the record: it would come back as unfinished.
    await Promise.race([this.saving, new Promise((done) => { setTimeout(done, LONGEST_WAIT); })]);
    try {
      // getAttribute: a control named "action" would hide the form's own property.
      const answer = await fetch(this.form.getAttribute("action") || location.href, {
        method: "POST",
        body,
        headers: { "X-Submit": "1", "X-CSRFToken": this.field("csrfmiddlewaretoken").value },
      });
      await this.answered(answer);
    } catch {
      this.notSent(this.text("unsent"));
    }
  }

  async answered(answer) {
    const there = answer.headers.get("X-Location") ?? (answer.redirected ? answer.url : "");
    if (there) {
      const url = new URL(there, location.href);
      if (url.pathname.startsWith(this.form.dataset.signInUrl || "/accounts/login")) {
        this.isSent = false;
        this.isDirty = true;
        this.showSignedOut(url.href);
      } else location.assign(url);
      return;
    }
    if (answer.status === 401) {
      const told = await answer.json().catch(() => ({}));
      this.isSent = false;
      this.isDirty = true;
      this.showSignedOut(told.sign_in_url);
      return;
    }
    if (answer.ok || answer.status === 409 || answer.status === 422) {
      this.replace(await answer.text());
      return;
    }
    this.notSent(this.text(answer.status >= 500 ? "broken" : "refused"));
  }

  // The new page takes the place of this one, so that its error summary is read and the typed
  // words stand in its fields.
  replace(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("main");
    if (!fresh) { this.notSent(this.text("broken")); return; }
    document.title = page.title;
    const main = document.adoptNode(fresh);
    document.querySelector("main").replaceWith(main);
    window.htmx?.process(main);
    main.dispatchEvent(new CustomEvent("cw:swapped", { bubbles: true }));
    if (!main.querySelector("[data-focus]")) { main.focus(); scrollTo(0, 0); }
  }

  release() {
    this.form.dispatchEvent(new CustomEvent("cw:released", { bubbles: true }));
  }

  notSent(words) {
    this.isSent = false;
    this.isDirty = true;
    this.release();
    const panel = this.panel(words);
    const line = document.createElement("p");
    line.textContent = this.text("stays");
    panel.append(line);
    this.buttons(panel, [[this.text("again"), "btn-primary", () => {
      panel.remove();
      this.form.requestSubmit(this.submitter?.isConnected ? this.submitter : undefined);
    }]]);
    this.say(words, true);
    panel.focus();
    this.later(RETRIES[0]);
  }
}

customElements.define("cw-draft", Draft);
