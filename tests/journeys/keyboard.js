// Watches the focus of one page while keys are pressed. Each look is taken at the next key, when the
// browser has finished with the one before: it has scrolled, and drawn the ring.
(() => {
  const CONTROLS = `a[href], area[href], button, input:not([type=hidden]), select, textarea, summary,
    iframe, audio[controls], video[controls], [contenteditable]:not([contenteditable=false]),
    [tabindex]:not([tabindex="-1"]), [onclick], [role=button], [role=link], [role=checkbox],
    [role=radio], [role=switch], [role=tab], [role=option], [role=menuitem], [role=combobox]`;

  const name = (one) => {
    const words = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent
      || one.placeholder || one.name || "";
    return `<${one.localName}> "${words.trim().replace(/\s+/g, " ").slice(0, 60)}"`;
  };
  // What is one pixel large, or clipped away, is there for those who do not see it.
  const isInSight = (one) => one.checkVisibility({ visibilityProperty: true })
    && [...one.getClientRects()].some((part) => part.width > 1 && part.height > 1);
  // Of a group of radio buttons one is a stop; the arrows lead to the others.
  const stopOf = (one) => (one.type === "radio" && one.name
    ? [...document.getElementsByName(one.name)].find((other) => other.form === one.form) : one);
  const usable = (root) => [...new Set([...root.querySelectorAll(CONTROLS)]
    .filter((one) => isInSight(one) && !one.matches(":disabled"))
    .map(stopOf))];

  const RING = ["outlineStyle", "outlineWidth", "outlineColor"];
  // The ring stands on the control itself, or on the pressable words drawn around it.
  const around = (one) => [one, one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  const ring = (one) => around(one).map((part) => {
    const style = getComputedStyle(part);
    return RING.map((property) => style[property]).join(" ");
  });
  // The button in a field for a day or a time opens the calendar: the browser rings that part alone.
  const isOnItsCalendar = (one) =>
    /^(date|time)$/.test(one.type) && !one.matches(":focus-visible");
  const hasRing = (one, without) => isOnItsCalendar(one) || ring(one).some((now, at) => {
    const [style, width, ...colour] = now.split(" ");
    return now !== without[at] && style !== "none" && parseFloat(width) >= 2
      && !/^rgba.*, 0\)$/.test(colour.join(" "));
  });

  // Of nine places in each part of it, how many are in sight and lie under nothing else?
  function inSight(one) {
    let asked = 0;
    let seen = 0;
    const target = one.closest("label") ?? one;
    for (const part of target.getClientRects()) {
      for (const across of [.1, .5, .9]) {
        for (const down of [.15, .5, .85]) {
          asked += 1;
          const hit = document.elementFromPoint(
            part.left + part.width * across, part.top + part.height * down);
          if (hit && (target.contains(hit) || hit.contains(target))) seen += 1;
        }
      }
    }
    return asked ? seen / asked : 0;
  }

  // Pressable for a mouse, and no control: a key could not reach it.
  const PRESSED = new Set(["click", "mousedown", "mouseup", "pointerdown", "pointerup"]);
  const onlyForMice = () => [...document.body.querySelectorAll("*")].filter((one) => {
    const says = getComputedStyle(one).cursor === "pointer"
      && getComputedStyle(one.parentElement).cursor !== "pointer";
    const hears = [...(window.cwHeard?.get(one) ?? [])].some((kind) => PRESSED.has(kind));
    if (!(says || hears) || !isInSight(one)) return false;
    const label = one.closest("label");
    // One that hears for the buttons inside it is no button itself.
    return !one.closest(CONTROLS) && !label?.control && !(hears && one.querySelector(CONTROLS));
  });

  // What scrolls must be reached by the keys that scroll it, in every browser.
  const deafScrollers = () => [...document.body.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const scrolls = (way, all, seen) => /auto|scroll/.test(way) && all > seen + 1;
    return isInSight(one) && one.localName !== "textarea"
      && (scrolls(style.overflowX, one.scrollWidth, one.clientWidth)
        || scrolls(style.overflowY, one.scrollHeight, one.clientHeight))
      && one.tabIndex < 0 && ![...one.querySelectorAll(CONTROLS)].some(isInSight);
  });

  const isBefore = (one, other) =>
    Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);

  let expected = [];
  let before = new Map();
  let stops = [];
  let seen = [];
  let isOver = false;

  function look() {
    const one = document.activeElement;
    if (isOver || !one || one === stops.at(-1)) return;
    // Past the last stop the focus leaves the page; the browser comes back to the first.
    if (one === document.body || one.tabIndex < 0) return;
    if (stops.includes(one)) { isOver = one === stops[0]; return; }
    stops.push(one);
    if (!hasRing(one, before.get(one) ?? [])) seen.push(`no ring on ${name(one)}`);
    if (!inSight(one)) seen.push(`the focus on ${name(one)} is not in sight`);
  }

  window.cwKeys = {
    begin() {
      for (const one of document.querySelectorAll("details:not([data-menu])")) one.open = true;
      expected = usable(document);
      before = new Map([...document.querySelectorAll(CONTROLS)].map((one) => [one, ring(one)]));
      addEventListener("keydown", look, true);
    },
    start() {
      stops = [];
      seen = [];
      isOver = false;
    },
    isOver: () => isOver,
    faults(isForth) {
      const reached = new Set(stops.map(stopOf));
      const missed = expected.filter((one) => !reached.has(one));
      // Round from the stop that stands first, wherever the walk began.
      const round = isForth ? stops : stops.toReversed();
      const top = round.findIndex((one) => round.every((other) => !isBefore(other, one)));
      const inTurn = [...round.slice(top), ...round.slice(0, top)];
      const jumps = inTurn.slice(1).filter((one, at) => isBefore(one, inTurn[at]));
      return [
        ...(isOver ? [] : ["never comes round"]),
        ...seen,
        ...missed.map((one) => `never comes to ${name(one)}`),
        ...jumps.map((one) => `comes out of turn to ${name(one)}`),
      ];
    },
    // Without a key: what only a mouse could do.
    standing: () => [
      ...onlyForMice().map((one) => `only a mouse can press ${name(one)}`),
      ...deafScrollers().map((one) => `no key scrolls ${name(one)}`),
    ],
    // Upwards, where what stays on top of the page could lie over it.
    async upwards() {
      document.activeElement?.blur();
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const hidden = usable(document).reverse().filter((one) => {
        one.focus({ focusVisible: true });
        return document.activeElement === one && !inSight(one);
      });
      document.activeElement?.blur();
      return [
        ...hidden.map((one) => `the focus on ${name(one)} is not in sight`),
        ...deafScrollers().map((one) => `no key scrolls ${name(one)}`),
      ];
    },
  };
})();
