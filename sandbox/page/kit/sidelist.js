/** The list at the side: titled groups of links, whose nodes stay while what they show does. */

import { locale, tn } from "../core/words.js";
import { fillKeyed, h } from "./dom.js";

/**
 * Show in `body` a heading, `{print, build}`, then groups, `{title, links}`; a link is
 * `{key, href, lead, name, note, unread, here}`, where `lead()` draws the sign before the name.
 */
export function fillSide(body, head, groups) {
  const focused = body.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.key : null;
  const shown = groups.filter((group) => group.links.length);
  fillKeyed(body, [
    { key: "head", ...head },
    ...shown.map(({ title }) => ({
      key: title,
      print: title,
      build: () => h("section", { class: "side-group" }, h("h2", null, title), h("ul")),
    })),
  ]);
  shown.forEach(({ links }, rank) => {
    fillKeyed(body.children[rank + 1].querySelector("ul"), links.map(item));
  });
  if (focused && !body.contains(document.activeElement))
    body.querySelector(`li[data-key="${CSS.escape(focused)}"] a`)?.focus();
}

function item(link) {
  const { lead, ...shown } = link;
  return { key: link.key, print: JSON.stringify([shown, locale()]), build: () => h("li", null, linkNode(link)) };
}

function linkNode({ href, lead, name, note, unread, here }) {
  return h(
    "a",
    {
      class: ["side-link", note && "two-lines", unread && "unread"].filter(Boolean).join(" "),
      href,
      "aria-current": here ? "page" : null,
    },
    lead(),
    h("span", { class: "side-name" }, name, note && h("span", { class: "side-address" }, note)),
    unread > 0 &&
      h(
        "span",
        { class: "badge", "aria-label": tn("{n} unread message", "{n} unread messages", unread) },
        String(unread),
      ),
  );
}
