/** The page: a bar, a rail, a list, the place itself and a panel; each part draws itself when its topic is told. */

import { listen } from "./core/live.js";
import { go, place } from "./core/route.js";
import { appChannel, channelName, channelOf, on, refresh, store } from "./core/store.js";
import { readClock } from "./core/time.js";
import { locale, t } from "./core/words.js";
import { fill, fillWhenChanged, h } from "./kit/dom.js";
import { icon } from "./kit/icons.js";
import { followBoxes, unreadMail } from "./mail/boxes.js";
import { mailList, mailPlace } from "./mail/mail.js";
import { appPlace } from "./slack/app.js";
import { channelPlace } from "./slack/channel.js";
import { followKeys, showKeys } from "./slack/keys.js";
import { followModals } from "./slack/modals.js";
import { followNotices } from "./slack/notices.js";
import { sidebar } from "./slack/sidebar.js";
import { openDirect, openSwitcher } from "./slack/switcher.js";
import { threadPanel } from "./slack/thread.js";
import { clockControl } from "./tools/clock.js";
import { inspectorPanel, toggleInspector } from "./tools/inspector.js";
import { peopleButton } from "./tools/people.js";

const PLACES = { channel: channelPlace, app: appPlace, mail: mailPlace, direct: directPlace };

const bar = h("header", { class: "bar" });
const rail = h("nav", { class: "rail" });
const side = h("aside", { class: "side" });
const main = h("main", { class: "main" });
const panel = h("aside", { class: "panel", hidden: true });
const trouble = h("div", { class: "trouble", role: "alert", hidden: true });

let shownPlace = null;
let shownSide = null;

function drawFrame() {
  title();
  rail.setAttribute("aria-label", t("Views"));
  const { me, users, team } = store.state;
  const inMail = place()[0] === "mail";
  fillWhenChanged(bar, JSON.stringify([me, users, locale()]), () => [
    h("div", { class: "bar-start" }, clockControl()),
    h(
      "button",
      { type: "button", class: "jump", "aria-label": t("Jump to…"), onclick: () => openSwitcher() },
      icon("search"),
      h("span", null, t("Jump to…")),
      h("kbd", { "aria-hidden": true }, "Ctrl K"),
    ),
    h("div", { class: "bar-end" }, peopleButton()),
  ]);
  fillWhenChanged(rail, JSON.stringify([team, inMail, unread(), unreadMail(), locale()]), () => [
    h("div", { class: "team-tile", "aria-hidden": true }, initials(team.name)),
    railLink("home", t("Home"), [], !inMail, unread()),
    railLink("mail", t("Mail"), ["mail"], inMail, unreadMail()),
    h(
      "button",
      { class: "rail-item", type: "button", onclick: toggleInspector },
      icon("pulse"),
      h("span", null, t("Inspector")),
    ),
    h(
      "button",
      { class: "rail-item rail-help", type: "button", onclick: showKeys },
      icon("keys"),
      h("span", null, t("Keys")),
    ),
  ]);
}

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0])
    .join("")
    .toUpperCase();
const unread = () => store.state.channels.reduce((sum, channel) => sum + (channel.mentions ?? 0), 0);

function railLink(name, label, parts, here, count) {
  return h(
    "a",
    { class: "rail-item", href: `#/${parts.join("/")}`, "aria-current": here ? "page" : null },
    h(
      "span",
      { class: "rail-icon" },
      icon(name),
      count > 0 && h("span", { class: "rail-count" }, count > 9 ? "9+" : String(count)),
    ),
    h("span", null, label),
  );
}

/** Draw what the address names: the list beside it, then the place itself. */
function drawPlace() {
  if (!store.state) return;
  const [kind, ...rest] = place();
  const inMail = kind === "mail";
  const wide = matchMedia("(min-width: 48rem)").matches;
  if (!kind && wide) return go(firstPlace(), { keep: true });
  const deep = inMail ? rest.length > 0 : Boolean(kind);
  document.body.dataset.view = deep ? "place" : "list";
  drawFrame();
  const sideKey = inMail ? "mail" : "slack";
  if (shownSide !== sideKey) {
    shownSide = sideKey;
    fill(side, inMail ? mailList() : sidebar());
    side.setAttribute("aria-label", inMail ? t("Mailboxes") : t("Conversations"));
  }
  const key = JSON.stringify([kind, rest, store.user]);
  if (shownPlace === key) return;
  shownPlace = key;
  const draw = PLACES[kind];
  fill(main, draw ? draw(...rest) : h("p", { class: "empty" }, t("Choose a conversation.")));
  if (wide && !document.querySelector("dialog[open]")) main.querySelector(".composer-text")?.focus();
  title();
}

function title() {
  const [kind, ...rest] = place();
  const waiting = unread() ? `(${unread()})` : null;
  const named = [titleOf(kind, rest), store.state.team.name].filter(Boolean).join(" · ");
  document.title = [waiting, named].filter(Boolean).join(" ");
}

/** The conversation with that person, made if need be. */
function directPlace(user) {
  openDirect(user, { keep: true });
  return h("p", { class: "empty" }, t("Opening…"));
}

function firstPlace() {
  const first = store.state.channels.find((channel) => !channel.is_im) ?? appChannel();
  return first ? ["channel", first.id] : ["app", "home"];
}

function titleOf(kind, [id]) {
  if (kind === "mail") return t("Mail");
  if (kind === "app") return store.state.app.name;
  const channel = channelOf(id);
  return channel ? channelName(channel) : null;
}

async function start() {
  fill(document.getElementById("app"), trouble, bar, rail, side, main, panel);
  on("reachable", () => {
    trouble.hidden = store.reachable;
    fill(trouble, t("The sandbox does not answer. Trying again…"));
  });
  on("state", () => {
    drawFrame();
    drawPlace();
  });
  on("route", drawPlace);
  on("user", () => {
    shownPlace = null;
    listen();
  });
  on("boxes", () => store.state && drawFrame());
  on("clock", readClock);
  followKeys();
  followModals();
  followNotices();
  threadPanel(panel);
  inspectorPanel(panel);
  await Promise.all([refresh(), readClock()]);
  followBoxes();
  listen();
}

start();
