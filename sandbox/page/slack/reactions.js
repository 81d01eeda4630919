/** The emoji under a message: who put them, and one's own, put and taken back. */

import { act, nameOf, store } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { pickEmoji } from "../kit/emojipicker.js";
import { icon } from "../kit/icons.js";
import { EMOJI } from "../text/emoji.js";

/** Put that emoji, or take it back. */
export const react = (message, channel, name) => act("react", { channel, ts: message.ts, name });

/** The row under the message. */
export function reactionsOf(message, channel) {
  const more = h(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-label": t("Add a reaction"),
      title: t("Add a reaction"),
      onclick: () => pickEmoji(more, (name) => react(message, channel, name)),
    },
    icon("smile"),
  );
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": t("Reactions") },
    message.reactions.map((reaction) => reactionButton(reaction, message, channel)),
    more,
  );
}

function reactionButton({ name, users = [], count }, message, channel) {
  const who = users.map(nameOf).join(", ");
  const label = `${name.replaceAll("_", " ")}, ${count ?? users.length}\u00a0: ${who}`;
  return h(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-label": label,
      title: who,
      "aria-pressed": users.includes(store.user),
      onclick: () => react(message, channel, name),
    },
    h("span", { "aria-hidden": true }, EMOJI[name.replace(/::skin-tone-\d$/, "")] ?? `:${name}:`),
    h("span", { class: "reaction-count" }, String(count ?? users.length)),
  );
}
