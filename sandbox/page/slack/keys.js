/** The keys that work everywhere, as in Slack, and the list of them. */

import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { openSwitcher } from "./switcher.js";

const PARTS = [".rail a", ".side a[aria-current], .side a", ".main .feed, .main .home, .mail-rows", ".main .composer-text", ".panel:not([hidden]) h2, .panel:not([hidden]) textarea"];

const KEYS = [
  ["Ctrl + K", "Jump to a channel, a person or a mailbox"],
  ["F6", "Next part of the page"],
  ["↑ ↓", "From message to message"],
  ["T", "Reply in the thread of that message"],
  ["R", "Add a reaction to that message"],
  ["E", "Edit that message, if it is yours"],
  ["↑", "In an empty message: edit your last one"],
  ["/", "In an empty message: the app's commands"],
  ["Ctrl + B, I", "Bold, italic"],
  ["Ctrl + Enter", "Submit the window"],
  ["Esc", "Close what is open"],
  ["Ctrl + /", "This list"],
];

/** Listen from now on. */
export function followKeys() {
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === "k") openSwitcher();
    else if (command && event.key === "/") showKeys();
    else if (event.key === "F6" && !document.querySelector("dialog[open]")) nextPart(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
}

/** The list of the keys. */
export function showKeys() {
  if (document.querySelector("dialog[open]")) return;
  openDialog({
    title: t("Keyboard shortcuts"),
    body: h(
      "dl",
      { class: "keys" },
      KEYS.map(([keys, what]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, t(what)))),
    ),
  });
}

function nextPart(step) {
  const stops = PARTS.map((part) => [...document.querySelectorAll(part)].find((node) => node.checkVisibility())).filter(
    Boolean,
  );
  const regions = stops.map((stop) => stop.closest(".composer, .feed, .rail, .side, .panel, .home, .mail-rows"));
  const here = regions.findIndex((region) => region?.contains(document.activeElement));
  stops[(here + step + stops.length) % stops.length]?.focus();
}
