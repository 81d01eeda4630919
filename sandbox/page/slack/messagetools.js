/** What can be done with a message: the bar at its corner, its menu, its keys. */

import { act, store } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { pickEmoji } from "../kit/emojipicker.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";
import { toast } from "../kit/toast.js";
import { EMOJI } from "../text/emoji.js";
import { decode } from "../text/mrkdwn.js";
import { react } from "./reactions.js";
import { openThread } from "./thread.js";

const AT_HAND = ["white_check_mark", "eyes", "raised_hands"];

/** The bar of that message, shown while it is pointed at or has the focus. */
export function toolsOf(message, channel, inThread) {
  const tool = (label, sign, onclick, more = {}) =>
    h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, sign);
  if (message.ephemeral)
    return h("div", { class: "message-tools" }, tool(t("Dismiss"), icon("close"), () => remove(message, channel)));
  const smile = tool(t("Add a reaction"), icon("smile"), () => pickEmoji(smile, (name) => react(message, channel, name)), {
    class: "icon-button add-reaction",
  });
  const more = tool(
    t("More actions"),
    icon("more"),
    () => openMenu(more, actions(message, channel, smile), { label: t("Message actions"), align: "end" }),
    { class: "icon-button more-actions", "aria-haspopup": "menu", "aria-expanded": false },
  );
  return h(
    "div",
    { class: "message-tools" },
    AT_HAND.map((name) =>
      tool(
        t("React with {emoji}", { emoji: name.replaceAll("_", " ") }),
        h("span", { "aria-hidden": true }, EMOJI[name]),
        () => react(message, channel, name),
        { class: "icon-button at-hand", tabindex: "-1" },
      ),
    ),
    smile,
    !inThread && tool(t("Reply in thread"), icon("thread"), () => reply(message, channel)),
    more,
  );
}

/** Do what that key means on a message. */
export function actOnKey(event, message, channel, inThread) {
  if (event.ctrlKey || event.metaKey || event.altKey || message.ephemeral) return;
  const mine = message.user === store.user;
  const node = event.currentTarget;
  const deeds = {
    t: !inThread && (() => reply(message, channel)),
    r: () => pickEmoji(node.querySelector(".add-reaction"), (name) => react(message, channel, name)),
    e: mine && (() => editMessage(message, channel)),
    Enter: () => node.querySelector(".more-actions").click(),
    Delete: mine && (() => askRemoval(message, channel)),
  };
  const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

/** Change one's own message in a small window. */
export function editMessage(message, channel) {
  const words = h("textarea", {
    class: "text-input",
    rows: 4,
    "aria-label": t("Message"),
    value: asTyped(message.text),
    onkeydown(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      save();
    },
  });
  const dialog = openDialog({
    title: t("Edit the message"),
    body: words,
    foot: [
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")),
      h("button", { type: "button", class: "button primary", onclick: save }, t("Save")),
    ],
  });
  words.focus();

  async function save() {
    if (!words.value.trim()) return;
    dialog.close();
    await act("edit_message", { channel, ts: message.ts, text: words.value });
  }
}

const reply = (message, channel) => openThread(channel, message.thread_ts ?? message.ts);
const remove = (message, channel) => act("delete_message", { channel, ts: message.ts });

/** Slack's tokens as the person would type them again. */
function asTyped(text) {
  return decode(
    text
      .replace(/<@(\w+)>/g, (token, id) => `@${store.state.users.find((user) => user.id === id)?.name ?? id}`)
      .replace(/<#\w+\|([^>]*)>/g, "#$1"),
  );
}

function askRemoval(message, channel) {
  const dialog = openDialog({
    title: t("Delete the message"),
    body: h("p", null, t("Nobody will see this message any more.")),
    foot: [
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")),
      h(
        "button",
        {
          type: "button",
          class: "button danger",
          onclick() {
            dialog.close();
            remove(message, channel);
          },
        },
        t("Delete"),
      ),
    ],
    role: "alertdialog",
  });
  dialog.classList.add("small");
  dialog.querySelector(".danger").focus();
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(t("Copied."));
}

function actions(message, channel, smile) {
  const shortcuts = store.state.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const mine = message.user === store.user;
  return [
    {
      label: t("Add a reaction"),
      lead: icon("smile"),
      act: () => pickEmoji(smile, (name) => react(message, channel, name)),
    },
    { label: t("Reply in thread"), lead: icon("thread"), act: () => reply(message, channel) },
    { label: t("Copy the text"), lead: icon("clip"), act: () => copy(message.text ?? "") },
    {
      label: t("Copy the link"),
      lead: icon("link"),
      act: () => copy(`${location.origin}/archives/${channel}/p${message.ts.replace(".", "")}`),
    },
    mine && { label: t("Edit the message"), lead: icon("edit"), act: () => editMessage(message, channel) },
    mine && { label: t("Delete the message"), lead: icon("trash"), act: () => askRemoval(message, channel) },
    ...(shortcuts.length ? [{ heading: t("Message shortcuts") }] : []),
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      note: store.state.app.name,
      lead: icon("bolt"),
      act: () => act("message_shortcut", { callback_id: shortcut.callback_id, channel, ts: message.ts }),
    })),
  ].filter(Boolean);
}
