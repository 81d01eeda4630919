/** Menus that open beside a button: overflow menus, message actions, shortcuts, the people list. */

import { h, nodes } from "./dom.js";

let opened = null;

/** Place a fixed box under its anchor, or above when there is more room there; inside the window always. */
export function placeBeside(box, anchor, { align = "start", width = null } = {}) {
  const around = anchor.getBoundingClientRect();
  const margin = 8;
  if (width) box.style.width = `${width}px`;
  box.style.maxHeight = "";
  const below = window.innerHeight - around.bottom - margin * 2;
  const above = around.top - margin * 2;
  const upwards = box.scrollHeight > below && above > below;
  const room = upwards ? above : below;
  box.style.maxHeight = `${Math.max(room, 120)}px`;
  const height = Math.min(box.scrollHeight, Math.max(room, 120));
  box.style.top = `${upwards ? around.top - height - 4 : around.bottom + 4}px`;
  const start = align === "end" ? around.right - box.offsetWidth : around.left;
  box.style.left = `${Math.max(margin, Math.min(start, window.innerWidth - box.offsetWidth - margin))}px`;
}

/** Close the menu that is open, if any, and give the focus back to its button. */
export function closeMenu({ refocus = true } = {}) {
  if (!opened) return;
  const { box, anchor } = opened;
  opened = null;
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus) anchor.focus();
}

/**
 * Open a menu beside `anchor`. An item is `{label, note, lead, act, checked}`, `{href, label}` or `{heading}`.
 * Pressing the button again closes it.
 */
export function openMenu(anchor, items, { label, align = "start" } = {}) {
  const again = opened?.anchor === anchor;
  closeMenu({ refocus: again });
  if (again) return;
  const box = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label, popover: "manual", onkeydown: steer },
    items.map(entry),
  );
  anchor.closest("dialog, header, nav, aside, main").append(box);
  box.showPopover();
  placeBeside(box, anchor, { align });
  anchor.setAttribute("aria-expanded", "true");
  opened = { box, anchor };
  choices(box)[0]?.focus();
}

function entry(item) {
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const inside = nodes([
    item.lead,
    h(
      "span",
      { class: "menu-words" },
      h("span", { class: "menu-label" }, item.label),
      item.note && h("span", { class: "menu-note" }, item.note),
    ),
  ]);
  if (item.href) {
    return h(
      "a",
      {
        class: "menu-item",
        role: "menuitem",
        tabindex: "-1",
        href: item.href,
        target: "_blank",
        rel: "noopener noreferrer",
        onclick: () => {
          closeMenu();
          item.act?.();
        },
      },
      inside,
    );
  }
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return h(
    "button",
    {
      class: "menu-item",
      type: "button",
      role,
      tabindex: "-1",
      "aria-checked": item.checked,
      onclick: () => {
        closeMenu();
        item.act();
      },
    },
    inside,
  );
}

function choices(box) {
  return [...box.querySelectorAll(".menu-item")];
}

function steer(event) {
  const all = choices(event.currentTarget);
  const here = all.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    all[(steps[event.key] + all.length) % all.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  } else if (event.key.length === 1) {
    const start = event.key.toLocaleLowerCase();
    const rotated = [...all.slice(here + 1), ...all.slice(0, here + 1)];
    rotated.find((choice) => choice.textContent.trim().toLocaleLowerCase().startsWith(start))?.focus();
  }
}

document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.box.contains(event.target) && !opened.anchor.contains(event.target))
    closeMenu({ refocus: false });
});
window.addEventListener("resize", () => closeMenu({ refocus: false }));
