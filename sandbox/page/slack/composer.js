/** Where messages and commands are typed. */

import { act } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { filePicker } from "../kit/files.js";
import { icon } from "../kit/icons.js";
import { toast } from "../kit/toast.js";
import { completion } from "./completion.js";
import { shortcutsButton } from "./shortcuts.js";

const drafts = new Map();

/** The composer of a channel, or of a thread in it (where commands do not work, as in Slack). */
export function composer({ channel, thread = null, placeholder }) {
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
      offer.follow();
    },
    onkeydown(event) {
      if (offer.steer(event)) return;
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    },
    onblur: () => setTimeout(() => offer.close(), 150),
  });
  const offer = completion(box, { commands: !thread });
  const picker = filePicker({ attributes: { "aria-hidden": true, tabindex: "-1" } });
  const send = h("button", { type: "submit", class: "send", "aria-label": t("Send") }, icon("send"));
  const form = h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    offer.list,
    box,
    picker.list,
    h(
      "div",
      { class: "composer-tools" },
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("Attach a file"),
          onclick: () => picker.input.click(),
        },
        icon("clip"),
      ),
      picker.input,
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
    if (isCommand && thread) return toast(t("Commands do not work in threads."), "error");
    const details = isCommand
      ? { channel, text }
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
    offer.close();
    const answer = await act(isCommand ? "command" : "message", details);
    if (answer.ok || box.value) return;
    if (["unreachable", "invalid_command"].includes(answer.error)) box.value = text;
  }
}
