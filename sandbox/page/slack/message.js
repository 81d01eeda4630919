/** One message: who, when, what, its blocks and what can be done with it. */

import { showBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { isApp, nameOf, store } from "../core/store.js";
import { exact, fromTs, hour, since } from "../core/time.js";
import { t, tn } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { drawCircles } from "../text/emoji.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./avatar.js";
import { messageFiles } from "./messagefiles.js";
import { actOnKey, toolsOf } from "./messagetools.js";
import { reactionsOf } from "./reactions.js";
import { openThread } from "./thread.js";

const surfaces = new Map();

/** The message as a list item; `follows` when the one before is by the same person, shortly before. */
export function messageNode(message, { channel, follows, inThread }) {
  const sender = message.user ?? store.state.app.bot_user;
  const node = h(
    "article",
    {
      class: ["message", follows && "follows", message.ephemeral && "ephemeral"].filter(Boolean).join(" "),
      tabindex: "-1",
      onkeydown: (event) => event.target === node && actOnKey(event, message, channel, inThread),
    },
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
      !inThread && message.reply_count > 0 && repliesButton(message, channel),
    ),
    toolsOf(message, channel, inThread),
  );
  return h("div", { role: "listitem", class: "message-row" }, node);
}

function repliesButton(message, channel) {
  const faces = (message.reply_users ?? []).slice(0, 4);
  return h(
    "button",
    { type: "button", class: "replies", onclick: () => openThread(channel, message.ts) },
    h(
      "span",
      { class: "faces" },
      faces.map((id) => avatar(id ?? store.state.app.bot_user, "tiny")),
    ),
    tn("{n} reply", "{n} replies", message.reply_count),
    message.latest_reply && h("span", { class: "replies-since" }, since(fromTs(message.latest_reply))),
  );
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
  if (message.edited) body.append(h("span", { class: "edited" }, t("(edited)")));
  if (message.files?.length) body.append(messageFiles(message.files));
  if (message.reactions?.length) body.append(reactionsOf(message, channel));
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
