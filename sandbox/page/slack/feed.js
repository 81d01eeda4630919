/** A list of messages that follows a conversation or a thread: fetches, keeps its scroll, draws the day lines. */

import { slack, Unreachable } from "../core/api.js";
import { onWhile, store } from "../core/store.js";
import { civil, dayHeading, fromTs } from "../core/time.js";
import { t } from "../core/words.js";
import { coalesced, fillKeyed, h } from "../kit/dom.js";
import { messageNode } from "./message.js";

const TOGETHER = 5 * 60_000;
const NEAR = 80;

/** `{node, refresh}` for a channel, or one of its threads; `unread` messages at the end get a line above them. */
export function feed(channel, { thread = null, unread = 0, lead = null, onread = () => {} } = {}) {
  const list = h("div", { class: "messages", role: "list" });
  const node = h(
    "div",
    { class: "feed", tabindex: "0", role: "region", "aria-label": thread ? t("Thread") : t("Messages") },
    lead,
    list,
  );
  const user = store.user;
  let newFrom = null;

  const refresh = coalesced(async () => {
    let messages;
    try {
      ({ messages } = await slack.messages(user, channel, thread));
    } catch (problem) {
      if (problem instanceof Unreachable) return;
      throw problem;
    }
    if (user !== store.user) return;
    const wasNear = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR;
    const before = list.childElementCount;
    const others = messages.filter((message) => message.user !== user);
    if (newFrom === null) newFrom = unread ? (others.at(-unread)?.ts ?? "none") : "none";
    fillKeyed(list, rows(messages, channel, thread, newFrom));
    if (wasNear || !before) node.scrollTop = node.scrollHeight;
    onread();
  });

  onWhile(node, "messages", (news) => (!news.channel || news.channel === channel) && refresh());
  onWhile(node, "time", refresh);
  refresh();
  return { node, refresh };
}

function rows(messages, channel, thread, newFrom) {
  const made = [];
  let before = null;
  for (const message of messages) {
    const day = civil(fromTs(message.ts));
    if (!thread && (!before || civil(fromTs(before.ts)) !== day)) {
      const heading = dayHeading(fromTs(message.ts));
      made.push({
        key: `day ${day}`,
        print: heading,
        build: () => h("div", { class: "day-line", role: "listitem" }, h("span", null, heading)),
      });
      before = null;
    }
    if (message.ts === newFrom) {
      made.push({
        key: "new",
        print: t("New"),
        build: () => h("div", { class: "new-line", role: "listitem" }, h("span", null, t("New"))),
      });
      before = null;
    }
    const follows =
      before !== null &&
      before.user === message.user &&
      before.ephemeral === message.ephemeral &&
      fromTs(message.ts) - fromTs(before.ts) < TOGETHER;
    made.push({
      key: `${message.ts}${message.ephemeral ? " ephemeral" : ""}`,
      print: JSON.stringify([message, follows, document.documentElement.lang, store.user]),
      build: () => messageNode(message, { channel, follows, inThread: Boolean(thread) }),
    });
    before = message;
  }
  return made;
}
