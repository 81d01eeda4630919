/** Block Kit elements: which builder draws which type, and what happens when one is used. */

import { openMenu } from "../kit/menu.js";
import { confirmed } from "../kit/dialog.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";
import { t } from "../core/words.js";
import { plain, textObject } from "../text/mrkdwn.js";
import { checkboxes, radios } from "./choices.js";
import { raw } from "./form.js";
import { date, dateTime, files, textInput, time } from "./inputs.js";
import { select } from "./selects.js";

const BUILDERS = {
  button,
  workflow_button: button,
  feedback_buttons: feedback,
  icon_button: iconButton,
  overflow,
  checkboxes,
  radio_buttons: radios,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: textInput,
  datepicker: date,
  timepicker: time,
  datetimepicker: dateTime,
  file_input: files,
  image: (element) => h("img", { class: "accessory-image", src: element.image_url, alt: element.alt_text }),
};

/** The element drawn at its place, tied to the form and to the bot. */
export function elementNode(element, place) {
  const build = BUILDERS[element.type] ?? (/_select$/.test(element.type) ? select : null);
  if (!build)
    return h(
      "p",
      { class: "unknown" },
      t("An element of type {type}, which this page does not draw.", { type: element.type }),
    );
  const node = build(element, tied(element, place));
  node.dataset.field = `${place.blockId}/${element.action_id}`;
  return node;
}

/** The place, with `held`, `hold(value)` and `use(value)`. */
function tied(element, place) {
  const { form } = place.surface;
  return {
    ...place,
    held: form.get(place.blockId, element.action_id),
    hold(value) {
      form.set(place.blockId, element.action_id, value);
    },
    /**
     * Keep the value, and send it to the bot where this element speaks at once; false when the person thought
     * better of it. `during(true)` and `during(false)` frame the wait.
     */
    async use(value, during = () => {}) {
      if (place.dispatches && element.confirm && !(await confirmed(element.confirm, textObject))) return false;
      form.set(place.blockId, element.action_id, value);
      if (!place.dispatches) return true;
      during(true);
      await place.surface.act(place.blockId, element.action_id, raw(value));
      during(false);
      return true;
    },
    suggest: (query) => place.surface.suggest(place.blockId, element.action_id, query),
  };
}

function button(element, place) {
  const kind = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const attributes = { class: `button ${kind}`, "aria-label": element.accessibility_label };
  const busy = (waiting) => {
    node.classList.toggle("busy", waiting);
    node.setAttribute("aria-busy", String(waiting));
  };
  const press = () => place.use(element.value ?? null, busy);
  const node = element.url
    ? h(
        "a",
        { ...attributes, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: press },
        plain(element.text),
      )
    : h(
        "button",
        { ...attributes, type: "button", onclick: () => !node.classList.contains("busy") && press() },
        plain(element.text),
      );
  return node;
}

/** Two thumbs under an answer. */
function feedback(element, place) {
  const thumb = (side, sign) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": side.accessibility_label ?? side.text.text,
        title: side.text.text,
        onclick: () => place.use(side.value),
      },
      h("span", { "aria-hidden": true }, sign),
    );
  return h("span", { class: "feedback" }, thumb(element.positive_button, "👍"), thumb(element.negative_button, "👎"));
}

function iconButton(element, place) {
  const label = element.accessibility_label ?? element.text.text;
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": label,
      title: element.text.text,
      onclick: () => place.use(element.value ?? null),
    },
    icon(element.icon),
  );
}

function overflow(element, place) {
  const label = place.label ? t("More actions: {subject}", { subject: place.label }) : t("More actions");
  const node = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-haspopup": "menu",
      "aria-expanded": false,
      "aria-label": label,
      onclick: () =>
        openMenu(
          node,
          element.options.map((option) => ({
            label: option.text.text,
            note: option.description?.text,
            href: option.url,
            act: () => place.use(option.value),
          })),
          { label, align: "end" },
        ),
    },
    icon("more"),
  );
  return node;
}
