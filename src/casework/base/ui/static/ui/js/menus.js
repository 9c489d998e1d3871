// The tab one is on stands in sight, where the row of tabs is wider than the phone.
for (const tab of document.querySelectorAll(".cw-tabs a[aria-current]")) {
  const row = tab.closest(".cw-tabs");
  row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
}

// A menu made of <details> closes like a menu: with Escape, or by pressing elsewhere.

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
