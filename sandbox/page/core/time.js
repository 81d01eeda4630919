/** Instants as the acting user reads them: their zone, their language, the sandbox's clock. */

import { clock } from "./api.js";
import { store, tell } from "./store.js";
import { locale, t } from "./words.js";

let offset = 0;
let coming = [];

/** The sandbox's time, in milliseconds. */
export const now = () => Date.now() + offset;

/** Ask the sandbox what time it is. */
export async function readClock() {
  const answer = await clock.read();
  offset = Date.parse(answer.now) - Date.now();
  coming = answer.due ?? [];
  tell("time");
}

/** What comes next, as far as anyone told the clock: `{at, kind, who}`, the nearest first. */
export const comingUp = () => coming.map((due) => ({ ...due, at: Date.parse(due.at) })).filter((due) => due.at > now());

export const zone = () => store.state?.me.tz || Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Slack's `ts` as milliseconds. */
export const fromTs = (ts) => Number(ts) * 1000;

function format(moment, options) {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }).format(moment);
}

export const hour = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const longDay = (moment) => format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = (moment) => format(moment, { weekday: "short", day: "numeric", month: "short" });
export const exact = (moment) => format(moment, { dateStyle: "full", timeStyle: "medium" });

/** The civil date in the reader's zone, `2026-11-23`. */
export function civil(moment) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone(),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(moment);
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The day as a heading between messages. */
export function dayHeading(moment) {
  const days = daysAgo(moment);
  if (days === 0) return t("Today");
  if (days === 1) return t("Yesterday");
  return longDay(moment);
}

/** When the last reply came, as Slack says it under a message. */
export function since(moment) {
  const day = { 0: t("today"), 1: t("yesterday") }[daysAgo(moment)];
  return t("Last reply {day} at {hour}", { day: day ?? shortDay(moment), hour: hour(moment) });
}

/** The moment of a mail in a list: the hour today, the day otherwise. */
export const brief = (moment) =>
  daysAgo(moment) === 0 ? hour(moment) : format(moment, { day: "numeric", month: "short" });

function daysAgo(moment) {
  return Math.round((Date.parse(civil(now())) - Date.parse(civil(moment))) / 86_400_000);
}

/** The instant at which clocks of the reader's zone show that date and time. */
export function instant(date, time) {
  const wall = Date.parse(`${date}T${time}Z`);
  const shift = (guess) => {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone(),
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    }).formatToParts(guess);
    const part = (type) => Number(parts.find((each) => each.type === type).value);
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - guess;
  };
  const first = wall - shift(wall);
  return wall - shift(first);
}

/** The next weekday morning after the sandbox's now, 09:31 in the reader's zone. */
export function nextWorkingMorning() {
  for (let day = 0; ; day += 1) {
    const date = new Date(Date.parse(civil(now())) + day * 86_400_000);
    const moment = instant(date.toISOString().slice(0, 10), "09:31:00");
    if (moment > now() && ![0, 6].includes(date.getUTCDay())) return moment;
  }
}

const TOKENS = {
  date: () => ({ day: "numeric", month: "long", year: "numeric" }),
  date_slash: () => ({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: () => ({ day: "numeric", month: "short", year: "numeric" }),
  date_long: () => ({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_long_full: () => ({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  day_divider: () => ({ weekday: "long", day: "numeric", month: "long" }),
  time: () => ({ hour: "2-digit", minute: "2-digit" }),
  time_secs: () => ({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
};

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago, or in how long, in the largest unit that fits. */
function ago(moment) {
  const seconds = Math.round((moment - now()) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

/** Slack's date format, such as `{date_short_pretty} {time}`, at that moment. */
export function formatDate(moment, pattern) {
  return pattern.replace(/\{(\w+?)(_pretty)?\}/g, (token, name, pretty) => {
    if (name === "ago") return ago(moment);
    if (name === "date_num") return civil(moment);
    if (!TOKENS[name]) return token;
    const days = pretty ? daysAgo(moment) : null;
    if (days === 0) return t("today");
    if (days === 1) return t("yesterday");
    if (days === -1) return t("tomorrow");
    return format(moment, TOKENS[name]());
  });
}
