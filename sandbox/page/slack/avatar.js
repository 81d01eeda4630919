/** A person's initials on a colour of their own; the app's sign. */

import { isApp, nameOf } from "../core/store.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";

const COLOURS = 8;

/** The avatar of that user; `size` is "tiny", "small" or nothing. */
export function avatar(id, size = "") {
  if (isApp(id)) return h("span", { class: `avatar app ${size}`, "aria-hidden": true }, icon("chat"));
  const name = nameOf(id);
  const letters = name
    .split(/[\s-]+/)
    .filter(Boolean)
    .map((word) => word[0]);
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  return h(
    "span",
    { class: `avatar colour-${sum % COLOURS} ${size}`, "aria-hidden": true },
    `${letters[0]}${letters.length > 1 ? letters.at(-1) : ""}`.toUpperCase(),
  );
}
