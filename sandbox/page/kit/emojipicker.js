/** Choosing an emoji: a grid with a search field, beside the button that opened it. */

import { t } from "../core/words.js";
import { EMOJI, emojiNamed } from "../text/emoji.js";
import { fill, h, uid } from "./dom.js";
import { bringToTop } from "./layers.js";
import { placeBeside } from "./menu.js";

const COLUMNS = 8;
let opened = null;

/** Open the grid beside `anchor`; `pick(name)` is called with the shortcode, without its colons. */
export function pickEmoji(anchor, pick, { align = "end" } = {}) {
  close();
  const grid = h("div", { class: "emoji-grid", role: "listbox", "aria-label": t("Emoji"), id: uid("emoji") });
  const search = h("input", {
    type: "text",
    class: "text-input",
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": grid.id,
    "aria-autocomplete": "list",
    "aria-label": t("Search for an emoji"),
    placeholder: t("Search for an emoji"),
    autocomplete: "off",
    oninput: draw,
    onkeydown: steer,
  });
  const box = h(
    "div",
    { class: "emoji-picker", role: "dialog", "aria-label": t("Emoji"), popover: "manual" },
    search,
    grid,
  );
  let names = [];
  let active = 0;
  opened = { box, anchor };
  draw();
  bringToTop(box);
  placeBeside(box, anchor, { align });
  search.focus();

  function draw() {
    names = emojiNamed(search.value.trim().toLocaleLowerCase());
    active = 0;
    fill(
      grid,
      names.length
        ? names.map((name, rank) =>
            h(
              "button",
              {
                type: "button",
                class: "emoji-choice",
                role: "option",
                id: `${grid.id}-${rank}`,
                tabindex: "-1",
                title: `:${name}:`,
                "aria-label": name.replaceAll("_", " "),
                "aria-selected": false,
                onclick: () => take(name),
              },
              EMOJI[name],
            ),
          )
        : h("p", { class: "hint" }, t("Nothing found")),
    );
    mark();
  }

  function mark() {
    [...grid.children].forEach((choice, rank) => choice.setAttribute("aria-selected", String(rank === active)));
    if (!names.length) return search.removeAttribute("aria-activedescendant");
    search.setAttribute("aria-activedescendant", `${grid.id}-${active}`);
    return grid.children[active].scrollIntoView({ block: "nearest" });
  }

  function steer(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "Enter") names.length && take(names[active]);
    else if (event.key in steps && (search.value === "" || event.key.endsWith("Down") || event.key.endsWith("Up"))) {
      active = Math.max(0, Math.min(names.length - 1, active + steps[event.key]));
      mark();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function take(name) {
    close();
    pick(name);
  }
}

function close() {
  if (!opened) return;
  const { box, anchor } = opened;
  opened = null;
  box.remove();
  if (anchor.isConnected) anchor.focus();
}

document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.box.contains(event.target) && !opened.anchor.contains(event.target)) close();
});

