/** The reading pane: headings, the text, the HTML in a frame of its own, the source, attachments, what can be answered. */

import { Unreachable, mail } from "../core/api.js";
import { exact } from "../core/time.js";
import { size, t } from "../core/words.js";
import { fill, h, uid } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";
import { backLink } from "../slack/channel.js";
import { answerAlone, answerAway, compose } from "./writing.js";

const BOUNCES = [
  ["Unknown address", "550 5.1.1 User unknown"],
  ["Mailbox full", "552 5.2.2 Mailbox full"],
  ["Refused as spam", "554 5.7.1 Message rejected as spam by policy"],
  ["Server away, still trying", "421 4.4.1 Connection timed out"],
];
const ADDRESS = /https?:\/\/[^\s<>"»]+[^\s<>"».,;:!?)’']/g;

/** The pane of that mail; `boxes()` are the mailboxes, for answering; `back` leads to the list. */
export function readingPane({ address, id, back, boxes }) {
  const pane = h("div", { class: "reading-pane" }, h("p", { class: "empty" }, t("Opening…")));
  open(pane, { address, id, back, boxes });
  return pane;
}

async function open(pane, { address, id, back, boxes }) {
  try {
    const message = await mail.message(id);
    fill(pane, head(message, { address, back, boxes }), bodies(message));
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    fill(
      pane,
      h("div", { class: "place-head" }, backLink(back)),
      h("p", { class: "empty" }, t("This mail did not open.")),
    );
  }
}

function head(message, { address, back, boxes }) {
  const answer = (extra) => compose({ from: address, boxes: boxes(), ...extra });
  const more = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("More actions"),
      "aria-haspopup": "menu",
      "aria-expanded": false,
      onclick: () =>
        openMenu(
          more,
          [
            { label: t("Answer with an out-of-office"), act: () => answerAway({ from: address, message }) },
            { heading: t("Bounce it") },
            ...BOUNCES.map(([label, reply]) => ({
              label: t(label),
              note: reply,
              act: () => answerAlone({ from: address, message, automatic: "bounce", bounce_reply: reply }),
            })),
          ],
          { label: t("More actions"), align: "end" },
        ),
    },
    icon("more"),
  );
  const when = Date.parse(message.date);
  return h(
    "header",
    { class: "mail-head" },
    h("div", { class: "mail-title" }, backLink(back), h("h3", null, message.subject || t("(no subject)"))),
    h(
      "dl",
      { class: "mail-facts" },
      fact(t("From"), message.from),
      fact(t("To"), message.to),
      message.cc && fact(t("Cc"), message.cc),
      fact(t("Date"), Number.isNaN(when) ? message.date : exact(when)),
    ),
    h(
      "div",
      { class: "mail-actions" },
      h(
        "button",
        { type: "button", class: "button compact", onclick: () => answer({ message, kind: "reply" }) },
        icon("reply"),
        t("Reply"),
      ),
      h(
        "button",
        { type: "button", class: "button compact", onclick: () => answer({ message, kind: "forward" }) },
        icon("forward"),
        t("Forward"),
      ),
      more,
    ),
    message.attachments?.length > 0 &&
      h(
        "ul",
        { class: "file-list" },
        message.attachments.map((file) =>
          h(
            "li",
            { class: "file" },
            icon("file"),
            h("a", { href: file.url, target: "_blank", rel: "noopener noreferrer" }, file.filename || t("unnamed")),
            h("span", { class: "hint" }, size(file.size)),
          ),
        ),
      ),
  );
}

function fact(name, value) {
  return h("div", null, h("dt", null, name), h("dd", null, value));
}

function bodies(message) {
  const shown = h("div", { class: "mail-body", role: "tabpanel", tabindex: "0" });
  const views = [
    [
      "text",
      t("Text"),
      () =>
        message.text
          ? h("div", { class: "mail-text" }, linked(message.text))
          : h("p", { class: "empty" }, t("No text part.")),
    ],
    message.html && [
      "html",
      t("Page"),
      () =>
        h("iframe", {
          class: "mail-frame",
          title: t("The mail as a page"),
          sandbox: "allow-popups allow-popups-to-escape-sandbox",
          src: `/mail/page?id=${encodeURIComponent(message.id)}`,
        }),
    ],
    ["source", t("Source"), () => h("pre", { class: "mail-source" }, message.source ?? "")],
  ].filter(Boolean);
  const tabs = views.map(([name, label, build]) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        role: "tab",
        id: uid(`tab-${name}-`),
        "aria-selected": false,
        tabindex: "-1",
        onclick: (event) => choose(event.currentTarget, build),
      },
      label,
    ),
  );
  const bar = h(
    "div",
    {
      class: "tabs",
      role: "tablist",
      "aria-label": t("Forms of the mail"),
      onkeydown(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
        next.focus();
        next.click();
      },
    },
    tabs,
  );
  const choose = (chosen, build) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    shown.setAttribute("aria-labelledby", chosen.id);
    fill(shown, build());
  };
  const first = message.text || !message.html ? 0 : 1;
  choose(tabs[first], views[first][2]);
  return [bar, shown];
}

/** The text with its addresses as links, opened in a new tab. */
function linked(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    pieces.push(
      text.slice(end, match.index),
      h("a", { href: match[0], target: "_blank", rel: "noopener noreferrer" }, match[0]),
    );
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)];
}
