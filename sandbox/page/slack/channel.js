/** A channel or a direct message: its heading, its messages, the composer. */

import { act, channelName, channelOf, isApp, onWhile, person } from "../core/store.js";
import { go } from "../core/route.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { feed } from "./feed.js";
import { membersButton } from "./members.js";

/** The place of that channel. The conversation with the app is shown with its tabs. */
export function channelPlace(id) {
  const channel = channelOf(id);
  if (!channel) return h("p", { class: "empty" }, t("This conversation is not yours to see."));
  if (isApp(channel.with)) {
    go(["app", "messages"], { keep: true });
    return null;
  }
  const name = channelName(channel);
  return [
    h(
      "div",
      { class: "place-head" },
      backLink(),
      channel.is_im ? avatar(channel.with, "small") : icon(channel.is_private ? "lock" : "hash"),
      h("h2", null, name),
      channel.is_im && h("span", { class: "place-note" }, person(channel.with)?.title),
      !channel.is_im && membersButton(channel),
    ),
    conversation(channel, channel.is_im ? t("Message {name}", { name }) : t("Message #{name}", { name })),
  ];
}

/** The messages and composer of a channel. */
export function conversation(channel, placeholder) {
  const name = channelName(channel);
  const { node, editLast } = feed(channel.id, {
    onread: () => markRead(node, channel.id),
    unread: channel.unread ?? 0,
    lead: h(
      "div",
      { class: "beginning" },
      channel.is_im ? avatar(channel.with) : h("span", { class: "beginning-sign" }, icon(channel.is_private ? "lock" : "hash")),
      h("p", { class: "beginning-name" }, name),
      h(
        "p",
        null,
        channel.is_im
          ? t("This is the beginning of your conversation with {name}.", { name })
          : t("This is the beginning of #{name}.", { name }),
      ),
    ),
  });
  onWhile(node, "state", () => markRead(node, channel.id));
  return h("div", { class: "conversation" }, node, composer({ channel: channel.id, placeholder, editLast }));
}

/** Tell the server that what is on screen has been read, once for each newest message. */
function markRead(node, id) {
  const channel = channelOf(id);
  if (document.hidden || !channel?.unread || node.dataset.read === channel.last_ts) return;
  node.dataset.read = channel.last_ts;
  act("read", { channel: id });
}

/** On a phone, the way back to the list. */
export function backLink(href = "#/") {
  return h("a", { class: "icon-button back-link", href, "aria-label": t("Back to the list") }, icon("back"));
}
