/** The server says what changed; the page then fetches what it shows. */

import { refresh, store, tell } from "./store.js";

const PATIENCE = 1000;
let socket = null;

/** Listen on behalf of the acting user, and again whenever the connection drops. */
export function listen() {
  const user = store.user;
  socket?.close();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const mine = new WebSocket(`${scheme}://${location.host}/page/live?user=${encodeURIComponent(user)}`);
  socket = mine;
  mine.onopen = () => catchUp();
  mine.onmessage = (event) => heard(JSON.parse(event.data));
  mine.onclose = () => {
    if (socket !== mine) return;
    setTimeout(() => socket === mine && listen(), PATIENCE);
    refresh();
  };
}

function catchUp() {
  refresh();
  for (const topic of ["messages", "mail", "clock", "traffic"]) tell(topic);
}

function heard(news) {
  if (["state", "modals", "home", "messages"].includes(news.topic)) refresh();
  tell(news.topic === "state" ? "workspace" : news.topic, news);
}
