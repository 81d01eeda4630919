/** Short sentences that appear at the bottom of the window and go by themselves. */

import { h } from "./dom.js";
import { bringToTop } from "./layers.js";
import { icon } from "./icons.js";
import { t } from "../core/words.js";

const LASTING = 8000;

const list = h("div", { id: "toasts", role: "status", popover: "manual" });

/** Say it; `kind` is "info" or "error". News replaces older news; an error stays until it has been read. */
export function toast(text, kind = "info") {
  const close = () => {
    node.remove();
    if (!list.childElementCount && list.matches(":popover-open")) list.hidePopover();
  };
  const node = h(
    "div",
    { class: `toast ${kind}` },
    icon(kind === "error" ? "alert" : "info"),
    h("span", null, text),
    h("button", { class: "icon-button", type: "button", "aria-label": t("Close"), onclick: close }, icon("close")),
  );
  if (kind === "info") list.querySelectorAll(".toast.info").forEach((older) => older.remove());
  list.append(node);
  bringToTop(list);
  setTimeout(close, LASTING);
}
