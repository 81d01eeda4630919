/** The sandbox's clock: what time it is there, and moving it. */

import { Unreachable, clock } from "../core/api.js";
import { on } from "../core/store.js";
import { civil, comingUp, hour, instant, longDay, nextWorkingMorning, now, readClock, shortDay } from "../core/time.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { icon } from "../kit/icons.js";
import { openMenu } from "../kit/menu.js";
import { toast } from "../kit/toast.js";

const EVERY = 5000;
const HOUR = 3600;
const DAY = 24 * HOUR;

const shown = h("span", { class: "clock-words" });

function tick() {
  shown.replaceChildren(
    h("span", { class: "clock-day wide" }, longDay(now())),
    h("span", { class: "clock-day narrow" }, shortDay(now())),
    h("strong", null, hour(now())),
  );
}

setInterval(tick, EVERY);
on("time", tick);

/** The time, and the buttons that move it; in a menu where there is no room for buttons. */
export function clockControl() {
  tick();
  const moves = [
    { label: t("+1 hour"), act: () => move(clock.advance(HOUR)) },
    { label: t("+1 day"), act: () => move(clock.advance(DAY)) },
    { label: t("Next due thing"), act: () => move(clock.next()) },
    { label: t("Next working morning"), act: () => move(clock.set(new Date(nextWorkingMorning()).toISOString())) },
    { label: t("Set a date…"), act: askDate },
  ];
  const button = h(
    "button",
    {
      type: "button",
      class: "clock-button",
      "aria-haspopup": "menu",
      "aria-expanded": false,
      async onclick() {
        await readClock().catch(() => {});
        const items = [{ heading: t("The sandbox's clock") }, ...moves, ...agenda()];
        openMenu(button, items, { label: t("The sandbox's clock") });
      },
    },
    icon("clock"),
    h("span", { class: "sr-only" }, t("Clock")),
    shown,
    icon("down"),
  );
  return h(
    "div",
    { class: "clock", role: "group", "aria-label": t("The sandbox's clock") },
    button,
    h(
      "div",
      { class: "clock-moves" },
      moves.map((each) => h("button", { type: "button", class: "chip", onclick: each.act }, each.label)),
    ),
  );
}

/** What comes next, each a jump to its moment. */
function agenda() {
  const due = comingUp();
  if (!due.length) return [];
  return [
    { heading: t("Coming up") },
    ...due.map(({ at, kind, who }) => ({
      label: `${shortDay(at)}, ${hour(at)}`,
      note: kind === "mail" ? t("A late mail reaches {who}", { who }) : who,
      lead: icon(kind === "mail" ? "mail" : "bolt"),
      act: () => move(clock.set(new Date(at).toISOString())),
    })),
  ];
}

async function move(moved) {
  try {
    const answer = await moved;
    if (answer.error === "nothing_due") return toast(t("Nothing is due."));
    await readClock();
    toast(t("It is now {day}, {hour}.", { day: longDay(now()), hour: hour(now()) }));
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    toast(t("The clock could not be moved."), "error");
  }
  return undefined;
}

function askDate() {
  const day = h("input", { type: "date", class: "text-input", id: "clock-date", value: civil(now()), required: true });
  const time = h("input", { type: "time", class: "text-input", id: "clock-time", value: "09:31", required: true });
  const form = h(
    "form",
    {
      id: "clock-form",
      onsubmit(event) {
        event.preventDefault();
        dialog.close();
        move(clock.set(new Date(instant(day.value, `${time.value}:00`)).toISOString()));
      },
    },
    h(
      "div",
      { class: "pair" },
      h("div", null, h("label", { class: "label", for: "clock-date" }, t("Date")), day),
      h("div", null, h("label", { class: "label", for: "clock-time" }, t("Time")), time),
    ),
  );
  const dialog = openDialog({
    title: t("Set the clock"),
    body: form,
    foot: [
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")),
      h("button", { type: "submit", class: "button primary", form: "clock-form" }, t("Set")),
    ],
  });
  dialog.classList.add("small");
  day.focus();
}
