/** Checkboxes and radio buttons. */

import { h, uid } from "../kit/dom.js";
import { textObject } from "../text/mrkdwn.js";

/** One box an option; holds the chosen options, in their order. */
export function checkboxes(element, place) {
  const chosen = new Set((place.held ?? []).map((option) => option.value));
  return group("group", element, place, (option, described) =>
    h("input", {
      type: "checkbox",
      class: "box",
      checked: chosen.has(option.value),
      "aria-describedby": described,
      async onchange(event) {
        const before = new Set(chosen);
        if (event.target.checked) chosen.add(option.value);
        else chosen.delete(option.value);
        const went = await place.use(element.options.filter((each) => chosen.has(each.value)));
        if (went) return;
        event.target.checked = before.has(option.value);
        chosen.clear();
        for (const value of before) chosen.add(value);
      },
    }),
  );
}

/** One of the options; holds it. */
export function radios(element, place) {
  const name = uid("radio");
  return group("radiogroup", element, place, (option, described) =>
    h("input", {
      type: "radio",
      class: "box",
      name,
      checked: place.held?.value === option.value,
      "aria-describedby": described,
      onchange: () => place.use(option),
    }),
  );
}

function group(role, element, place, box) {
  return h(
    "div",
    {
      role,
      class: "choices",
      "aria-labelledby": place.ids.label,
      "aria-label": place.ids.label ? null : (place.label ?? element.action_id),
      "aria-describedby": place.describedBy,
      "aria-invalid": place.invalid && role === "radiogroup" ? true : null,
    },
    element.options.map((option) => {
      const described = option.description ? uid("note") : null;
      return h(
        "label",
        { class: "choice" },
        box(option, described),
        h(
          "span",
          { class: "choice-words" },
          h("span", null, textObject(option.text)),
          option.description && h("span", { class: "choice-note", id: described }, textObject(option.description)),
        ),
      );
    }),
  );
}
