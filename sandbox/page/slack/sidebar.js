/** The list of channels, direct messages and the app. */

import { channelName, channelOf, isApp, on, store } from "../core/store.js";
import { place } from "../core/route.js";
import { locale, t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { fillSide } from "../kit/sidelist.js";
import { avatar } from "./avatar.js";
import { shortcutsButton } from "./shortcuts.js";

const body = h("div", { class: "side-body" });

/** The sidebar; it follows the state and the address by itself. */
export function sidebar() {
  draw();
  return body;
}

function draw() {
  if (!store.state) return;
  const { app, channels, team } = store.state;
  const rooms = channels.filter((channel) => !channel.is_im);
  const people = channels.filter((channel) => channel.is_im && !isApp(channel.with));
  const head = {
    print: JSON.stringify([team.name, app.shortcuts, locale()]),
    build: () => h("div", { class: "side-head" }, h("h1", { class: "team-name" }, team.name), shortcutsButton()),
  };
  fillSide(body, head, [
    {
      title: t("Channels"),
      links: rooms.map((channel) => channelLink(channel, () => icon(channel.is_private ? "lock" : "hash"))),
    },
    {
      title: t("Direct messages"),
      links: people.map((channel) => channelLink(channel, () => avatar(channel.with, "tiny"))),
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
    here: place()[0] === "channel" && place()[1] === channel.id,
  };
}

function appLink() {
  const { app, channels } = store.state;
  const unread = channels.find((channel) => channel.is_im && isApp(channel.with))?.unread ?? 0;
  const [kind, id] = place();
  return {
    key: app.id,
    href: unread ? "#/app/messages" : "#/app/home",
    lead: () => avatar(app.bot_user, "tiny"),
    name: app.name,
    unread,
    here: kind === "app" || (kind === "channel" && isApp(channelOf(id)?.with)),
  };
}

for (const topic of ["state", "route"]) on(topic, draw);
