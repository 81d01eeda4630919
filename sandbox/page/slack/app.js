/** The app's own place, with its tabs: Home, Messages, About. */

import { showBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { act, appChannel, onWhile, store } from "../core/store.js";
import { t } from "../core/words.js";
import { fill, h } from "../kit/dom.js";
import { avatar } from "./avatar.js";
import { backLink, conversation } from "./channel.js";
import { shortcutsButton } from "./shortcuts.js";

/** The place of the app, on that tab. */
export function appPlace(asked) {
  const { app } = store.state;
  const tabs = [
    app.home_tab && ["home", t("Home")],
    app.messages_tab && ["messages", t("Messages")],
    ["about", t("About")],
  ].filter(Boolean);
  const tab = asked ?? tabs[0][0];
  act("open_home", { tab });
  return [
    h(
      "div",
      { class: "place-head" },
      backLink(),
      avatar(app.bot_user, "small"),
      h("h2", null, app.name),
      h("span", { class: "app-mark" }, t("APP")),
      tab !== "messages" && h("span", { class: "place-end" }, shortcutsButton()),
      app.socket_mode && !app.connections && h("span", { class: "place-note" }, t("not connected")),
    ),
    h(
      "nav",
      { class: "tabs", "aria-label": app.name },
      tabs.map(([name, label]) =>
        h("a", { class: "tab", href: `#/app/${name}`, "aria-current": name === tab ? "page" : null }, label),
      ),
    ),
    { messages, about }[tab]?.() ?? home(),
  ];
}

function home() {
  const blocks = h("div", { class: "blocks" });
  const node = h("div", { class: "home", tabindex: "0", role: "region", "aria-label": t("Home") }, blocks);
  let surface = null;
  const draw = () => {
    const view = store.state?.home;
    if (!view) return fill(blocks, h("p", { class: "empty" }, t("The app has not shown a Home yet.")));
    if (surface?.container.view_id !== view.id) surface = new Surface({ type: "view", view_id: view.id });
    surface.form.adopt(view.blocks, view.state);
    showBlocks(blocks, view.blocks, surface);
  };
  draw();
  onWhile(node, "state", draw);
  return node;
}

function messages() {
  const channel = appChannel();
  if (!channel) return h("p", { class: "empty" }, t("No conversation with the app yet."));
  return conversation(channel, t("Message {name}", { name: store.state.app.name }));
}

function about() {
  const { app } = store.state;
  return h(
    "div",
    { class: "home" },
    h("p", null, app.description),
    h("h3", null, t("Commands")),
    h(
      "dl",
      { class: "commands" },
      app.commands.map((command) => [
        h("dt", null, `${command.command} ${command.usage_hint ?? ""}`),
        h("dd", null, command.description),
      ]),
    ),
  );
}
