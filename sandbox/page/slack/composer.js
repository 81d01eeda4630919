/** Where messages and commands are typed. */

import { act } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { pickEmoji } from "../kit/emojipicker.js";
import { filePicker } from "../kit/files.js";
import { formatted, formattingBar, insert } from "../kit/formatting.js";
import { icon } from "../kit/icons.js";
import { completion } from "./completion.js";
import { shortcutsButton } from "./shortcuts.js";

const drafts = new Map();
let withFormatting = matchMedia("(min-width: 48rem)").matches;

/** The composer of a channel, or of a thread in it (where commands do not work, as in Slack). `editLast` edits one's last message. */
export function composer({ channel, thread = null, placeholder, editLast = () => false }) {
  const key = `${channel} ${thread ?? ""}`;
  const box = h("textarea", {
    class: "composer-text",
    rows: 1,
    "aria-label": thread ? t("Reply") : t("Message"),
    placeholder,
    value: drafts.get(key) ?? "",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    oninput() {
      drafts.set(key, box.value);
      grow();
      send.classList.toggle("ready", box.value.trim() !== "" || picker.files().length > 0);
      offer.follow();
    },
    onkeydown(event) {
      if (offer.steer(event) || formatted(event, box)) return undefined;
      if (event.key === "ArrowUp" && !box.value && editLast()) return event.preventDefault();
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
      event.preventDefault();
      return submit();
    },
    onblur: () => setTimeout(() => offer.close(), 150),
  });
  const offer = completion(box, { commands: !thread });
  const picker = filePicker({
    attributes: { "aria-hidden": true, tabindex: "-1" },
    changed: () => box.dispatchEvent(new Event("input")),
  });
  const send = h("button", { type: "submit", class: "send", "aria-label": t("Send"), title: t("Send") }, icon("send"));
  const formatting = formattingBar(box);
  formatting.classList.toggle("folded", !withFormatting);
  const tool = (name, sign, act, more = {}) =>
    h(
      "button",
      { type: "button", class: "icon-button", title: t(name), "aria-label": t(name), onclick: act, ...more },
      sign,
    );
  const smile = tool("Emoji", icon("smile"), () => pickEmoji(smile, (name) => insert(box, `:${name}: `), { align: "start" }));
  const letters = tool(
    "Show or hide formatting",
    h("span", { class: "letters", "aria-hidden": true }, "Aa"),
    () => {
      withFormatting = formatting.classList.contains("folded");
      formatting.classList.toggle("folded", !withFormatting);
      letters.setAttribute("aria-expanded", String(withFormatting));
    },
    { "aria-expanded": withFormatting, class: "icon-button letters-button" },
  );
  const form = h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
      ondragover: (event) => event.preventDefault(),
      ondrop(event) {
        event.preventDefault();
        picker.take([...event.dataTransfer.files]);
      },
    },
    offer.list,
    formatting,
    box,
    picker.list,
    h(
      "div",
      { class: "composer-tools" },
      tool("Attach a file", icon("clip"), () => picker.input.click()),
      picker.input,
      letters,
      smile,
      tool("Mention someone", icon("at"), () => insert(box, "@")),
      !thread && shortcutsButton(),
      h("span", { class: "composer-help" }, t("Enter to send, Shift + Enter for a new line")),
      send,
    ),
  );
  return form;

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
  }

  async function submit() {
    const text = box.value.trim();
    const files = picker.files();
    if (!text && !files.length) return;
    const isCommand = /^\/\S/.test(text) && !files.length;
    const details = isCommand
      ? { channel, text, ...(thread && { thread_ts: thread }) }
      : {
          channel,
          text,
          ...(thread && { thread_ts: thread }),
          ...(files.length && { files: files.map(({ name, content_base64 }) => ({ name, content_base64 })) }),
        };
    box.value = "";
    picker.clear();
    drafts.delete(key);
    grow();
    send.classList.remove("ready");
    offer.close();
    const answer = await act(isCommand ? "command" : "message", details);
    if (answer.ok || box.value) return;
    const refused = ["unreachable", "invalid_command", "command_in_thread", "messages_tab_read_only"];
    if (refused.includes(answer.error)) box.value = text;
  }
}
