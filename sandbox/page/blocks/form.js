/** What the inputs of a view or message hold, apart from the nodes that show them, so that redrawing loses nothing. */

const INITIAL = {
  plain_text_input: "initial_value",
  email_text_input: "initial_value",
  url_text_input: "initial_value",
  number_input: "initial_value",
  static_select: "initial_option",
  external_select: "initial_option",
  users_select: "initial_user",
  conversations_select: "initial_conversation",
  channels_select: "initial_channel",
  multi_static_select: "initial_options",
  multi_external_select: "initial_options",
  multi_users_select: "initial_users",
  multi_conversations_select: "initial_conversations",
  multi_channels_select: "initial_channels",
  checkboxes: "initial_options",
  radio_buttons: "initial_option",
  datepicker: "initial_date",
  timepicker: "initial_time",
  datetimepicker: "initial_date_time",
  file_input: null,
  rich_text_input: "initial_value",
};

const KEPT = [
  "selected_option",
  "selected_options",
  "selected_date",
  "selected_time",
  "selected_date_time",
  "selected_user",
  "selected_users",
  "selected_conversation",
  "selected_conversations",
  "selected_channel",
  "selected_channels",
  "files",
  "rich_text_value",
  "value",
];

/** The value that goes to the server: an option is known by its `value`. */
export function raw(held) {
  if (Array.isArray(held)) return held.map(raw);
  return held !== null && typeof held === "object" && "text" in held && "value" in held ? held.value : (held ?? null);
}

/** The elements that hold a value, each with its block's id. */
export function statefulOf(blocks) {
  return blocks.flatMap((block) => {
    if (block.child_blocks) return statefulOf(block.child_blocks);
    const elements =
      block.type === "input"
        ? [block.element]
        : block.type === "actions"
          ? block.elements
          : block.type === "section" && block.accessory
            ? [block.accessory]
            : [];
    return elements
      .filter((element) => element.type in INITIAL)
      .map((element) => ({ blockId: block.block_id, element }));
  });
}

export class Form {
  #held = new Map();

  /** Adopt new blocks: what has the same ids and type is kept, the rest starts from what the server kept, or its initial value. */
  adopt(blocks, state) {
    const before = this.#held;
    this.#held = new Map();
    for (const { blockId, element } of statefulOf(blocks)) {
      const key = keyOf(blockId, element.action_id);
      const known = before.get(key);
      const held = known?.type === element.type ? known.held : (fromState(state, blockId, element) ?? initial(element));
      this.#held.set(key, { type: element.type, blockId, actionId: element.action_id, held });
    }
  }

  get(blockId, actionId) {
    return this.#held.get(keyOf(blockId, actionId))?.held ?? null;
  }

  set(blockId, actionId, held) {
    const entry = this.#held.get(keyOf(blockId, actionId));
    if (entry) entry.held = held;
  }

  /** All values, as the server wants them: `{block_id: {action_id: value}}`. */
  state() {
    const state = {};
    for (const { blockId, actionId, held } of this.#held.values()) {
      state[blockId] ??= {};
      state[blockId][actionId] = raw(held);
    }
    return state;
  }
}

const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);

function initial(element) {
  const name = INITIAL[element.type];
  return name ? (element[name] ?? null) : null;
}

function fromState(state, blockId, element) {
  const kept = state?.values?.[blockId]?.[element.action_id];
  if (!kept) return null;
  const name = KEPT.find((each) => kept[each] !== undefined && kept[each] !== null);
  return name ? kept[name] : null;
}
