/** What a person typed in a rich text field, as a rich_text block, and back. */

const STYLED = /(?<![\p{L}\p{N}])([*_~`])(?=\S)((?:(?!\1).)+?)(?<=\S)\1(?![\p{L}\p{N}])|:([a-z0-9_+'-]+):|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)»’'"])/gu;
const STYLES = { "*": "bold", _: "italic", "~": "strike", "`": "code" };
const MARKS = Object.fromEntries(Object.entries(STYLES).map(([mark, style]) => [style, mark]));
const KINDS = [
  [/^(?:•|[-*]) /, (line) => ({ type: "rich_text_list", style: "bullet", line })],
  [/^\d+\. /, (line) => ({ type: "rich_text_list", style: "ordered", line })],
  [/^> ?/, (line) => ({ type: "rich_text_quote", line })],
];

const typed = new WeakMap();

/** The block of that text: lists, quotes and sections of styled words. */
export function typedRichText(text) {
  const elements = [];
  for (const line of text.split("\n")) {
    const [pattern, make] = KINDS.find(([each]) => each.test(line)) ?? [null, null];
    const part = make ? make(line.replace(pattern, "")) : { type: "rich_text_section", line };
    add(elements, part);
  }
  const block = { type: "rich_text", elements: elements.filter((element) => element.elements.length) };
  typed.set(block, text);
  return block;
}

function add(elements, { line, ...part }) {
  const last = elements.at(-1);
  const same = last?.type === part.type && last.style === part.style;
  const inside = words(line);
  if (part.type === "rich_text_list") {
    const item = { type: "rich_text_section", elements: inside };
    if (same) last.elements.push(item);
    else elements.push({ ...part, elements: [item] });
  } else if (same) last.elements.push({ type: "text", text: "\n" }, ...inside);
  else elements.push({ ...part, elements: inside });
}

function words(line, style = {}) {
  const made = [];
  let end = 0;
  const say = (text) => text && made.push({ type: "text", text, ...(Object.keys(style).length && { style }) });
  for (const match of line.matchAll(STYLED)) {
    const [whole, mark, inside, emoji, url] = match;
    say(line.slice(end, match.index));
    if (emoji) made.push({ type: "emoji", name: emoji });
    else if (url) made.push({ type: "link", url });
    else made.push(...words(inside, { ...style, [STYLES[mark]]: true }));
    end = match.index + whole.length;
  }
  say(line.slice(end));
  return made;
}

/** The text that was typed for that block, or that a person would type for it. */
export function asTyped(block) {
  if (typed.has(block)) return typed.get(block);
  return block.elements
    .map((element) => {
      if (element.type === "rich_text_list")
        return element.elements
          .map((item, rank) => `${element.style === "ordered" ? `${rank + 1}. ` : "• "}${spell(item.elements)}`)
          .join("\n");
      const text = spell(element.elements);
      return element.type === "rich_text_quote" ? text.replace(/^/gm, "> ") : text;
    })
    .join("\n");
}

function spell(elements) {
  return elements
    .map((element) => {
      const text = element.text ?? element.url ?? (element.name ? `:${element.name}:` : "");
      const marks = Object.keys(element.style ?? {})
        .map((style) => MARKS[style] ?? "")
        .join("");
      return `${marks}${text}${[...marks].reverse().join("")}`;
    })
    .join("");
}
