/** The inspector: what passes between the sandbox and the bot, refusals in red; and faults to switch on. */

import { Unreachable, slack } from "../core/api.js";
import { on, store } from "../core/store.js";
import { locale, t, tn } from "../core/words.js";
import { coalesced, fill, h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { zone } from "../core/time.js";

const MOST = 500;
const ARROWS = { inbound: "→", ack: "←", method: "←", response_url: "←" };
const SAID = { inbound: "to the bot", ack: "acknowledged", method: "call", response_url: "answer" };

const list = h("ol", { class: "traffic", tabindex: "0" });
const count = h("span", { class: "place-note" });
const faultList = h("div", { class: "faults" });
let last = 0;
let host = null;
let drawer = null;
let onlyRefusals = false;

/** Put the inspector beside that panel, closed. */
export function inspectorPanel(panel) {
  host = panel;
  on("traffic", () => drawer && read());
}

/** Open or close the inspector. */
export function toggleInspector() {
  if (drawer) {
    drawer.remove();
    drawer = null;
    return;
  }
  list.setAttribute("aria-label", t("Traffic"));
  const heading = h("h2", { tabindex: "-1" }, t("Inspector"));
  drawer = h(
    "aside",
    { class: onlyRefusals ? "panel inspector only-refusals" : "panel inspector", "aria-label": t("Inspector") },
    h(
      "div",
      { class: "panel-head" },
      heading,
      count,
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("Close the inspector"),
          onclick: toggleInspector,
        },
        icon("close"),
      ),
    ),
    h(
      "details",
      { class: "fault-box" },
      h("summary", null, t("Faults")),
      h("p", { class: "hint" }, t("What goes wrong, on purpose.")),
      faultList,
    ),
    h(
      "label",
      { class: "choice compact" },
      h("input", {
        type: "checkbox",
        class: "box",
        checked: onlyRefusals,
        onchange(event) {
          onlyRefusals = event.target.checked;
          drawer.classList.toggle("only-refusals", onlyRefusals);
        },
      }),
      h("span", null, t("Only refusals")),
    ),
    list,
  );
  host.after(drawer);
  heading.focus();
  read();
  readFaults();
}

const read = coalesced(async () => {
  let news;
  try {
    news = await slack.traffic(last);
  } catch (problem) {
    if (problem instanceof Unreachable) return;
    throw problem;
  }
  if (news.last < last) list.replaceChildren();
  last = news.last;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(...news.lines.map(lineNode));
  while (list.childElementCount > MOST) list.firstElementChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
  const refusals = list.querySelectorAll(".refused").length;
  fill(count, refusals ? tn("{n} refusal", "{n} refusals", refusals) : t("No refusal"));
});

function lineNode(line) {
  const detail =
    line.detail === undefined || line.detail === null || line.detail === ""
      ? null
      : typeof line.detail === "string"
        ? line.detail
        : JSON.stringify(line.detail, null, 2);
  const head = [
    h("time", null, new Date(line.at * 1000).toLocaleTimeString(locale(), { timeZone: zone() })),
    h("span", { class: "arrow", title: t(SAID[line.kind] ?? line.kind) }, ARROWS[line.kind] ?? "·"),
    h("span", { class: "traffic-name" }, line.name || t(SAID[line.kind] ?? line.kind)),
    h(
      "span",
      { class: "traffic-summary" },
      line.ok === false ? [h("strong", null, t("Refused")), ` ${line.error ?? ""} `, line.summary] : line.summary,
    ),
  ];
  return h(
    "li",
    { class: line.ok === false ? "refused" : "" },
    detail ? h("details", null, h("summary", null, head), h("pre", null, detail)) : h("div", { class: "plain" }, head),
  );
}

async function readFaults() {
  try {
    showFaults(await slack.faults());
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    fill(faultList, h("p", { class: "hint" }, t("No fault to switch on.")));
  }
}

function showFaults(faults) {
  fill(
    faultList,
    Object.entries(faults)
      .map(([name, on]) =>
        on === null ? onceButton(name) : h(
          "label",
          { class: "choice compact" },
          h("input", {
            type: "checkbox",
            role: "switch",
            class: "switch",
            checked: on,
            onchange: (event) => slack.setFault(name, event.target.checked),
          }),
          h("span", null, faultName(name)),
        ),
      ),
  );
}

const faultName = (name) =>
  t(`fault ${name}`)
    .replace(/^fault /, "")
    .replaceAll("_", " ");

/** What happens once, when pressed. */
function onceButton(name) {
  return h(
    "div",
    { class: "fault-once" },
    h("button", { type: "button", class: "button compact", onclick: () => slack.setFault(name, true) }, faultName(name)),
  );
}

on("user", () => drawer && store.user && readFaults());
