/** The mail view: mailboxes at the side, then the list and the reading pane. */

import { Unreachable, mail } from "../core/api.js";
import { go, place } from "../core/route.js";
import { on, onWhile } from "../core/store.js";
import { brief, exact } from "../core/time.js";
import { locale, t } from "../core/words.js";
import { coalesced, fill, fillKeyed, h } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { icon } from "../kit/icons.js";
import { fillSide } from "../kit/sidelist.js";
import { toast } from "../kit/toast.js";
import { backLink } from "../slack/channel.js";
import { addBox, boxName, boxes, isColleague } from "./boxes.js";
import { readingPane } from "./reading.js";
import { compose } from "./writing.js";

const side = h("div", { class: "side-body" });

const hrefOf = (...parts) => `#/mail/${parts.map(encodeURIComponent).join("/")}`;

/** The mailboxes of the firm and of people. */
export function mailList() {
  drawSide();
  return side;
}

function drawSide() {
  const all = boxes();
  const people = all.filter((box) => box.kind !== "firm");
  fillSide(side, { print: locale(), build: sideHead }, [
    { title: t("Firm"), links: all.filter((box) => box.kind === "firm").map(boxLink) },
    { title: t("Outside"), links: people.filter((box) => !isColleague(box)).map(boxLink) },
    { title: t("Colleagues"), links: people.filter(isColleague).map(boxLink) },
  ]);
}

function sideHead() {
  const add = {
    type: "button",
    class: "icon-button",
    "aria-label": t("Add an address"),
    title: t("Add an address"),
    onclick: addAddress,
  };
  return h("div", { class: "side-head" }, h("h1", { class: "team-name" }, t("Mail")), h("button", add, icon("plus")));
}

function boxLink(box) {
  return {
    key: box.address,
    href: hrefOf(box.address),
    lead: () => icon(box.kind === "firm" ? "mail" : "person"),
    name: box.name || box.address,
    note: box.name && box.address,
    unread: box.unread,
    here: place()[0] === "mail" && place()[1] === box.address,
  };
}

function addAddress() {
  const field = h("input", {
    type: "email",
    class: "text-input",
    id: "new-address",
    required: true,
    placeholder: "prenom.nom@exemple.fr",
  });
  const form = h(
    "form",
    {
      id: "address-form",
      onsubmit(event) {
        event.preventDefault();
        addBox(field.value.trim());
        dialog.close();
        go(["mail", field.value.trim()]);
      },
    },
    h("label", { class: "label", for: "new-address" }, t("E-mail address")),
    field,
    h(
      "p",
      { class: "hint" },
      t(
        "Anyone: a client, a supplier, a stranger. The box exists as soon as a mail is written. Mail to an address that begins with “inconnu” comes back.",
      ),
    ),
  );
  const dialog = openDialog({
    title: t("Add an address"),
    body: form,
    foot: [h("button", { type: "submit", class: "button primary", form: "address-form" }, t("Add"))],
  });
  dialog.classList.add("small");
  field.focus();
}

/** The list of a mailbox, and beside it the mail that is open. */
export function mailPlace(address, folder = "inbox", id = undefined) {
  if (!address) return h("p", { class: "empty" }, t("Choose a mailbox."));
  const heading = h("h2", null, boxName(address));
  const list = h("div", {
    class: "mail-rows",
    tabindex: "0",
    role: "region",
    "aria-label": t("Mails of {address}", { address }),
  });
  const node = h(
    "div",
    { class: id ? "mail reading" : "mail" },
    h(
      "section",
      { class: "mail-list", "aria-label": t("Mails") },
      h(
        "div",
        { class: "place-head" },
        backLink("#/mail"),
        heading,
        h(
          "button",
          {
            type: "button",
            class: "button primary compact",
            onclick: () => compose({ from: address, boxes: boxes() }),
          },
          t("Write"),
        ),
      ),
      h(
        "nav",
        { class: "tabs", "aria-label": t("Folders") },
        [
          ["inbox", t("Received")],
          ["sent", t("Sent")],
        ].map(([name, label]) =>
          h("a", { class: "tab", href: hrefOf(address, name), "aria-current": name === folder ? "page" : null }, label),
        ),
      ),
      list,
    ),
    h(
      "section",
      { class: "mail-pane", "aria-label": t("Mail") },
      id
        ? readingPane({ address, id, back: hrefOf(address, folder), boxes })
        : h("p", { class: "empty" }, t("Choose a mail.")),
    ),
  );
  onWhile(node, "boxes", () => fill(heading, boxName(address)));
  follow(node, list, { address, folder, id });
  return node;
}

function follow(node, list, { address, folder, id }) {
  const read = coalesced(async () => {
    let mails;
    try {
      mails = await mail.box(address, folder);
    } catch (problem) {
      if (problem instanceof Unreachable) toast(t("This mailbox did not open."), "error");
      else throw problem;
      return;
    }
    fillKeyed(
      list,
      mails.length
        ? mails.map((each) => ({
            key: String(each.id),
            print: JSON.stringify([each, String(each.id) === id, document.documentElement.lang]),
            build: () => row(each, { address, folder, here: String(each.id) === id }),
          }))
        : [{ key: "none", print: t("No mail."), build: () => h("p", { class: "empty" }, t("No mail.")) }],
    );
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  });
  onWhile(node, "mail", read);
  read();
}

function row(each, { address, folder, here }) {
  const moment = Date.parse(each.date);
  return h(
    "a",
    {
      class: each.unread ? "mail-row unread" : "mail-row",
      href: hrefOf(address, folder, each.id),
      "aria-current": here ? "true" : null,
    },
    h("span", { class: "mail-from" }, folder === "sent" ? t("To: {who}", { who: each.to }) : sender(each)),
    h(
      "time",
      { datetime: each.date, title: Number.isNaN(moment) ? "" : exact(moment) },
      Number.isNaN(moment) ? "" : brief(moment),
    ),
    h("span", { class: "mail-subject" }, each.subject || t("(no subject)"), each.has_attachments && icon("clip")),
    h("span", { class: "mail-snippet" }, each.snippet),
  );
}

const sender = (each) => each.from.replace(/\s*<[^>]*>\s*$/, "").replace(/^"|"$/g, "") || each.from;

for (const topic of ["route", "state", "boxes"]) on(topic, () => side.isConnected && drawSide());
