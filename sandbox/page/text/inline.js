/** The inline things that mrkdwn and rich text share: links, mentions, dates. */

import { channelName, channelOf, nameOf, store } from "../core/store.js";
import { exact, formatDate } from "../core/time.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link in a new tab; an address of another kind is only shown. */
export function linkNode(address, label) {
  if (!SAFE.test(address)) return label;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label.replace(/^(mailto|tel):/, ""));
}

/** A mention of a user, channel, group, or range such as `here`; a channel out of the reader's sight has no name. */
export function mentionNode(kind, id, label) {
  if (kind === "user") return h("span", { class: id === store.user ? "mention me" : "mention" }, `@${nameOf(id)}`);
  if (kind === "channel") {
    const channel = channelOf(id);
    if (!channel && !label) return h("span", { class: "mention" }, t("private channel"));
    const name = channel ? channelName(channel) : label;
    return h("a", { class: "mention", href: `#/channel/${encodeURIComponent(id)}` }, `#${name}`);
  }
  if (kind === "group") return h("span", { class: "mention" }, label || `@${id}`);
  return h("span", { class: "mention me" }, `@${id}`);
}

/** A date in the reader's zone and language, from seconds and Slack's pattern; outside the calendar, its fallback. */
export function dateNode(seconds, pattern, { link, fallback } = {}) {
  const moment = seconds * 1000;
  if (Number.isNaN(new Date(moment).getTime()) || !pattern) return fallback ?? "";
  const node = h(
    "time",
    { datetime: new Date(moment).toISOString(), title: exact(moment) },
    formatDate(moment, pattern),
  );
  return link
    ? h("a", { href: SAFE.test(link) ? link : null, target: "_blank", rel: "noopener noreferrer" }, node)
    : node;
}
