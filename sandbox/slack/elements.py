"""What an interactive element holds: Slack's `state` for it, from its first value and from what a person puts in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

Json = dict[str, Any]

STATE_KEY = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
"""The key of the state of each element that holds something; buttons and overflows hold nothing."""

INITIAL_KEY = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "rich_text_value": "initial_value",
}

LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}


class UnknownOption(Exception):
    """The person chose something that the element does not offer."""


@dataclass(frozen=True)
class Placed:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")


def placed_elements(blocks: list[Json]) -> Iterator[Placed]:
    """Every interactive element of the blocks, in reading order."""
    for block in blocks:
        match block["type"]:
            case "input":
                yield Placed(block, block["element"])
            case "section" if "accessory" in block and "action_id" in block["accessory"]:
                yield Placed(block, block["accessory"])
            case "actions" | "context_actions":
                for element in block["elements"]:
                    yield Placed(block, element)
            case "card":
                for element in block.get("actions", []):
                    yield Placed(block, element)
            case "carousel" | "container":
                yield from placed_elements(block.get("elements") or block.get("child_blocks") or [])


def find_element(blocks: list[Json], block_id: object, action_id: object) -> Placed | None:
    for placed in placed_elements(blocks):
        if placed.key == (block_id, action_id):
            return placed
    return None


def options_of(element: Json) -> list[Json]:
    """The options written in the element itself, groups opened."""
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return list(element.get("options", [])) + groups


def first_state(element: Json, here: str | None = None) -> Json | None:
    """The state before anybody touches the element, shown from the conversation `here`; None when it holds nothing."""
    key = STATE_KEY.get(element["type"])
    if key is None:
        return None
    empty: Any = [] if key in LISTS else None
    if element.get("default_to_current_conversation") and here is not None:
        empty = [here] if key in LISTS else here
    return {"type": element["type"], key: element.get(INITIAL_KEY.get(key, ""), empty)}


def first_values(blocks: list[Json], here: str | None = None) -> Json:
    """The values of blocks just shown: block_id, action_id, state."""
    values: Json = {}
    for placed in placed_elements(blocks):
        if (state := first_state(placed.element, here)) is not None:
            block_id, action_id = placed.key
            values.setdefault(block_id, {})[action_id] = state
    return values


def kept_values(old_blocks: list[Json], old_values: Json, blocks: list[Json], here: str | None = None) -> Json:
    """The values after an update: what a person put in stays where block_id, action_id and kind are the same."""
    values = first_values(blocks, here)
    before = {placed.key: placed.type for placed in placed_elements(old_blocks)}
    for placed in placed_elements(blocks):
        block_id, action_id = placed.key
        if before.get(placed.key) != placed.type or action_id not in values.get(block_id, {}):
            continue
        old = old_values.get(block_id, {}).get(action_id)
        if old is not None and _still_offered(placed.element, old):
            values[block_id][action_id] = old
    return values


def _still_offered(element: Json, state: Json) -> bool:
    if element["type"].endswith("external_select"):
        return True
    key = STATE_KEY[element["type"]]
    offered = {option["value"] for option in options_of(element)}
    if key == "selected_option":
        return state[key] is None or state[key]["value"] in offered
    if key == "selected_options":
        return all(option["value"] in offered for option in state[key])
    return True


def state_from(element: Json, raw: Any, offered: dict[str, Json]) -> Json:
    """The state for what the person put in; `offered` are the options an external select showed, by value.

    Raises UnknownOption for a choice that is neither in the element nor offered, and for what is no day or hour.
    """
    key = STATE_KEY[element["type"]]
    known = {option["value"]: option for option in options_of(element)} | offered
    for name in ("initial_option", "initial_options"):
        initial = element.get(name) or []
        known |= {option["value"]: option for option in (initial if isinstance(initial, list) else [initial])}

    def option(value: Any) -> Json:
        if isinstance(value, dict):
            value = value.get("value")
        if value not in known:
            raise UnknownOption(str(value))
        return known[value]

    held: Any
    match key:
        case "selected_option":
            held = None if raw in (None, "") else option(raw)
        case "selected_options":
            held = [option(value) for value in raw or []]
        case "value":
            held = None if raw in (None, "") else str(raw)
        case "selected_date_time":
            held = None if raw in (None, "") else int(raw)
        case "selected_date" | "selected_time":
            held = _moment(key, raw) if raw else None
        case "rich_text_value":
            held = _rich_text(raw) if isinstance(raw, str) else raw
        case _ if key in LISTS:
            held = list(raw or [])
        case _:
            held = raw or None
    return {"type": element["type"], key: held}


def _moment(key: str, raw: Any) -> str:
    """A day as 2026-11-30 or an hour as 09:30: pickers offer nothing else."""
    try:
        whole = date.fromisoformat(raw) if key == "selected_date" else time.fromisoformat(raw)
    except (TypeError, ValueError):
        raise UnknownOption(str(raw)) from None
    written = whole.isoformat() if isinstance(whole, date) else whole.isoformat(timespec="minutes")
    if written != raw:
        raise UnknownOption(str(raw))
    return written


def _rich_text(text: str) -> Json | None:
    if not text:
        return None
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def is_empty(state: Json) -> bool:
    held = state[STATE_KEY[state["type"]]]
    return held is None or held in ([], "")


def with_state(values: Json, placed: Placed, state: Json) -> None:
    """Write one state into the values."""
    block_id, action_id = placed.key
    values.setdefault(block_id, {})[action_id] = state
