/** The thread in the panel beside the conversation. */

import { channelName, channelOf, on } from "../core/store.js";
import { t } from "../core/words.js";
import { fill, h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { composer } from "./composer.js";
import { feed } from "./feed.js";

let panel = null;
let shown = null;
let opener = null;

/** Draw threads in that panel from now on. */
export function threadPanel(host) {
  panel = host;
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  on("route", closeThread);
  on("user", closeThread);
}

/** Show the thread of that message. */
export function openThread(channel, ts) {
  opener = document.activeElement;
  shown = { channel, ts };
  const where = channelOf(channel);
  panel.hidden = false;
  panel.setAttribute("aria-label", t("Thread"));
  const { node, editLast } = feed(channel, { thread: ts });
  const reply = composer({ channel, thread: ts, placeholder: t("Reply…"), editLast });
  fill(
    panel,
    h(
      "div",
      { class: "panel-head" },
      h("h2", null, t("Thread")),
      where && h("span", { class: "place-note" }, `${where.is_im ? "" : "#"}${channelName(where)}`),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": t("Close the thread"), onclick: closeThread },
        icon("close"),
      ),
    ),
    node,
    reply,
  );
  reply.querySelector("textarea").focus();
}

function closeThread() {
  if (!shown) return;
  shown = null;
  panel.hidden = true;
  fill(panel);
  if (opener?.isConnected) opener.focus();
}
