/** The list of channels, direct messages and the app. */

import { channelName, channelOf, isApp, on, store } from "../core/store.js";
import { place } from "../core/route.js";
import { t, tn } from "../core/words.js";
import { fillWhenChanged, h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
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
  const { channels, team, app } = store.state;
  fillWhenChanged(body, JSON.stringify([channels, team, app, place(), document.documentElement.lang]), content);
}

function content() {
  const { channels, team } = store.state;
  const rooms = channels.filter((channel) => !channel.is_im);
  const people = channels.filter((channel) => channel.is_im && !isApp(channel.with));
  return [
    h("div", { class: "side-head" }, h("h1", { class: "team-name" }, team.name), shortcutsButton()),
    group(
      t("Channels"),
      rooms.map((channel) => channelLink(channel, icon(channel.is_private ? "lock" : "hash"))),
    ),
    people.length > 0 &&
      group(
        t("Direct messages"),
        people.map((channel) => channelLink(channel, avatar(channel.with, "tiny"))),
      ),
    group(t("Apps"), [appLink()]),
  ];
}

function group(title, links) {
  return h(
    "section",
    { class: "side-group" },
    h("h2", null, title),
    h(
      "ul",
      null,
      links.map((link) => h("li", null, link)),
    ),
  );
}

function channelLink(channel, lead) {
  return link(
    `#/channel/${channel.id}`,
    lead,
    channelName(channel),
    channel.unread ?? 0,
    place()[0] === "channel" && place()[1] === channel.id,
  );
}

function appLink() {
  const { app, channels } = store.state;
  const talk = channels.find((channel) => channel.is_im && isApp(channel.with));
  const [kind, id] = place();
  const here = kind === "app" || (kind === "channel" && isApp(channelOf(id)?.with));
  return link(
    talk?.unread ? "#/app/messages" : "#/app/home",
    avatar(app.bot_user, "tiny"),
    app.name,
    talk?.unread ?? 0,
    here,
  );
}

function link(href, lead, name, unread, here) {
  return h(
    "a",
    { class: unread ? "side-link unread" : "side-link", href, "aria-current": here ? "page" : null },
    lead,
    h("span", { class: "side-name" }, name),
    unread > 0 && h("span", { class: "badge", "aria-label": tn("{n} unread message", "{n} unread messages", unread) }, String(unread)),
  );
}

for (const topic of ["state", "route"]) on(topic, draw);
