/** What the page knows: the acting user, the workspace, what is open. Views listen to its topics. */

import { Unreachable, slack } from "./api.js";
import { coalesced } from "../kit/dom.js";
import { toast } from "../kit/toast.js";
import { speak, t } from "./words.js";

const listeners = new Map();

export const store = {
  user: new URLSearchParams(location.search).get("user"),
  state: null,
  reachable: true,
};

/** Call `heard` whenever that topic changes. */
export function on(topic, heard) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(heard);
}

/** The same, for as long as that node stands in the page. */
export function onWhile(node, topic, heard) {
  const listener = (detail) => (node.isConnected ? heard(detail) : listeners.get(topic).delete(listener));
  on(topic, listener);
}

/** Tell the listeners of a topic. */
export function tell(topic, detail = {}) {
  for (const heard of [...(listeners.get(topic) ?? [])]) heard(detail);
}

/** Fetch the workspace again as the acting user sees it. */
export const refresh = coalesced(async () => {
  const asked = store.user;
  try {
    const state = await slack.state(asked);
    if (asked !== store.user) return;
    store.state = state;
    store.user = state.me.id;
    setReachable(true);
    speak(state.me.locale);
    tell("state");
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    setReachable(false);
  }
});

function setReachable(reachable) {
  if (store.reachable === reachable) return;
  store.reachable = reachable;
  tell("reachable");
}

/** Become another person of the workspace. */
export async function actAs(user) {
  store.user = user;
  const address = new URL(location.href);
  address.searchParams.set("user", user);
  history.replaceState(null, "", address);
  tell("user");
  await refresh();
}

const PASSIVE = new Set(["suggest", "read", "open_home", "dismiss_notice"]);

/** What Slack said before goes away with the next thing the person does. */
export function dismissNotices() {
  return Promise.all(
    store.state.notices.map((notice) => slack.act({ user: store.user, act: "dismiss_notice", id: notice.id })),
  );
}

/** Do something as the acting user; problems without a field of their own are said in a toast. */
export async function act(name, details = {}) {
  let answer;
  try {
    if (!PASSIVE.has(name)) await dismissNotices();
    answer = await slack.act({ user: store.user, act: name, ...details });
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    toast(t("The sandbox does not answer."), "error");
    return { ok: false, error: "unreachable" };
  }
  if (name === "suggest") return answer;
  await refresh();
  // Two presses on the cross: the window is closed, as was asked.
  const closedAlready = name === "view_close" && answer.error === "view_not_found";
  const noticed = store.state.notices.some((notice) => notice.text === answer.message);
  if (!answer.ok && !answer.errors && !noticed && !closedAlready)
    toast(answer.message || answer.error || t("That did not work."), "error");
  return answer;
}

export const person = (id) => store.state?.users.find((user) => user.id === id);
export const channelOf = (id) => store.state?.channels.find((channel) => channel.id === id);
export const isApp = (id) => id === store.state?.app.bot_user;
export const appChannel = () => store.state?.channels.find((channel) => isApp(channel.with));

/** The name people read for a user. */
export function nameOf(id) {
  if (isApp(id)) return store.state.app.name;
  const user = person(id);
  return user ? user.real_name || user.name : id;
}

/** The name people read for a channel or a conversation. */
export function channelName(channel) {
  return channel.is_im ? nameOf(channel.with) : channel.name;
}
