/** A list of messages that follows a conversation or a thread: fetches, keeps its scroll, draws the day lines. */

import { slack, Unreachable } from "../core/api.js";
import { onWhile, store } from "../core/store.js";
import { civil, dayHeading, fromTs } from "../core/time.js";
import { t, tn } from "../core/words.js";
import { coalesced, fillKeyed, h } from "../kit/dom.js";
import { messageNode } from "./message.js";
import { editMessage } from "./messagetools.js";

const TOGETHER = 5 * 60_000;
const NEAR = 80;

/**
 * `{node, editLast}` for a channel, or one of its threads; `unread` messages at the end get a line above them.
 * `editLast()` opens the person's last message for editing, and answers false when there is none.
 */
export function feed(channel, { thread = null, unread = 0, lead = null, onread = () => {} } = {}) {
  const list = h("div", { class: "messages", role: "list" });
  const node = h(
    "div",
    {
      class: "feed",
      tabindex: "0",
      role: "region",
      "aria-label": thread ? t("Thread") : t("Messages"),
      onkeydown: (event) => walk(event, node),
    },
    lead,
    list,
  );
  const user = store.user;
  let newFrom = null;
  let last = [];

  const refresh = coalesced(async () => {
    let messages;
    try {
      ({ messages } = await slack.messages(user, channel, thread));
    } catch (problem) {
      if (problem instanceof Unreachable) return;
      throw problem;
    }
    if (user !== store.user) return;
    const others = messages.filter((message) => message.user !== user);
    if (newFrom === null) newFrom = unread ? (others.at(-unread)?.ts ?? "none") : "none";
    last = messages;
    const focused = list.contains(document.activeElement) && document.activeElement.closest("[data-key]").dataset.key;
    fillKeyed(list, rows(messages, channel, thread, newFrom));
    if (focused && !list.contains(document.activeElement))
      list.querySelector(`[data-key="${CSS.escape(focused)}"] > .message`)?.focus({ preventScroll: true });
    onread();
  });

  // A picture that comes late must not push the newest message out of sight.
  let atEnd = true;
  node.addEventListener("scroll", () => {
    atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR;
  });
  new ResizeObserver(() => {
    if (atEnd) node.scrollTop = node.scrollHeight;
  }).observe(list);

  onWhile(node, "messages", (news) => (!news.channel || news.channel === channel) && refresh());
  onWhile(node, "time", refresh);
  refresh();
  return { node, editLast };

  function editLast() {
    const mine = last.findLast((message) => message.user === user && !message.ephemeral);
    if (mine) editMessage(mine, channel);
    return Boolean(mine);
  }
}

/** Arrows go from message to message, as in Slack. */
function walk(event, node) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const here = document.activeElement;
  if (!step || (here !== node && !here.matches(".message"))) return;
  const all = [...node.querySelectorAll(".message")];
  const next = here === node ? (step < 0 ? all.at(-1) : null) : all[all.indexOf(here) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
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
    if (thread && message.ts === thread && messages.length > 1) made.push(repliesLine(messages.length - 1));
  }
  return made;
}

function repliesLine(count) {
  const words = tn("{n} reply", "{n} replies", count);
  return {
    key: "replies",
    print: words,
    build: () => h("div", { class: "replies-line", role: "listitem" }, h("span", null, words)),
  };
}
