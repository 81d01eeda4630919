/** The list at the side: titled groups of links, whose nodes stay while what they show does. */

import { locale, t, tn } from "../core/words.js";
import { fillKeyed, h } from "./dom.js";

/**
 * Show in `body` a heading, `{print, build}`, then groups, `{title, links}`; a link is
 * `{key, href, lead, name, note, unread, mentions, here}`, where `lead()` draws the sign before the name; what is
 * unread is bold, and `mentions` (all of it, when not told) is the number in the badge.
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

function linkNode({ href, lead, name, note, unread, mentions = unread, here }) {
  return h(
    "a",
    {
      class: ["side-link", note && "two-lines", unread && "unread"].filter(Boolean).join(" "),
      href,
      "aria-current": here ? "page" : null,
    },
    lead(),
    h("span", { class: "side-name" }, name, note && h("span", { class: "side-address" }, note)),
    mentions > 0 &&
      h(
        "span",
        { class: "badge" },
        h("span", { "aria-hidden": true }, String(mentions)),
        h("span", { class: "sr-only" }, ` ${tn("{n} unread message", "{n} unread messages", mentions)}`),
      ),
    unread > 0 && mentions === 0 && h("span", { class: "sr-only" }, `, ${t("Unread").toLocaleLowerCase()}`),
  );
}
