/** Select menus of every kind, as comboboxes over the right source of options. */

import { channelName, store } from "../core/store.js";
import { t } from "../core/words.js";
import { combobox } from "../kit/combobox.js";

/** One or several of the options; holds option objects, or ids for people and conversations. */
export function select(element, place) {
  const multiple = element.type.startsWith("multi_");
  const source = sourceOf(element, place);
  const held = multiple ? (place.held ?? []) : place.held ? [place.held] : [];
  return combobox({
    id: place.ids.field,
    label: place.inInput
      ? null
      : place.label
        ? `${element.placeholder?.text ?? ""} ${place.label}`.trim()
        : (element.placeholder?.text ?? t("Choose")),
    placeholder: element.placeholder?.text ?? t("Choose"),
    describedBy: place.describedBy,
    invalid: place.invalid,
    required: place.inInput && !place.optional,
    clearable: place.inInput && place.optional,
    focus: element.focus_on_load,
    multiple,
    most: element.max_selected_items ?? Infinity,
    chosen: held.map(source.choice),
    fetch: source.fetch,
    least: source.least ?? 0,
    pick: (choices) => place.use(multiple ? choices.map((choice) => choice.held) : (choices[0]?.held ?? null)),
  });
}

function sourceOf(element, place) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "external_select") return external(element, place);
  if (kind === "static_select")
    return local(
      element.option_groups?.map((group) => [group.label.text, group.options]) ?? [[null, element.options]],
      optionChoice,
    );
  if (kind === "users_select") return people();
  return conversations(kind, element.filter);
}

const optionChoice = (option) => ({
  key: option.value,
  label: option.text.text,
  note: option.description?.text,
  held: option,
});

function local(groups, choice) {
  const all = groups.map(([label, options]) => ({ label, choices: options.map(choice) }));
  return {
    choice,
    fetch: async (query) =>
      all.map((group) => ({ ...group, choices: group.choices.filter((each) => matches(each, query)) })),
  };
}

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
const matches = (choice, query) => bare(`${choice.label} ${choice.note ?? ""}`).includes(bare(query));

function external(element, place) {
  return {
    choice: optionChoice,
    least: element.min_query_length ?? 3,
    async fetch(query) {
      const answer = await place.suggest(query);
      if (!answer.ok) throw new Error(answer.message ?? answer.error);
      const groups = answer.option_groups ?? [{ label: null, options: answer.options ?? [] }];
      return groups.map((group) => ({ label: group.label?.text ?? null, choices: group.options.map(optionChoice) }));
    },
  };
}

function people() {
  const all = store.state.users.filter((user) => !user.deleted);
  const choice = (id) => {
    const user = store.state.users.find((each) => each.id === id);
    return { key: id, label: user?.real_name ?? id, note: user?.name, held: id };
  };
  const source = local([[null, all.map((user) => user.id)]], choice);
  return { ...source, choice };
}

function conversations(kind, filter) {
  const wanted = (channel) => {
    const type = channel.is_im ? "im" : channel.is_private ? "private" : "public";
    if (kind === "channels_select") return type === "public";
    return !filter?.include || filter.include.includes(type);
  };
  const choice = (id) => {
    const channel = store.state.channels.find((each) => each.id === id);
    return { key: id, label: channel ? `${channel.is_im ? "" : "#"}${channelName(channel)}` : id, held: id };
  };
  return { ...local([[null, store.state.channels.filter(wanted).map((channel) => channel.id)]], choice), choice };
}
