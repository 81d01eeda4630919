/** The list of channels, direct messages and the app. */

import { channelName, channelOf, isApp, on, store } from "../core/store.js";
import { place } from "../core/route.js";
import { locale, t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { fillSide } from "../kit/sidelist.js";
import { avatar } from "./avatar.js";
import { openSwitcher } from "./switcher.js";

const body = h("div", { class: "side-body" });

/** The sidebar; it follows the state and the address by itself. */
export function sidebar() {
  draw();
  return body;
}

function draw() {
  if (!store.state) return;
  const { app, channels, me, team, users } = store.state;
  const rooms = channels.filter((channel) => !channel.is_im);
  const colleagues = users.filter((user) => !user.deleted && !user.is_bot && !isApp(user.id) && user.id !== me.id);
  const head = {
    print: JSON.stringify([team.name, locale()]),
    build: () =>
      h(
        "div",
        { class: "side-head" },
        h("h1", { class: "team-name" }, team.name),
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("New message"),
            title: t("New message"),
            onclick: () => openSwitcher({ only: "people" }),
          },
          icon("edit"),
        ),
      ),
  };
  fillSide(body, head, [
    {
      title: t("Channels"),
      links: rooms.map((channel) => channelLink(channel, () => icon(channel.is_private ? "lock" : "hash"))),
    },
    {
      title: t("Direct messages"),
      links: colleagues.map((user) => personLink(user, channels)),
    },
    { title: t("Apps"), links: [appLink()] },
  ]);
}

function channelLink(channel, lead) {
  return {
    key: channel.id,
    href: `#/channel/${channel.id}`,
    lead,
    name: channelName(channel),
    unread: channel.unread ?? 0,
    mentions: channel.mentions ?? 0,
    here: place()[0] === "channel" && place()[1] === channel.id,
  };
}

/** A colleague: the conversation when there is one, the way to begin it otherwise. */
function personLink(user, channels) {
  const known = channels.find((channel) => channel.is_im && channel.with === user.id);
  const lead = () => avatar(user.id, "tiny");
  if (known) return { ...channelLink(known, lead), key: user.id };
  return { key: user.id, href: `#/direct/${user.id}`, lead, name: user.real_name, unread: 0, here: false };
}

function appLink() {
  const { app, channels } = store.state;
  const unread = channels.find((channel) => isApp(channel.with))?.unread ?? 0;
  const [kind, id] = place();
  return {
    key: app.id,
    href: unread ? "#/app/messages" : "#/app/home",
    lead: () => avatar(app.bot_user, "tiny"),
    name: app.name,
    unread,
    mentions: unread,
    here: kind === "app" || (kind === "channel" && isApp(channelOf(id)?.with)),
  };
}

for (const topic of ["state", "route"]) on(topic, draw);
