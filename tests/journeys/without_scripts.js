// What a page offers and a browser without scripts could not do; and a form that was sent empty.
(() => {
  const isInSight = (one) => one.checkVisibility({ visibilityProperty: true });
  const name = (one) => `<${one.localName}> "${(one.getAttribute("aria-label")
    || one.labels?.[0]?.textContent || one.textContent || one.name || "")
    .trim().replace(/\s+/g, " ").slice(0, 60)}"`;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)].filter(isInSight);
  // A sample shows what a part looks like, and leads nowhere.
  const isSample = () => document.body.dataset.screen === "ui:gallery";
  const sends = "button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]";

  const leadsNowhere = (link) => {
    const to = link.getAttribute("href");
    if (!to || /^javascript:/i.test(to)) return true;
    return to.startsWith("#") && !document.getElementById(decodeURIComponent(to.slice(1)));
  };
  const isDead = (button) => {
    if (button.disabled || button.getAttribute("aria-disabled") === "true") return false;
    if (button.matches("[popovertarget]")) return !document.getElementById(
      button.getAttribute("popovertarget"));
    return button.type === "button" || !button.form;
  };
  const canBeSent = (form) => {
    const own = [...form.elements].filter((one) => one.type !== "hidden" && isInSight(one));
    // One field alone is sent with Enter; a form of which nothing is in sight offers nothing.
    return !own.length || own.some((one) => one.matches(sends))
      || own.filter((one) => one.matches("input")).length === 1;
  };

  window.cwPlain = {
    faults: () => {
      const here = (selector) => all(selector).filter((one) => !isSample());
      return [
        ...(all("h1").length === 1 ? [] : [`${all("h1").length} headings of the page`]),
        ...here("a").filter(leadsNowhere).map((one) => `${name(one)} leads nowhere`),
        ...here("button, input[type=button]").filter(isDead).map((one) => `${name(one)} does nothing`),
        ...here("input, select, textarea").filter((one) => one.type !== "hidden" && !one.form && !one.readOnly)
          .map((one) => `${name(one)} belongs to no form`),
        ...here("form").filter((form) => !canBeSent(form)).map((one) => `${name(one)} cannot be sent`),
      ];
    },
    // Those forms of the page that ask for something, by their place among all forms.
    asking: () => [...document.forms].flatMap((form, at) => {
      const asks = [...form.elements].some((one) => one.type !== "hidden" && isInSight(one)
        && one.matches("input, select, textarea"));
      return asks && form.method === "post" && form.closest("main") && !isSample() ? [at] : [];
    }),
    // Beside the field, and in a summary whose links lead to the fields.
    unsaid: () => {
      const summary = document.querySelector(".cw-errors");
      if (!summary || !isInSight(summary)) return ["nothing says what is missing"];
      const beside = all(".cw-field .cw-error, .cw-error").filter((one) => !summary.contains(one));
      return [
        ...all("a", summary).filter(leadsNowhere).map((one) => `${name(one)} leads to no field`),
        ...(beside.length || !all("a", summary).length ? [] : ["nothing stands beside the field"]),
      ];
    },
  };
})();
