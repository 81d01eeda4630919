/** The stack of modals of the acting user: the top one is shown, the others wait beneath with what was typed. */

import { showBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { act, on, store } from "../core/store.js";
import { t } from "../core/words.js";
import { fill, h, uid } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { plain } from "../text/mrkdwn.js";
import { avatar } from "./avatar.js";

const surfaces = new Map();
const ids = { title: uid("title"), body: uid("body") };
let dialog = null;
let shown = null;

/** Open, change and close the dialog as the state says. */
export function followModals() {
  on("state", draw);
  on("user", () => shown && hide());
}

function draw() {
  const stack = store.state.modals ?? [];
  for (const id of [...surfaces.keys()]) if (!stack.some((view) => view.id === id)) surfaces.delete(id);
  const view = stack.at(-1);
  if (!view) return shown && hide();
  const print = JSON.stringify([
    view.id,
    view.hash,
    view.blocks,
    view.title,
    view.submit,
    stack.length,
    document.documentElement.lang,
  ]);
  if (print === shown?.print) return;
  const same = shown?.id === view.id;
  shown = { id: view.id, print };
  show(view, stack.length, same);
}

function hide() {
  shown = null;
  surfaces.clear();
  dialog?.close();
}

function show(view, depth, same) {
  const surface = surfaceOf(view);
  surface.errors = {};
  surface.form.adopt(view.blocks, view.state);
  if (!dialog?.isConnected) dialog = frame();
  fill(
    dialog.querySelector(".sheet-head"),
    depth > 1 &&
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("Back to the previous window"),
          onclick: () => close(view, false),
        },
        icon("back"),
      ),
    depth === 1 && avatar(store.state.app.bot_user, "small"),
    h("h2", { id: ids.title, class: "sheet-title", tabindex: "-1" }, plain(view.title)),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": t("Close this window"),
        onclick: () => close(view, true),
      },
      icon("close"),
    ),
  );
  fill(
    dialog.querySelector(".sheet-foot"),
    h("p", { class: "sheet-busy", role: "status" }),
    h(
      "button",
      { type: "button", class: "button", onclick: () => close(view, false) },
      view.close ? plain(view.close) : t("Cancel"),
    ),
    view.submit && h("button", { type: "submit", class: "button primary" }, plain(view.submit)),
  );
  dialog.querySelector(".sheet-foot").hidden = false;
  const blocks = dialog.querySelector(".blocks");
  if (!same) fill(blocks);
  showBlocks(blocks, view.blocks, surface);
  if (!dialog.open) dialog.showModal();
  if (!same) {
    dialog.querySelector(".sheet-body").scrollTop = 0;
    firstField(dialog).focus();
  }
}

function surfaceOf(view) {
  if (!surfaces.has(view.id)) surfaces.set(view.id, new Surface({ type: "view", view_id: view.id }));
  return surfaces.get(view.id);
}

function frame() {
  const made = h(
    "dialog",
    {
      class: "sheet modal",
      role: "dialog",
      "aria-labelledby": ids.title,
      oncancel(event) {
        if (event.target !== made) return;
        event.preventDefault();
        const view = store.state.modals.at(-1);
        if (view) close(view, false);
      },
    },
    h(
      "form",
      {
        novalidate: true,
        onsubmit(event) {
          event.preventDefault();
          submit();
        },
        onkeydown(event) {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        },
      },
      h("div", { class: "sheet-head" }),
      h("div", { class: "sheet-body", id: ids.body }, h("div", { class: "blocks" })),
      h("div", { class: "sheet-foot" }),
    ),
  );
  document.body.append(made);
  return made;
}

const firstField = (root) =>
  root.querySelector("[data-focus]") ??
  root.querySelector(".block.input input, .block.input textarea") ??
  root.querySelector(".sheet-title");

async function submit() {
  const view = store.state.modals?.at(-1);
  const button = dialog.querySelector(".sheet-foot [type=submit]");
  if (!view?.submit || !button || button.classList.contains("busy")) return;
  const surface = surfaceOf(view);
  button.classList.add("busy");
  button.setAttribute("aria-busy", "true");
  dialog.querySelector(".sheet-busy").textContent = t("Sending…");
  const answer = await act("view_submit", { view_id: view.id, state: surface.form.state() });
  button.classList.remove("busy");
  button.removeAttribute("aria-busy");
  dialog.querySelector(".sheet-busy").textContent = "";
  surface.errors = answer.errors ?? {};
  if (shown?.id !== view.id) return;
  const latest = store.state.modals.find((each) => each.id === view.id) ?? view;
  showBlocks(dialog.querySelector(".blocks"), latest.blocks, surface);
  const wrong = dialog.querySelector(".block.invalid");
  wrong?.scrollIntoView({ block: "nearest" });
  wrong?.querySelector("input, textarea")?.focus();
}

function close(view, clear) {
  return act("view_close", { view_id: view.id, clear });
}
