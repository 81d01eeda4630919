"""Slack's refusals of the fields of forms, and of elements on the wrong surface."""

from typing import Any

import pytest

from sandbox.rules.messages import inspect_message
from sandbox.rules.views import check_view
from tests.sandbox.slack_payloads import (
    actions,
    element,
    field,
    home,
    modal,
    plain,
    section,
)

Json = dict[str, Any]


def find(**more: Any) -> Json:
    return element("external_select", **more)


def without(value: Json, name: str) -> Json:
    return {key: inner for key, inner in value.items() if key != name}


def words(**more: Any) -> Json:
    return element("plain_text_input", **more)


def number(**more: Any) -> Json:
    return element("number_input", **({"is_decimal_allowed": False} | more))


def lines(**more: Any) -> Json:
    return element("rich_text_input", **more)


IN_MODAL_INPUTS = [
    pytest.param(
        words(min_length=3000), words(min_length=3001), "/min_length", "must be less than 3001", id="min length"
    ),
    pytest.param(
        words(max_length=3000), words(max_length=3001), "/max_length", "must be less than 3001", id="max length"
    ),
    pytest.param(
        words(max_length=1), words(max_length=0), "/max_length", "must be greater than 0", id="max length of one"
    ),
    pytest.param(
        words(min_length=2, max_length=2),
        words(min_length=3, max_length=2),
        "/min_length",
        "must be less than or equal",
        id="min under max",
    ),
    pytest.param(
        words(max_length=3, initial_value="abc"),
        words(max_length=3, initial_value="abcd"),
        "/initial_value",
        "must be less than 4",
        id="initial text",
    ),
    pytest.param(
        words(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
        words(dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        "/dispatch_action_config/trigger_actions_on/0",
        "must be one of",
        id="dispatch action config",
    ),
    pytest.param(
        number(),
        without(number(), "is_decimal_allowed"),
        "",
        "missing required field: is_decimal_allowed",
        id="decimals are told",
    ),
    pytest.param(
        words(min_length=0), words(min_length=-1), "/min_length", "must be greater than -1", id="min length of none"
    ),
    pytest.param(
        words(initial_value="x" * 3000),
        words(initial_value="x" * 3001),
        "/initial_value",
        "must be less than 3001",
        id="initial text at most",
    ),
    pytest.param(
        words(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}),
        words(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * 3}),
        "/dispatch_action_config/trigger_actions_on",
        "no more than 2",
        id="dispatch twice",
    ),
    pytest.param(
        number(min_value="1", max_value="2", initial_value="2"),
        number(min_value="1", max_value="2", initial_value="3"),
        "/initial_value",
        "must be between",
        id="initial number in its range",
    ),
    pytest.param(
        lines(min_lines=100), lines(min_lines=101), "/min_lines", "must be less than 101", id="lines at least"
    ),
    pytest.param(lines(max_lines=1), lines(max_lines=0), "/max_lines", "must be greater than 0", id="a line at most"),
    pytest.param(
        lines(min_lines=2, max_lines=2),
        lines(min_lines=3, max_lines=2),
        "/min_lines",
        "must be less than or equal to max_lines",
        id="lines in order",
    ),
    pytest.param(
        number(min_value="1"), number(min_value=1), "/min_value", "must provide a string", id="numbers are strings"
    ),
    pytest.param(
        number(is_decimal_allowed=True, initial_value="1.5"),
        number(is_decimal_allowed=True, initial_value="1,5"),
        "/initial_value",
        "must be a number",
        id="a point",
    ),
    pytest.param(
        number(is_decimal_allowed=True, initial_value="1.5"),
        number(initial_value="1.5"),
        "/initial_value",
        "must not have decimals",
        id="no decimals",
    ),
    pytest.param(
        number(min_value="1", max_value="2"),
        number(min_value="3", max_value="2"),
        "/min_value",
        "must be less than or equal",
        id="number range",
    ),
    pytest.param(
        element("file_input", max_files=10),
        element("file_input", max_files=11),
        "/max_files",
        "must be less than 11",
        id="files",
    ),
    pytest.param(
        element("file_input", max_files=1),
        element("file_input", max_files=0),
        "/max_files",
        "must be greater than 0",
        id="one file",
    ),
    pytest.param(
        element("file_input", filetypes=["pdf"]),
        element("file_input", placeholder=plain()),
        "",
        "invalid additional property",
        id="file input fields",
    ),
    pytest.param(lines(min_lines=1), lines(min_lines=0), "/min_lines", "must be greater than 0", id="lines"),
    pytest.param(lines(max_lines=100), lines(max_lines=101), "/max_lines", "must be less than 101", id="hundred lines"),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), IN_MODAL_INPUTS)
def test_a_field_just_inside_is_taken_and_one_just_outside_is_refused(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert check_view(modal(field(inside)), "modal") == []
    refused = check_view(modal(field(outside)), "modal")
    pointer = f"[json-pointer:/view/blocks/0/element{at}]"
    assert any(one.startswith(problem) and one.endswith(pointer) for one in refused), refused


@pytest.mark.parametrize("kind", ["number_input", "email_text_input", "url_text_input", "file_input"])
def test_some_fields_are_for_modals_alone(kind: str) -> None:
    only = number() if kind == "number_input" else element(kind)
    assert check_view(modal(field(only)), "modal") == []
    expected = f"unsupported type: {kind}"
    assert expected in inspect_message([field(only)]).messages[0]
    assert expected in check_view(home(field(only)), "home")[0]


def test_a_workflow_button_is_for_messages_and_a_rich_field_is_not() -> None:
    workflow = element("workflow_button", text=plain(), workflow={"trigger": {"url": "https://exemple.example"}})
    assert inspect_message([actions(workflow)]).messages == []
    assert "unsupported type" in check_view(modal(actions(workflow)), "modal")[0]
    assert check_view(home(field(lines())), "home") == []
    assert "unsupported type" in inspect_message([field(lines())]).messages[0]


def test_a_date_and_time_picker_is_not_for_home() -> None:
    picker = actions(element("datetimepicker"))
    assert inspect_message([picker]).messages == []
    assert check_view(modal(picker), "modal") == []
    assert "unsupported type: datetimepicker" in check_view(home(picker), "home")[0]


def test_one_element_of_a_view_has_the_focus() -> None:
    focused = [field(words(focus_on_load=True)), field(find(focus_on_load=True))]
    assert check_view(modal(focused[0], field(find())), "modal") == []
    assert check_view(modal(*focused), "modal") == [
        "only one element of a view can have focus_on_load [json-pointer:/view/blocks/1/element/focus_on_load]"
    ]


def test_text_objects_hold_three_thousand_characters() -> None:
    assert inspect_message([section(text=plain("x" * 3000))]).messages == []
    assert inspect_message([section(text=plain("x" * 3001))]).messages == [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
