/** The blocks that came with agents and data: cards, containers, tables of data, tasks, feedback. */

import { t } from "../core/words.js";
import { h, uid } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { richText } from "../text/richtext.js";
import { textObject } from "../text/mrkdwn.js";

const DONE = { complete: "check", error: "alert", in_progress: "clock" };
const STATUS = { pending: "To do", in_progress: "In progress", complete: "Done", error: "Failed" };

/** A card: a picture, its texts, up to three buttons. */
export function card(block, { element }) {
  const picture = (image, name) => image && h("img", { class: name, src: image.image_url, alt: image.alt_text });
  return h(
    "div",
    { class: "block card" },
    picture(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-head" },
      picture(block.icon, "context-image"),
      h(
        "div",
        null,
        block.title && h("div", { class: "card-title" }, textObject(block.title)),
        block.subtitle && h("div", { class: "hint" }, textObject(block.subtitle)),
      ),
    ),
    block.body && h("div", null, textObject(block.body)),
    block.actions && h("div", { class: "actions" }, block.actions.map(element)),
  );
}

/** Cards side by side, to scroll through. */
export const carousel = (block, { child }) =>
  h("div", { class: "block carousel", tabindex: "0", role: "group" }, block.elements.map(child));

/** Blocks under a title, folded or not. */
export function container(block, { child }) {
  const head = [
    h("strong", null, textObject(block.title)),
    block.subtitle && h("span", { class: "hint" }, textObject(block.subtitle)),
  ];
  const inside = h("div", { class: "blocks" }, block.child_blocks.map(child));
  return block.is_collapsible
    ? h("details", { class: "block container", open: !block.default_collapsed }, h("summary", null, head), inside)
    : h("section", { class: "block container" }, h("div", { class: "container-head" }, head), inside);
}

/** A table with its caption and its header. */
export function dataTable(block) {
  const [header, ...rows] = block.rows;
  const caption = uid("caption");
  return h(
    "div",
    { class: "block table-frame", tabindex: "0", role: "region", "aria-labelledby": caption },
    h(
      "table",
      null,
      h("caption", { id: caption }, typeof block.caption === "string" ? block.caption : textObject(block.caption)),
      h("thead", null, h("tr", null, header.map((cell) => h("th", { scope: "col" }, cellNodes(cell))))),
      h("tbody", null, rows.map((row) => h("tr", null, row.map((cell) => h("td", { class: cell.type }, cellNodes(cell)))))),
    ),
  );
}

/** What stands in a cell of a table. */
export function cellNodes(cell) {
  return cell.type === "rich_text" ? richText(cell) : String(cell.text ?? cell.value ?? "");
}

/** A task: how far it is, what it says, where it comes from. */
export function task(block) {
  return h(
    "div",
    { class: `block task ${block.status ?? "pending"}` },
    h(
      "div",
      { class: "task-head" },
      DONE[block.status] ? icon(DONE[block.status]) : h("span", { class: "task-open", "aria-hidden": true }),
      h("strong", null, block.title),
      h("span", { class: "hint" }, t(STATUS[block.status ?? "pending"])),
    ),
    [block.details, block.output].filter(Boolean).map((text) => h("div", { class: "rich-text" }, richText(text))),
    block.sources?.map((source) =>
      h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.text),
    ),
  );
}

/** Tasks under the title of a plan. */
export const plan = (block, { child }) =>
  h("section", { class: "block container" }, h("strong", null, block.title), (block.tasks ?? []).map(child));
