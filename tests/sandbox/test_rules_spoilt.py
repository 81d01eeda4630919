"""Whole blocks of every kind, spoilt one place at a time: nothing of the wrong type, unknown or missing is taken."""

import re
from typing import Any

import pytest

from sandbox.rules.messages import inspect_message
from sandbox.rules.schema import Inspection
from sandbox.rules.views import inspect_view
from tests.sandbox.block_samples import ON
from tests.sandbox.slack_payloads import home, modal
from tests.sandbox.spoiling import (
    emptied,
    of_an_unknown_kind,
    of_another_type,
    value_at,
    with_an_unknown_field,
    without_one_field,
)

Json = dict[str, Any]

REQUIRED = {
    "actions": {"elements"},
    "alert": {"text"},
    "broadcast": {"range"},
    "button": {"text"},
    "carousel": {"elements"},
    "channel": {"channel_id"},
    "checkboxes": {"options"},
    "color": {"value"},
    "confirm": {"title", "text", "confirm", "deny"},
    "container": {"title", "child_blocks"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "customizable_input_parameters": {"name", "value"},
    "data_table": {"caption", "rows"},
    "date": {"timestamp", "format"},
    "emoji": {"name"},
    "feedback_buttons": {"positive_button", "negative_button"},
    "header": {"text"},
    "icon_button": {"icon", "text"},
    "image": {"alt_text"},
    "initial_option": {"text", "value"},
    "initial_options": {"text", "value"},
    "input": {"label", "element"},
    "link": {"url"},
    "markdown": {"text"},
    "mrkdwn": {"text"},
    "negative_button": {"text", "value"},
    "number_input": {"is_decimal_allowed"},
    "option_groups": {"label", "options"},
    "options": {"text", "value"},
    "overflow": {"options"},
    "plain_text": {"text"},
    "plan": {"title"},
    "positive_button": {"text", "value"},
    "radio_buttons": {"options"},
    "raw_number": {"value"},
    "raw_text": {"text"},
    "rich_text": {"elements"},
    "rich_text_list": {"elements", "style"},
    "rich_text_preformatted": {"elements"},
    "rich_text_quote": {"elements"},
    "rich_text_section": {"elements"},
    "table": {"rows"},
    "task_card": {"task_id", "title"},
    "text": {"text"},
    "trigger": {"url"},
    "url": {"url", "text"},
    "user": {"user_id"},
    "usergroup": {"usergroup_id"},
    "video": {"alt_text", "title", "thumbnail_url", "video_url"},
    "workflow": {"trigger"},
    "workflow_button": {"action_id", "text", "workflow"},
}
"""The fields without which Slack refuses an object, by its type or by the name it stands under; `type` in all."""

ALTERNATIVES = {
    ("image", "image_url"),
    ("image", "slack_file"),
    ("section", "text"),
    ("slack_file", "id"),
    ("slack_file", "url"),
    ("static_select", "options"),
    ("static_select", "option_groups"),
    ("multi_static_select", "options"),
}
"""Fields that may be left out when another stands in their place."""

MAY_BE_EMPTY = {
    "action_id",
    "block_id",
    "column_settings",
    "customizable_input_parameters",
    "fallback",
    "initial_value",
    "sources",
    "value",
    "visible_to_user_ids",
}

SAMPLES = [(surface, block) for surface, blocks in ON.items() for block in blocks]


def look(surface: str, block: Any) -> Inspection:
    match surface:
        case "message":
            return inspect_message([block])
        case "modal":
            return inspect_view(modal(block), "modal")
        case _:
            return inspect_view(home(block), "home")


def owner(block: Json, at: str) -> str:
    """The type of the object that holds that place, or the name it stands under."""
    above = re.sub(r"(/\d+)+$", "", at).rpartition("/")[0]
    holder = value_at(block, above)
    kind = holder.get("type") if isinstance(holder, dict) else None
    return str(kind or re.sub(r"(/\d+)+$", "", above).rpartition("/")[2])


@pytest.mark.parametrize("surface", ON)
def test_a_whole_block_of_each_kind_is_taken(surface: str) -> None:
    for block in ON[surface]:
        assert look(surface, block).messages == []


@pytest.mark.parametrize("surface", ON)
def test_a_value_of_another_type_is_refused_where_it_stands(surface: str) -> None:
    for block in ON[surface]:
        for spoilt in of_another_type(block):
            refused = look(surface, spoilt.outside).messages
            assert any(f"{spoilt.at}]" in one or "one of" in one for one in refused), (block["type"], spoilt.at)


@pytest.mark.parametrize("surface", ON)
def test_an_unknown_type_is_refused_where_it_stands(surface: str) -> None:
    for block in ON[surface]:
        for spoilt in of_an_unknown_kind(block):
            refused = look(surface, spoilt.outside).messages
            assert any("unsupported type: inconnu" in one and f"{spoilt.at}]" in one for one in refused), spoilt.at


@pytest.mark.parametrize("surface", ON)
def test_an_unknown_field_is_refused_in_every_object(surface: str) -> None:
    for block in ON[surface]:
        if block["type"] == "data_visualization":
            continue  # Slack's reference of its fields was not found.
        for spoilt in with_an_unknown_field(block):
            refused = look(surface, spoilt.outside).messages
            assert any("invalid additional property: inconnu" in one for one in refused), (block["type"], spoilt.at)


@pytest.mark.parametrize("surface", ON)
def test_a_field_left_out_is_refused_when_slack_requires_it_and_then_alone(surface: str) -> None:
    for block in ON[surface]:
        for spoilt in without_one_field(block):
            name = spoilt.at.rpartition("/")[2]
            held_by = owner(block, spoilt.at)
            refused = look(surface, spoilt.outside).messages
            missing = any(one.startswith(f"missing required field: {name} ") for one in refused)
            assert missing == (name == "type" or name in REQUIRED.get(held_by, ())), (held_by, name, refused)
            if refused and not missing:
                offered = name == "description" and "must be one of the provided options" in refused[0]
                assert offered or (held_by, name) in ALTERNATIVES, (held_by, name, refused)


@pytest.mark.parametrize("surface", ON)
def test_one_character_and_one_item_are_enough_and_none_is_too_few(surface: str) -> None:
    for block in ON[surface]:
        for spoilt in emptied(block):
            name = spoilt.at.rpartition("/")[2]
            held_by = owner(block, spoilt.at)
            inside_rich_text = name == "elements" and held_by.startswith("rich_text_")
            may_be_empty = inside_rich_text or (held_by, name) == ("link", "text")
            may_be_empty |= name in MAY_BE_EMPTY and held_by != "color"
            refused = look(surface, spoilt.outside).problems != []
            assert refused or may_be_empty, (block["type"], spoilt.at)


WHERE: dict[str, set[str]] = {
    "alert": {"modal"},
    "card": {"message", "home"},
    "carousel": {"message", "home"},
    "container": {"message", "home"},
    "context_actions": {"message"},
    "data_table": {"message", "home"},
    "data_visualization": {"message"},
    "datetimepicker": {"message", "modal"},
    "email_text_input": {"modal"},
    "file_input": {"modal"},
    "markdown": {"message"},
    "number_input": {"modal"},
    "plan": {"message"},
    "rich_text_input": {"modal", "home"},
    "table": {"message"},
    "task_card": {"message"},
    "url_text_input": {"modal"},
    "workflow_button": {"message"},
}
"""The surfaces of each kind of block and element; what is not here is for all."""


def kinds(block: Json) -> set[str]:
    """The types of a block and of the elements it places itself."""
    elements = [*(block.get("elements") or []), block.get("element"), block.get("accessory")]
    return {block["type"], *(one["type"] for one in elements if one)}


@pytest.mark.parametrize("surface", ON)
def test_a_block_is_taken_on_its_own_surfaces_alone(surface: str) -> None:
    for _, block in SAMPLES:
        allowed = all(surface in WHERE.get(kind, set(ON)) for kind in kinds(block))
        refused = look(surface, block).messages
        menus_of_forms = [one for one in refused if "response_url_enabled" in one]
        assert (refused == menus_of_forms) == allowed, (surface, block, refused)
