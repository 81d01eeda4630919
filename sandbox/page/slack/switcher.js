/** Ctrl + K: going anywhere by typing a part of its name. */

import { act, appChannel, channelName, isApp, onWhile, store } from "../core/store.js";
import { go } from "../core/route.js";
import { t } from "../core/words.js";
import { fill, h, uid } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { icon } from "../kit/icons.js";
import { boxes } from "../mail/boxes.js";
import { avatar } from "./avatar.js";

const MOST = 9;
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Open the list of everywhere; `only` "people" leaves out what is nobody. */
export function openSwitcher({ only = null } = {}) {
  if (document.querySelector("dialog[open]")) return;
  const list = h("div", { class: "switcher-list", role: "listbox", id: uid("places"), "aria-label": t("Places") });
  const field = h("input", {
    type: "text",
    class: "text-input",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": true,
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "aria-label": t("Where to?"),
    placeholder: only ? t("Name of a colleague") : t("Channel, person, app or mailbox"),
    oninput: draw,
    onkeydown: steer,
  });
  const dialog = openDialog({
    title: only ? t("New message") : t("Jump to…"),
    body: h("div", { class: "switcher" }, field, list),
  });
  let shown = [];
  let active = 0;
  draw();
  onWhile(list, "boxes", draw);
  field.focus();

  function draw() {
    const words = bare(field.value).split(/\s+/).filter(Boolean);
    const every = places().filter((place) => !only || place.kind === only);
    shown = every.filter((place) => words.every((word) => bare(`${place.name} ${place.note}`).includes(word)));
    shown = shown.slice(0, MOST);
    active = 0;
    mark();
  }

  function mark() {
    fill(
      list,
      shown.length
        ? shown.map((place, rank) =>
            h(
              "div",
              {
                class: rank === active ? "completion-item active" : "completion-item",
                role: "option",
                id: `${list.id}-${rank}`,
                "aria-selected": rank === active,
                onclick: () => take(place),
              },
              place.lead(),
              h("strong", null, place.name),
              h("span", { class: "completion-note" }, place.note),
            ),
          )
        : h("p", { class: "hint", role: "option", "aria-disabled": true, "aria-selected": false }, t("Nothing found")),
    );
    if (shown.length) field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) active = (active + step + shown.length) % shown.length;
    else if (event.key === "Enter" && shown.length) take(shown[active]);
    else return;
    event.preventDefault();
    mark();
  }

  function take(place) {
    dialog.close();
    place.open();
  }
}

/** Go to the conversation with that person. */
export async function openDirect(user, how) {
  const answer = await act("open_direct", { with: user });
  if (answer.ok) go(["channel", answer.channel], how);
}

function places() {
  const { app, channels, me, users } = store.state;
  const rooms = channels.filter((channel) => !channel.is_im);
  const people = users.filter((user) => !user.deleted && !user.is_bot && !isApp(user.id) && user.id !== me.id);
  return [
    ...rooms.map((channel) => ({
      kind: "channels",
      name: channelName(channel),
      note: channel.unread ? t("Unread") : "",
      lead: () => icon(channel.is_private ? "lock" : "hash"),
      open: () => go(["channel", channel.id]),
    })),
    ...people.map((user) => ({
      kind: "people",
      name: user.real_name,
      note: user.title,
      lead: () => avatar(user.id, "tiny"),
      open: () => openDirect(user.id),
    })),
    {
      kind: "apps",
      name: app.name,
      note: t("APP"),
      lead: () => avatar(app.bot_user, "tiny"),
      open: () => go(["app", appChannel()?.unread ? "messages" : "home"]),
    },
    ...boxes().map((box) => ({
      kind: "boxes",
      name: box.name || box.address,
      note: `${t("Mail")} · ${box.address}`,
      lead: () => icon("mail"),
      open: () => go(["mail", box.address]),
    })),
  ];
}
