/** Completion in the composer: the manifest's commands after "/", people after "@", channels after "#", emoji after ":". */

import { store } from "../core/store.js";
import { t } from "../core/words.js";
import { fill, h, uid } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { EMOJI, emojiNamed } from "../text/emoji.js";
import { avatar } from "./avatar.js";

const MOST = 8;

/** `{list, follow, steer, close}`: `follow()` after each keystroke, `steer(event)` is true when the key was for the list. */
export function completion(box, { commands }) {
  const list = h("div", {
    class: "completion",
    role: "listbox",
    id: uid("completion"),
    "aria-label": t("Suggestions"),
    hidden: true,
    onpointerdown: (event) => event.preventDefault(),
  });
  let offers = [];
  let active = 0;
  box.setAttribute("aria-controls", list.id);
  return { list, follow, steer, close };

  function follow() {
    offers = offersFor(box.value.slice(0, box.selectionStart), commands).slice(0, MOST);
    active = 0;
    draw();
  }

  function draw() {
    list.hidden = offers.length === 0;
    fill(
      list,
      offers.map((offer, rank) =>
        h(
          "div",
          {
            class: rank === active ? "completion-item active" : "completion-item",
            role: "option",
            id: `${list.id}-${rank}`,
            "aria-selected": rank === active,
            onclick: () => take(offer),
          },
          offer.lead(),
          h(
            "span",
            { class: "completion-words" },
            h(
              "span",
              null,
              h("strong", null, offer.label),
              offer.usage && h("span", { class: "usage" }, ` ${offer.usage}`),
            ),
            offer.note && h("span", { class: "completion-note" }, offer.note),
          ),
        ),
      ),
    );
    if (offers.length) box.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(offer) {
    const end = box.selectionStart;
    const start = end - offer.typed.length;
    box.setRangeText(offer.text, start, end, "end");
    box.dispatchEvent(new Event("input"));
    box.focus();
    close();
  }

  function close() {
    offers = [];
    draw();
  }

  function steer(event) {
    if (!offers.length || event.isComposing) return false;
    const complete = offers[active].typed === offers[active].text.trim();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
      draw();
    } else if (event.key === "Escape") close();
    else if (event.key === "Tab" || (event.key === "Enter" && !complete)) take(offers[active]);
    else return false;
    event.preventDefault();
    return true;
  }
}

function offersFor(before, withCommands) {
  const command = withCommands && /^\/\S*$/.exec(before);
  if (command) return commandsLike(command[0]);
  const word = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+.-]*)$/u.exec(before);
  if (!word) return [];
  const [, sign, typed] = word;
  return { "@": peopleLike, "#": channelsLike, ":": emojiLike }[sign](typed);
}

function commandsLike(typed) {
  return store.state.app.commands
    .filter((each) => each.command.startsWith(typed.toLowerCase()))
    .map((each) => ({
      typed,
      text: `${each.command} `,
      label: each.command,
      usage: each.usage_hint,
      note: [each.description, store.state.app.name].filter(Boolean).join(" · "),
      lead: () => avatar(store.state.app.bot_user, "tiny"),
    }));
}

function peopleLike(typed) {
  const start = typed.toLocaleLowerCase();
  return store.state.users
    .filter(
      (user) =>
        !user.deleted &&
        [user.name, ...user.real_name.split(" ")].some((word) => word.toLocaleLowerCase().startsWith(start)),
    )
    .map((user) => ({
      typed: `@${typed}`,
      text: `@${user.name} `,
      label: user.real_name,
      usage: null,
      note: user.title || user.name,
      lead: () => avatar(user.id, "tiny"),
    }));
}

function channelsLike(typed) {
  return store.state.channels
    .filter((channel) => !channel.is_im && channel.name.startsWith(typed.toLocaleLowerCase()))
    .map((channel) => ({
      typed: `#${typed}`,
      text: `#${channel.name} `,
      label: channel.name,
      usage: null,
      note: null,
      lead: () => icon(channel.is_private ? "lock" : "hash"),
    }));
}

function emojiLike(typed) {
  if (typed.length < 2) return [];
  return emojiNamed(typed.toLocaleLowerCase()).map((name) => ({
    typed: `:${typed}`,
    text: `:${name}: `,
    label: `:${name}:`,
    usage: null,
    note: null,
    lead: () => h("span", { class: "emoji-lead", "aria-hidden": true }, EMOJI[name]),
  }));
}
