/** Formatting a text box: buttons and keys that write Slack's mrkdwn around what is selected. */

import { t } from "../core/words.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const STYLES = [
  { name: "Bold", icon: "bold", mark: "*", key: "b" },
  { name: "Italic", icon: "italic", mark: "_", key: "i" },
  { name: "Strikethrough", icon: "strike", mark: "~", key: "x", shift: true },
  { name: "Code", icon: "code", mark: "`", key: "c", shift: true },
];
const LINES = [
  { name: "Bulleted list", icon: "bullets", begin: () => "• ", key: "8", shift: true },
  { name: "Ordered list", icon: "numbers", begin: (rank) => `${rank + 1}. `, key: "7", shift: true },
  { name: "Quote", icon: "quote", begin: () => "> ", key: "9", shift: true },
];
const BLOCK = { name: "Code block", icon: "codeblock" };

/** The row of buttons for that text box. */
export function formattingBar(box) {
  const button = ({ name, icon: sign }, act) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: t(name),
        "aria-label": t(name),
        tabindex: name === STYLES[0].name ? "0" : "-1",
        onclick: act,
      },
      icon(sign),
    );
  return h(
    "div",
    { class: "formatting", role: "toolbar", "aria-label": t("Formatting"), onkeydown: walk },
    STYLES.map((style) => button(style, () => wrap(box, style.mark))),
    h("span", { class: "formatting-gap" }),
    LINES.map((line) => button(line, () => prefix(box, line.begin))),
    button(BLOCK, () => wrap(box, "```", "\n")),
  );
}

/** Whether the key was for the formatting, which is then done. */
export function formatted(event, box) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const typed = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
  const pressed = ({ key, shift }) => key === typed && Boolean(shift) === event.shiftKey;
  const style = STYLES.find(pressed);
  const line = LINES.find(pressed);
  if (!style && !line) return false;
  event.preventDefault();
  if (style) wrap(box, style.mark);
  else prefix(box, line.begin);
  return true;
}

/** Write at the caret, as if it had been typed. */
export function insert(box, text) {
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  typed(box);
}

function wrap(box, mark, gap = "") {
  const { selectionStart: start, selectionEnd: end } = box;
  const inside = box.value.slice(start, end);
  box.setRangeText(`${mark}${gap}${inside}${gap}${mark}`, start, end, "end");
  const caret = start + mark.length + gap.length;
  box.setSelectionRange(caret, caret + inside.length);
  typed(box);
}

function prefix(box, begin) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const lines = box.value.slice(start, box.selectionEnd).split("\n");
  box.setRangeText(lines.map((line, rank) => begin(rank) + line).join("\n"), start, box.selectionEnd, "end");
  typed(box);
}

function typed(box) {
  box.dispatchEvent(new Event("input"));
  box.focus();
}

/** One stop for the Tab key, arrows between the buttons, as toolbars have it. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
