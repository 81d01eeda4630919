/** Inputs that are typed: text, number, dates, times, files. */

import { civil, instant, zone } from "../core/time.js";
import { t } from "../core/words.js";
import { h } from "../kit/dom.js";
import { filePicker } from "../kit/files.js";
import { formatted, formattingBar } from "../kit/formatting.js";
import { toast } from "../kit/toast.js";
import { asTyped, typedRichText } from "../text/typed.js";

const PAUSE = 300;
const BIGGEST = 10_000_000;
const KINDS = {
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
  plain_text_input: { type: "text", autocomplete: "off" },
};

function attributes(place, focusOnLoad) {
  return {
    id: place.ids.field,
    class: "text-input",
    "aria-describedby": place.describedBy,
    "aria-invalid": place.invalid || null,
    "aria-required": place.inInput && !place.optional ? true : null,
    "aria-label": place.inInput ? null : (place.label ?? place.placeholder),
    "data-focus": focusOnLoad || null,
  };
}

/** Text in one line or several, e-mail, address, number; rich text is typed with Slack's marks, or its buttons. */
export function textInput(element, place) {
  const rich = element.type === "rich_text_input";
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const wrap = (text) => (rich ? typedRichText(text) : text);
  let pause = null;
  const common = {
    ...attributes({ ...place, placeholder: element.placeholder?.text }, element.focus_on_load),
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    value: typeof place.held === "string" ? place.held : place.held ? asTyped(place.held) : "",
    oninput(event) {
      const text = event.target.value;
      place.hold(text === "" ? null : wrap(text));
      if (!place.dispatches || !triggers.includes("on_character_entered")) return;
      clearTimeout(pause);
      pause = setTimeout(() => place.use(text === "" ? null : wrap(text)), PAUSE);
    },
    onkeydown(event) {
      if (rich && formatted(event, event.target)) return;
      const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      if (!enter || !place.dispatches || element.multiline || !triggers.includes("on_enter_pressed")) return;
      event.preventDefault();
      place.use(event.target.value === "" ? null : wrap(event.target.value));
    },
  };
  if (rich) {
    const box = h("textarea", { ...common, rows: 4 });
    return h("div", { class: "rich-input" }, formattingBar(box), box);
  }
  if (element.multiline) return h("div", null, h("textarea", { ...common, rows: 4 }));
  return h("div", null, h("input", { ...KINDS[element.type], ...common }));
}

/** A day, `2026-11-30`. */
export const date = (element, place) => picker("date", element, place);

/** An hour, `09:30`. */
export const time = (element, place) => picker("time", element, place);

function picker(type, element, place) {
  return h(
    "div",
    { class: "picker" },
    h("input", {
      ...attributes(
        { ...place, placeholder: element.placeholder?.text ?? t(type === "date" ? "Date" : "Time") },
        element.focus_on_load,
      ),
      type,
      value: place.held ?? "",
      onchange: (event) => place.use(event.target.value || null),
    }),
    element.timezone && h("span", { class: "hint" }, element.timezone),
  );
}

/** A moment, in seconds since 1970, shown in the reader's zone. */
export function dateTime(element, place) {
  const shown = place.held
    ? `${civil(place.held * 1000)}T${new Intl.DateTimeFormat("fr-FR", { timeZone: zone(), hour: "2-digit", minute: "2-digit" }).format(place.held * 1000)}`
    : "";
  return h(
    "div",
    { class: "picker" },
    h("input", {
      ...attributes({ ...place, placeholder: t("Date and time") }, element.focus_on_load),
      type: "datetime-local",
      value: shown,
      onchange(event) {
        const [day, moment] = event.target.value.split("T");
        place.use(day ? Math.floor(instant(day, `${moment}:00`) / 1000) : null);
      },
    }),
  );
}

/** Files, held as `{name, size, content_base64}`; they may be dropped too. */
export function files(element, place) {
  const chooser = filePicker({
    attributes: {
      ...attributes(place, element.focus_on_load),
      class: "file-input",
      accept: element.filetypes?.map((type) => `.${type}`).join(","),
    },
    held: place.held ?? [],
    most: element.max_files ?? 10,
    accepts: (file) => fits(file, element.filetypes),
    changed: (held) => place.hold(held.length ? held : null),
  });
  return h(
    "div",
    {
      class: "files",
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        chooser.take([...event.dataTransfer.files]);
      },
    },
    chooser.button,
    chooser.list,
  );
}

function fits(file, types) {
  if (file.size > BIGGEST) toast(t("{name} is over 10 MB.", { name: file.name }), "error");
  else if (types?.length && !types.includes(file.name.split(".").pop().toLowerCase()))
    toast(t("{name} is not of an accepted type.", { name: file.name }), "error");
  else return true;
  return false;
}
