/** One message: who, when, what, its blocks and what can be done with it. */

import { showBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { act, isApp, nameOf, store } from "../core/store.js";
import { exact, fromTs, hour } from "../core/time.js";
import { size, t, tn } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";
import { drawCircles, emojiNode } from "../text/emoji.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./avatar.js";
import { openThread } from "./thread.js";

const surfaces = new Map();

/** The message as a list item; `follows` when the one before is by the same person, shortly before. */
export function messageNode(message, { channel, follows, inThread }) {
  const sender = message.user ?? store.state.app.bot_user;
  const node = h(
    "article",
    { class: ["message", follows && "follows", message.ephemeral && "ephemeral"].filter(Boolean).join(" ") },
    message.ephemeral && h("p", { class: "only-you" }, icon("eye"), t("Only visible to you")),
    h("div", { class: "gutter" }, follows ? moment(message, "small-time") : avatar(sender)),
    h(
      "div",
      { class: "message-main" },
      h(
        "header",
        { class: follows ? "message-head sr-only" : "message-head" },
        h("span", { class: "sender" }, nameOf(sender)),
        isApp(sender) && h("span", { class: "app-mark" }, t("APP")),
        moment(message, "time"),
      ),
      content(message, channel),
      !inThread &&
        message.reply_count > 0 &&
        h(
          "button",
          { type: "button", class: "replies", onclick: () => openThread(channel, message.ts) },
          icon("thread"),
          tn("{n} reply", "{n} replies", message.reply_count),
        ),
    ),
    !message.ephemeral && tools(message, channel, inThread),
  );
  return h("div", { role: "listitem", class: "message-row" }, node);
}

function moment(message, kind) {
  const at = fromTs(message.ts);
  return h("time", { class: kind, datetime: new Date(at).toISOString(), title: exact(at) }, hour(at));
}

function content(message, channel) {
  const body = h("div", { class: "message-body" });
  if (message.blocks?.length) {
    const blocks = h("div", { class: "blocks" });
    const surface = surfaceOf(message, channel);
    surface.form.adopt(message.blocks, message.state);
    showBlocks(blocks, message.blocks, surface);
    body.append(blocks);
  } else if (message.text) {
    body.append(drawCircles(h("div", { class: "message-text" }, mrkdwn(message.text))));
  }
  body.append(...(message.attachments ?? []).map(attachmentNode));
  if (message.reactions?.length)
    body.append(
      h(
        "ul",
        { class: "reactions" },
        message.reactions.map((reaction) =>
          h(
            "li",
            null,
            emojiNode(reaction.name) ?? `:${reaction.name}:`,
            ` ${reaction.count ?? reaction.users?.length ?? 1}`,
          ),
        ),
      ),
    );
  if (message.edited) body.append(h("span", { class: "edited" }, t("(edited)")));
  if (message.files?.length) body.append(h("ul", { class: "file-list" }, message.files.map(fileNode)));
  return body;
}

/** An attachment of the older kind: its texts, and its fields. */
function attachmentNode(attachment) {
  const texts = [
    attachment.pretext,
    attachment.title && `*${attachment.title}*`,
    attachment.text ?? attachment.fallback,
  ].filter(Boolean);
  const node = h(
    "div",
    { class: "attachment" },
    texts.map((text) => h("div", null, mrkdwn(text))),
    attachment.fields?.map((field) => h("div", null, h("strong", null, field.title), " ", mrkdwn(field.value ?? ""))),
  );
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? "")) node.style.borderColor = `#${attachment.color.replace("#", "")}`;
  return drawCircles(node);
}

function surfaceOf(message, channel) {
  const key = `${channel} ${message.ts}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface({ type: "message", channel, ts: message.ts }));
  return surfaces.get(key);
}

function fileNode(file) {
  const name = file.title || file.name;
  const address = file.page_url ?? file.permalink ?? file.url_private;
  return h(
    "li",
    { class: "file" },
    icon("file"),
    address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name) : h("span", null, name),
    Number.isFinite(file.size) && h("span", { class: "hint" }, size(file.size)),
  );
}

function tools(message, channel, inThread) {
  const more = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-haspopup": "menu",
      "aria-expanded": false,
      "aria-label": t("More actions"),
      onclick: () => openMenu(more, actions(message, channel), { label: t("Message actions"), align: "end" }),
    },
    icon("more"),
  );
  return h(
    "div",
    { class: "message-tools" },
    !inThread &&
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("Reply in thread"),
          onclick: () => openThread(channel, message.thread_ts ?? message.ts),
        },
        icon("thread"),
      ),
    more,
  );
}

function actions(message, channel) {
  const shortcuts = store.state.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  return [
    {
      label: t("Reply in thread"),
      lead: icon("thread"),
      act: () => openThread(channel, message.thread_ts ?? message.ts),
    },
    { label: t("Copy the text"), lead: icon("link"), act: () => navigator.clipboard.writeText(message.text ?? "") },
    ...(shortcuts.length ? [{ heading: t("Message shortcuts") }] : []),
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      note: store.state.app.name,
      lead: icon("bolt"),
      act: () => act("message_shortcut", { callback_id: shortcut.callback_id, channel, ts: message.ts }),
    })),
  ];
}
