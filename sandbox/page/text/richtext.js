/** Slack's rich_text blocks as DOM nodes. */

import { h } from "../kit/dom.js";
import { emojiNode } from "./emoji.js";
import { dateNode, linkNode, mentionNode } from "./inline.js";

const STYLES = [
  ["code", "code"],
  ["strike", "s"],
  ["italic", "em"],
  ["bold", "strong"],
  ["underline", "u"],
];

/** The nodes of a rich_text block. */
export function richText(block) {
  return block.elements.map((element) => {
    switch (element.type) {
      case "rich_text_list":
        return list(element);
      case "rich_text_quote":
        return h("blockquote", { class: "quote" }, spans(element.elements));
      case "rich_text_preformatted":
        return h("pre", { class: "code-block" }, spans(element.elements));
      default:
        return h("div", { class: "rich-section" }, spans(element.elements));
    }
  });
}

function list(element) {
  const ordered = element.style === "ordered";
  const made = h(
    ordered ? "ol" : "ul",
    {
      class: `rich-list depth-${(element.indent ?? 0) % 3}`,
      start: ordered && element.offset ? element.offset + 1 : null,
    },
    element.elements.map((item) => h("li", null, spans(item.elements))),
  );
  made.style.marginInlineStart = `${(element.indent ?? 0) * 1.75}em`;
  return made;
}

function spans(elements) {
  return elements.flatMap((element) => withStyle(span(element), element.style));
}

function withStyle(content, style = {}) {
  return STYLES.reduce(
    (inside, [name, tag]) => (style[name] ? [h(tag, { class: name === "code" ? "code" : null }, inside)] : inside),
    [content].flat(),
  );
}

function span(element) {
  switch (element.type) {
    case "text":
      return element.text
        .split("\n")
        .flatMap((line, place) => (place ? [h("br"), line] : [line]))
        .filter((piece) => piece !== "");
    case "link":
      return linkNode(element.url, element.text ?? element.url);
    case "emoji":
      return emojiNode(element.name, element.unicode) ?? `:${element.name}:`;
    case "user":
      return mentionNode("user", element.user_id);
    case "channel":
      return mentionNode("channel", element.channel_id);
    case "usergroup":
      return mentionNode("group", element.usergroup_id);
    case "broadcast":
      return mentionNode("range", element.range);
    case "date":
      return dateNode(element.timestamp, element.format, { link: element.url, fallback: element.fallback });
    case "color": {
      const swatch = h("span", { class: "swatch" });
      swatch.style.background = element.value;
      return h("span", null, swatch, element.value);
    }
    default:
      return "";
  }
}
