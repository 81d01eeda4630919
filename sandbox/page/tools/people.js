/** Who the page acts as, and the list to become someone else. */

import { act, actAs, store } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";
import { avatar } from "../slack/avatar.js";

const LANGUAGES = [
  ["fr-FR", "Français"],
  ["en-US", "English"],
];

/** The button that says whom the page acts as. */
export function peopleButton() {
  const { me, users } = store.state;
  const others = users.filter((user) => !user.is_bot && !user.deleted && user.id !== store.state.app.bot_user);
  const button = h(
    "button",
    {
      type: "button",
      class: "people",
      "aria-haspopup": "menu",
      "aria-expanded": false,
      onclick: () =>
        openMenu(
          button,
          [
            { heading: t("Act as") },
            ...others.map((user) => ({
              label: user.real_name,
              note: roleOf(user),
              lead: avatar(user.id, "small"),
              checked: user.id === me.id,
              act: () => actAs(user.id),
            })),
            { heading: t("Their language") },
            ...LANGUAGES.map(([locale, label]) => ({
              label,
              checked: me.locale === locale,
              act: () => act("set_profile", { locale }),
            })),
          ],
          { label: t("Act as"), align: "end" },
        ),
    },
    avatar(me.id, "small"),
    h(
      "span",
      { class: "people-words" },
      h("span", { class: "people-as sr-only" }, `${t("Acting as")} `),
      h("strong", { class: "wide" }, me.real_name),
      h("strong", { class: "narrow" }, me.real_name.split(" ")[0]),
      roleOf(me) && h("span", { class: "people-role" }, roleOf(me)),
    ),
    icon("down"),
  );
  return button;
}

function roleOf(user) {
  if (user.title) return user.title;
  if (user.is_admin) return t("administrator");
  if (user.is_restricted) return t("guest");
  return "";
}
