/** Small dialogs of the page itself: confirmations, forms of the mail view. */

import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "../core/words.js";

/** A modal dialog around `body`; `foot` holds its buttons. Removed when closed, which calls `onclose`. */
export function openDialog({ title, body, foot, wide = false, onclose = () => {}, role = "dialog" }) {
  const heading = uid("title");
  const dialog = h(
    "dialog",
    { class: wide ? "sheet wide" : "sheet", role, "aria-labelledby": heading },
    h(
      "div",
      { class: "sheet-head" },
      h("h2", { id: heading, class: "sheet-title" }, title),
      h(
        "button",
        { class: "icon-button", type: "button", "aria-label": t("Close"), onclick: () => dialog.close() },
        icon("close"),
      ),
    ),
    h("div", { class: "sheet-body" }, body),
    foot && h("div", { class: "sheet-foot" }, foot),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    onclose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Ask before going on, in the words of a Block Kit `confirm` object; true when confirmed. */
export function confirmed({ title, text, confirm, deny, style }, renderText) {
  return new Promise((resolve) => {
    let answer = false;
    const settle = (choice) => () => {
      answer = choice;
      dialog.close();
    };
    const yes = h(
      "button",
      { type: "button", class: `button ${style === "danger" ? "danger" : "primary"}`, onclick: settle(true) },
      confirm.text,
    );
    const dialog = openDialog({
      title: title.text,
      body: h("p", { class: "confirm-text" }, renderText(text)),
      foot: [h("button", { type: "button", class: "button", onclick: settle(false) }, deny.text), yes],
      onclose: () => resolve(answer),
      role: "alertdialog",
    });
    dialog.classList.add("small");
    yes.focus();
  });
}
