/** A text field with a list of choices, after the ARIA combobox pattern; one choice, or several as tags. */

import { t } from "../core/words.js";
import { fill, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { placeBeside } from "./menu.js";

const PAUSE = 200;

/**
 * `fetch(query)` answers groups of choices `{label, choices: [{key, label, note, held}]}`; `pick(choices)` is called
 * with the new choice, and may answer false to leave things as they were. `least` characters are needed to ask.
 */
export function combobox({
  id,
  label,
  placeholder,
  describedBy,
  invalid,
  required,
  clearable,
  focus,
  multiple,
  most = Infinity,
  chosen,
  fetch,
  least,
  pick,
}) {
  const listId = uid("list");
  let current = chosen;
  let shown = [];
  let active = -1;
  let asked = 0;
  let pause = null;

  const input = h("input", {
    id,
    type: "text",
    class: "combo-input",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    "aria-expanded": false,
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-describedby": describedBy,
    "aria-invalid": invalid || null,
    "aria-required": required || null,
    "data-focus": focus || null,
    onfocus: () => !multiple && input.select(),
    onclick: open,
    onkeydown: steer,
    onblur: () => setTimeout(() => node.contains(document.activeElement) || close(), 0),
    oninput: () => {
      clearTimeout(pause);
      pause = setTimeout(ask, least ? PAUSE : 0);
    },
  });
  const list = h("div", {
    id: listId,
    class: "combo-list",
    role: "listbox",
    "aria-label": label ?? placeholder,
    "aria-multiselectable": multiple || null,
    popover: "manual",
    onpointerdown: (event) => event.preventDefault(),
  });
  const tags = h("span", { class: "tags" });
  const clear = h(
    "button",
    { type: "button", class: "icon-button combo-clear", "aria-label": t("Clear"), onclick: () => choose([]) },
    icon("close"),
  );
  const node = h(
    "div",
    { class: multiple ? "combo multiple" : "combo", onclick: (event) => event.target === node && input.focus() },
    tags,
    input,
    clear,
    icon("down"),
    list,
  );
  show();
  return node;

  function show() {
    clear.hidden = multiple || !clearable || !current.length;
    input.value = multiple ? "" : (current[0]?.label ?? "");
    input.placeholder = multiple && current.length ? "" : placeholder;
    fill(
      tags,
      multiple &&
        current.map((choice) =>
          h(
            "span",
            { class: "tag" },
            choice.label,
            h(
              "button",
              {
                type: "button",
                class: "tag-remove",
                "aria-label": t("Remove {name}", { name: choice.label }),
                onclick: () => choose(current.filter((each) => each.key !== choice.key)),
              },
              icon("close"),
            ),
          ),
        ),
    );
  }

  function open() {
    if (list.matches(":popover-open")) return;
    list.showPopover();
    input.setAttribute("aria-expanded", "true");
    ask({ all: true });
  }

  function close() {
    clearTimeout(pause);
    asked += 1;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", "false");
    if (list.matches(":popover-open")) list.hidePopover();
    show();
  }

  async function ask({ all = false } = {}) {
    if (!list.matches(":popover-open")) {
      list.showPopover();
      input.setAttribute("aria-expanded", "true");
    }
    const untouched = all || (!multiple && input.value === current[0]?.label);
    const query = untouched ? "" : input.value.trim();
    asked += 1;
    const mine = asked;
    if (query.length < least)
      return say(least === 1 ? t("Type to search") : t("Type at least {n} characters", { n: least }));
    if (least || !shown.length) say(t("Searching…"));
    try {
      const groups = await fetch(query);
      if (mine === asked) offer(groups.filter((group) => group.choices.length));
    } catch (problem) {
      if (mine === asked) say(t("The options did not load. ({why})", { why: problem.message }));
    }
  }

  function say(sentence) {
    shown = [];
    active = -1;
    fill(
      list,
      h("div", { class: "combo-note", role: "option", "aria-disabled": true, "aria-selected": false }, sentence),
    );
    place();
  }

  function offer(groups) {
    if (!groups.length) return say(t("Nothing found"));
    shown = [];
    fill(
      list,
      groups.map((group) => {
        const heading = uid("group");
        const options = group.choices.map(optionNode);
        return group.label
          ? h(
              "div",
              { role: "group", "aria-labelledby": heading },
              h("div", { class: "combo-heading", id: heading, role: "presentation" }, group.label),
              options,
            )
          : options;
      }),
    );
    place();
    const selected = shown.findIndex(({ choice }) => current.some((each) => each.key === choice.key));
    point(Math.max(selected, 0));
  }

  function optionNode(choice) {
    const rank = shown.length;
    const picked = current.some((each) => each.key === choice.key);
    const made = h(
      "div",
      {
        id: uid("option"),
        class: "combo-option",
        role: "option",
        "aria-selected": picked,
        onclick: () => take(choice),
        onpointermove: () => active !== rank && point(rank),
      },
      h(
        "span",
        { class: "combo-words" },
        h("span", null, choice.label),
        choice.note && h("span", { class: "combo-note-inline" }, choice.note),
      ),
      picked && icon("check"),
    );
    shown.push({ choice, made });
    return made;
  }

  function place() {
    placeBeside(list, node, { width: node.offsetWidth });
  }

  function point(rank) {
    shown[active]?.made.classList.remove("active");
    active = rank;
    const made = shown[active]?.made;
    if (!made) return;
    made.classList.add("active");
    made.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", made.id);
  }

  function take(choice) {
    const has = current.some((each) => each.key === choice.key);
    if (!multiple) return choose([choice]);
    if (has) return choose(current.filter((each) => each.key !== choice.key));
    return current.length < most ? choose([...current, choice]) : undefined;
  }

  async function choose(choices) {
    const before = current;
    current = choices;
    close();
    input.focus();
    if ((await pick(choices)) === false) {
      current = before;
      show();
    }
  }

  function steer(event) {
    const isOpen = list.matches(":popover-open");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return open();
      if (shown.length) point((active + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isOpen) open();
      else if (shown[active]) take(shown[active].choice);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && multiple && !input.value && current.length) {
      choose(current.slice(0, -1));
    } else if (event.key === "Tab" && isOpen) {
      close();
    }
  }
}
