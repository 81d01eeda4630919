/** The lightning menu: the app's global shortcuts. */

import { act, store } from "../core/store.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";

/** A button that lists the global shortcuts; nothing when the app has none. */
export function shortcutsButton() {
  const shortcuts = store.state.app.shortcuts.filter((shortcut) => shortcut.type === "global");
  if (!shortcuts.length) return null;
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("Shortcuts"),
      "aria-haspopup": "menu",
      "aria-expanded": false,
      onclick: () =>
        openMenu(
          button,
          [
            { heading: store.state.app.name },
            ...shortcuts.map((shortcut) => ({
              label: shortcut.name,
              note: shortcut.description,
              lead: icon("bolt"),
              act: () => act("shortcut", { callback_id: shortcut.callback_id }),
            })),
          ],
          { label: t("Shortcuts") },
        ),
    },
    icon("bolt"),
  );
  return button;
}
