/** Who is in a channel. */

import { isApp, nameOf, person, store } from "../core/store.js";
import { t, tn } from "../core/words.js";
import { h } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { avatar } from "./avatar.js";
import { openDirect } from "./switcher.js";

const FACES = 3;

/** A few faces and their number; pressed, everybody in a list. */
export function membersButton(channel) {
  const members = channel.members ?? [];
  const label = tn("{n} member", "{n} members", members.length);
  return h(
    "button",
    { type: "button", class: "members", "aria-label": label, onclick: () => showMembers(channel) },
    h(
      "span",
      { class: "faces" },
      members.slice(0, FACES).map((id) => avatar(id, "tiny")),
    ),
    h("span", { class: "place-note" }, String(members.length)),
  );
}

function showMembers(channel) {
  const dialog = openDialog({
    title: `#${channel.name}`,
    body: h(
      "ul",
      { class: "member-list" },
      channel.members.map((id) =>
        h(
          "li",
          null,
          avatar(id, "small"),
          h(
            "span",
            { class: "menu-words" },
            h("strong", null, nameOf(id), id === store.state.me.id && ` ${t("(you)")}`),
            h("span", { class: "menu-note" }, isApp(id) ? t("APP") : (person(id)?.title ?? "")),
          ),
          !isApp(id) &&
            id !== store.state.me.id &&
            h(
              "button",
              {
                type: "button",
                class: "button compact",
                "aria-label": t("Message {name}", { name: nameOf(id) }),
                onclick: () => {
                  dialog.close();
                  openDirect(id);
                },
              },
              t("Message"),
            ),
        ),
      ),
    ),
  });
  dialog.classList.add("small");
}
