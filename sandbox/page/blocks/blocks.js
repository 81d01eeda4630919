/** Block Kit blocks as DOM nodes. */

import { t } from "../core/words.js";
import { fillKeyed, h, uid } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { drawCircles } from "../text/emoji.js";
import { bareWords, mrkdwn, plain, textObject } from "../text/mrkdwn.js";
import { richText } from "../text/richtext.js";
import { elementNode } from "./elements.js";
import { card, carousel, cellNodes, container, dataTable, plan, task } from "./newer.js";

/**
 * Show blocks in `parent`. `surface` says where they stand: `{form, errors, act, suggest}`, see surface.js.
 * Blocks that did not change keep their nodes, and the focus stays on the field it was on.
 */
export function showBlocks(parent, blocks, surface) {
  const focused = parent.contains(document.activeElement)
    ? document.activeElement.closest("[data-field]")?.dataset.field
    : null;
  fillKeyed(
    parent,
    blocks.map((block, place) => ({
      key: block.block_id ?? `at ${place}`,
      print: JSON.stringify([block, surface.errors[block.block_id] ?? null, document.documentElement.lang]),
      build: () => drawCircles(blockNode(block, surface)),
    })),
  );
  if (focused && !parent.contains(document.activeElement)) {
    parent
      .querySelector(`[data-field="${CSS.escape(focused)}"]`)
      ?.querySelector("input, textarea, button, select")
      ?.focus();
  }
}

function blockNode(block, surface) {
  return (BLOCKS[block.type] ?? unknown)(block, surface);
}

const BLOCKS = {
  header: (block) => h(`h${Math.min((block.level ?? 1) + 2, 6)}`, { class: "block header" }, plain(block.text)),
  divider: () => h("hr", { class: "block divider" }),
  section,
  context: (block) =>
    h(
      "div",
      { class: "block context" },
      block.elements.map((element) =>
        element.type === "image"
          ? h("img", { class: "context-image", src: element.image_url, alt: element.alt_text })
          : h("span", { class: "context-text" }, textObject(element)),
      ),
    ),
  actions: (block, surface) =>
    h(
      "div",
      { class: "block actions" },
      block.elements.map((element) => elementNode(element, placeOf(block, element, surface))),
    ),
  input,
  image,
  rich_text: (block) => h("div", { class: "block rich-text" }, richText(block)),
  alert: (block) => {
    const level = block.level ?? "default";
    return h(
      "div",
      { class: `block alert ${level}`, role: level === "error" ? "alert" : "note" },
      icon({ warning: "alert", error: "alert", success: "check" }[level] ?? "info"),
      h("div", null, textObject(block.text)),
    );
  },
  markdown: (block) =>
    h(
      "div",
      { class: "block section" },
      mrkdwn(fromMarkdown(block.text)),
    ),
  table: (block) =>
    h(
      "div",
      { class: "block table-frame", tabindex: "0" },
      h(
        "table",
        null,
        block.rows.map((row, place) =>
          h(
            "tr",
            null,
            row.map((cell) => h(place ? "td" : "th", null, cellNodes(cell))),
          ),
        ),
      ),
    ),
  card: (block, surface) => card(block, within(block, surface)),
  carousel: (block, surface) => carousel(block, within(block, surface)),
  container: (block, surface) => container(block, within(block, surface)),
  plan: (block, surface) => plan(block, within(block, surface)),
  task_card: task,
  data_table: dataTable,
  context_actions: (block, surface) =>
    h(
      "div",
      { class: "block actions" },
      block.elements.map((element) => elementNode(element, placeOf(block, element, surface))),
    ),
  video: (block) =>
    h(
      "p",
      { class: "block" },
      h(
        "a",
        { href: block.title_url ?? block.video_url, target: "_blank", rel: "noopener noreferrer" },
        block.title.text,
      ),
    ),
};

/** How a block that holds others draws them. */
const within = (block, surface) => ({
  child: (each) => blockNode(each, surface),
  element: (each) => elementNode(each, placeOf(block, each, surface)),
});

/** Markdown's bold, headings, links and lists, in Slack's own marks. */
function fromMarkdown(text) {
  return text
    .replace(/\*\*(.+?)\*\*/g, "*$1*")
    .replace(/^#+ (.*)$/gm, "*$1*")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>")
    .replace(/^(\s*)[-*] /gm, "$1• ");
}

function unknown(block) {
  return h(
    "p",
    { class: "block unknown" },
    t("A block of type {type}, which this page does not draw.", { type: block.type }),
  );
}

function section(block, surface) {
  return h(
    "div",
    { class: block.accessory ? "block section with-accessory" : "block section" },
    h(
      "div",
      { class: "section-main" },
      block.text && h("div", { class: "section-text" }, textObject(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", { class: "field-text" }, textObject(field))),
        ),
    ),
    block.accessory && h("div", { class: "accessory" }, accessory(block, surface)),
  );
}

function accessory(block, surface) {
  if (block.accessory.type === "image")
    return h("img", { class: "accessory-image", src: block.accessory.image_url, alt: block.accessory.alt_text });
  return elementNode(block.accessory, {
    ...placeOf(block, block.accessory, surface),
    label: block.text && bareWords(block.text.text.split("\n")[0]),
  });
}

function image(block) {
  const source = block.image_url ?? block.slack_file?.url;
  return h(
    "figure",
    { class: "block image" },
    block.title && h("figcaption", null, plain(block.title)),
    source ? h("img", { src: source, alt: block.alt_text }) : h("span", null, block.alt_text),
  );
}

function input(block, surface) {
  const error = surface.errors[block.block_id];
  const ids = { field: uid("field"), label: uid("label"), hint: uid("hint"), error: uid("error") };
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const words = [plain(block.label), block.optional && h("span", { class: "optional" }, ` ${t("(optional)")}`)];
  const place = {
    ...placeOf(block, block.element, surface),
    ids,
    inInput: true,
    optional: block.optional === true,
    dispatches: block.dispatch_action === true,
    labelText: block.label.text,
    invalid: Boolean(error),
    describedBy: [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ") || null,
  };
  return h(
    "div",
    { class: error ? "block input invalid" : "block input" },
    group
      ? h("div", { class: "label", id: ids.label }, words)
      : h("label", { class: "label", id: ids.label, for: ids.field }, words),
    elementNode(block.element, place),
    error && h("p", { class: "error", id: ids.error }, icon("alert"), h("span", null, error)),
    block.hint && h("p", { class: "hint", id: ids.hint }, plain(block.hint)),
  );
}

function placeOf(block, element, surface) {
  return {
    blockId: block.block_id,
    surface,
    dispatches: true,
    ids: { field: uid("field") },
    describedBy: null,
    label: null,
  };
}
