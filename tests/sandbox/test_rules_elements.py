"""Slack's refusals of elements and composition objects: each rule just inside and just outside."""

from typing import Any

import pytest

from sandbox.rules.messages import inspect_message
from sandbox.rules.options import check_options_answer
from tests.sandbox.slack_payloads import (
    actions,
    button,
    confirm,
    element,
    mrkdwn,
    option,
    options,
    plain,
)

Json = dict[str, Any]


def group(label: str = "Groupe", count: int = 1) -> Json:
    return {"label": plain(label), "options": options(count)}


def menu(**more: Any) -> Json:
    return element("static_select", **({"options": [option()]} | more))


def menu_of(one: Json) -> Json:
    return element("static_select", options=[one])


def boxes(count: int, **more: Any) -> Json:
    return element("checkboxes", options=options(count), **more)


def groups(count: int, size: int = 1) -> Json:
    return element("static_select", option_groups=[group(count=size)] * count)


def asks(**more: str) -> Json:
    return button(confirm=confirm(**more))


def find(**more: Any) -> Json:
    return element("external_select", **more)


def without(value: Json, name: str) -> Json:
    return {key: inner for key, inner in value.items() if key != name}


IN_ACTIONS = [
    pytest.param(
        button(text=plain("x" * 75)),
        button(text=plain("x" * 76)),
        "/text/text",
        "must be less than 76",
        id="button text",
    ),
    pytest.param(button(), button(text=mrkdwn()), "/text/type", "unsupported type: mrkdwn", id="button text is plain"),
    pytest.param(
        button(value="x" * 2000), button(value="x" * 2001), "/value", "must be less than 2001", id="button value"
    ),
    pytest.param(button(url="x" * 3000), button(url="x" * 3001), "/url", "must be less than 3001", id="button url"),
    pytest.param(
        button(style="danger"), button(style="default"), "/style", "must be one of: primary, danger", id="button style"
    ),
    pytest.param(
        button(accessibility_label="x" * 75),
        button(accessibility_label="x" * 76),
        "/accessibility_label",
        "must be less than 76",
        id="button accessibility label",
    ),
    pytest.param(
        button(action_id="x" * 255), button(action_id="x" * 256), "/action_id", "must be less than 256", id="action_id"
    ),
    pytest.param(
        button(), button(confirmed=True), "", "invalid additional property: confirmed", id="unknown field of an element"
    ),
    pytest.param(
        asks(title="x" * 100), asks(title="x" * 101), "/confirm/title/text", "must be less than 101", id="confirm title"
    ),
    pytest.param(
        asks(text="x" * 300), asks(text="x" * 301), "/confirm/text/text", "must be less than 301", id="confirm text"
    ),
    pytest.param(
        asks(yes="x" * 30), asks(yes="x" * 31), "/confirm/confirm/text", "must be less than 31", id="confirm button"
    ),
    pytest.param(asks(no="x" * 30), asks(no="x" * 31), "/confirm/deny/text", "must be less than 31", id="confirm deny"),
    pytest.param(
        asks(),
        button(confirm=without(confirm(), "deny")),
        "/confirm",
        "missing required field: deny",
        id="confirm is whole",
    ),
    pytest.param(
        menu_of(option(text="x" * 75)),
        menu_of(option(text="x" * 76)),
        "/options/0/text/text",
        "must be less than 76",
        id="option text",
    ),
    pytest.param(
        menu_of(option("x" * 150)),
        menu_of(option("x" * 151)),
        "/options/0/value",
        "must be less than 151",
        id="option value",
    ),
    pytest.param(
        menu_of(option(description=plain("x" * 75))),
        menu_of(option(description=plain("x" * 76))),
        "/options/0/description/text",
        "must be less than 76",
        id="option description",
    ),
    pytest.param(
        element("overflow", options=[option(url="https://exemple.example")]),
        menu_of(option(url="https://exemple.example")),
        "/options/0",
        "invalid additional property: url",
        id="url is for overflow options",
    ),
    pytest.param(
        menu_of(option()),
        menu_of({"value": "v", "text": mrkdwn()}),
        "/options/0/text/type",
        "unsupported type: mrkdwn",
        id="menu options are plain",
    ),
    pytest.param(
        menu(options=options(100)), menu(options=options(101)), "/options", "no more than 100", id="static options"
    ),
    pytest.param(
        menu(), element("static_select"), "", "must define one of: options, option_groups", id="a menu has options"
    ),
    pytest.param(
        menu(),
        menu(option_groups=[group()]),
        "",
        "must define only one of: options, option_groups",
        id="options xor groups",
    ),
    pytest.param(groups(100), groups(101), "/option_groups", "no more than 100 items", id="option groups"),
    pytest.param(
        groups(1, size=100),
        groups(1, size=101),
        "/option_groups/0/options",
        "no more than 100 items",
        id="options of a group",
    ),
    pytest.param(
        element("static_select", option_groups=[group("x" * 75)]),
        element("static_select", option_groups=[group("x" * 76)]),
        "/option_groups/0/label/text",
        "must be less than 76",
        id="group label",
    ),
    pytest.param(
        menu(initial_option=option()),
        menu(initial_option=option(text="Autre")),
        "/initial_option",
        "must be one of the provided options",
        id="initial option to the letter",
    ),
    pytest.param(
        menu(placeholder=plain("x" * 150)),
        menu(placeholder=plain("x" * 151)),
        "/placeholder/text",
        "must be less than 151",
        id="placeholder",
    ),
    pytest.param(
        find(min_query_length=0),
        find(options=[option()]),
        "",
        "invalid additional property: options",
        id="external has no options",
    ),
    pytest.param(
        find(min_query_length=0),
        find(min_query_length=-1),
        "/min_query_length",
        "must be greater than -1",
        id="min query length",
    ),
    pytest.param(boxes(10), boxes(11), "/options", "no more than 10", id="checkboxes"),
    pytest.param(
        boxes(2, initial_options=options(2)),
        boxes(1, initial_options=options(2)),
        "/initial_options/1",
        "must be one of the provided options",
        id="initial boxes",
    ),
    pytest.param(
        element("checkboxes", options=[{"value": "v", "text": mrkdwn()}]),
        element("checkboxes", options=[{"value": "v"}]),
        "/options/0",
        "missing required field: text",
        id="boxes take mrkdwn",
    ),
    pytest.param(
        element("radio_buttons", options=options(10)),
        element("radio_buttons", options=options(11)),
        "/options",
        "no more than 10",
        id="radio buttons",
    ),
    pytest.param(
        element("overflow", options=options(5)),
        element("overflow", options=options(6)),
        "/options",
        "no more than 5",
        id="overflow",
    ),
    pytest.param(
        element("overflow", options=options(1)),
        element("overflow", options=[]),
        "/options",
        "no fewer than 1",
        id="overflow not empty",
    ),
    pytest.param(
        element("datepicker", initial_date="2026-11-23"),
        element("datepicker", initial_date="23/11/2026"),
        "/initial_date",
        "must be a date",
        id="date",
    ),
    pytest.param(
        element("datepicker", initial_date="2028-02-29"),
        element("datepicker", initial_date="2026-02-29"),
        "/initial_date",
        "must be a date",
        id="a day that exists",
    ),
    pytest.param(
        element("timepicker", initial_time="23:59"),
        element("timepicker", initial_time="24:00"),
        "/initial_time",
        "must be a time",
        id="time",
    ),
    pytest.param(
        element("timepicker", timezone="Europe/Paris"),
        element("timepicker", timezone="Europe/Tours"),
        "/timezone",
        "must be an IANA time zone",
        id="time zone",
    ),
    pytest.param(
        element("datetimepicker", initial_date_time=1_000_000_000),
        element("datetimepicker", initial_date_time=999_999_999),
        "/initial_date_time",
        "must be greater than",
        id="ten digits at least",
    ),
    pytest.param(
        element("datetimepicker", initial_date_time=9_999_999_999),
        element("datetimepicker", initial_date_time=10_000_000_000),
        "/initial_date_time",
        "must be less than",
        id="ten digits at most",
    ),
    pytest.param(
        element("checkboxes", options=[option(text="x" * 75)]),
        element("checkboxes", options=[option(text="x" * 76)]),
        "/options/0/text/text",
        "must be less than 76",
        id="box text",
    ),
    pytest.param(
        boxes(10, initial_options=options(10)),
        boxes(10, initial_options=[*options(10), *options(1)]),
        "/initial_options",
        "no more than 10",
        id="initial boxes at most",
    ),
    pytest.param(
        element("multi_external_select", initial_options=options(100)),
        element("multi_external_select", initial_options=options(101)),
        "/initial_options",
        "no more than 100",
        id="initial options at most",
    ),
    pytest.param(
        element("multi_static_select", options=[option()]),
        element("multi_static_select"),
        "",
        "must define one of: options, option_groups",
        id="a menu of several has options",
    ),
    pytest.param(
        element("multi_static_select", options=[option()]),
        element("multi_static_select", options=[option()], option_groups=[group()]),
        "",
        "must define only one of: options, option_groups",
        id="options xor groups in a menu of several",
    ),
    pytest.param(
        element("conversations_select", filter={"include": ["im", "mpim", "private", "public"]}),
        element("conversations_select", filter={"include": ["shared"]}),
        "/filter/include/0",
        "must be one of: im, mpim, private, public",
        id="filter kinds",
    ),
    pytest.param(
        element("conversations_select", filter={"include": ["public"]}),
        element("conversations_select", filter={}),
        "/filter",
        "must define at least one field",
        id="filter",
    ),
    pytest.param(
        element("multi_users_select", max_selected_items=1),
        element("multi_users_select", max_selected_items=0),
        "/max_selected_items",
        "must be greater than 0",
        id="max selected items",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), IN_ACTIONS)
def test_an_element_just_inside_is_taken_and_one_just_outside_is_refused(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert inspect_message([actions(inside)]).messages == []
    refused = inspect_message([actions(outside)]).messages
    pointer = f"[json-pointer:/blocks/0/elements/0{at}]"
    assert any(one.startswith(problem) and one.endswith(pointer) for one in refused), refused


OPTIONS_ANSWERS: list[tuple[Json, Any]] = [
    ({"options": options(100)}, {"options": options(101)}),
    ({"option_groups": [group()] * 100}, {"option_groups": [group()] * 101}),
    ({"option_groups": [group(count=100)]}, {"option_groups": [group(count=101)]}),
    ({"options": []}, {}),
    ({"options": [option()]}, {"options": [option()], "option_groups": [group()]}),
    ({"options": [option(text="x" * 75)]}, {"options": [option(text="x" * 76)]}),
    ({"options": [option()]}, None),
    ({"options": [option()]}, {"options": [option()], "total": 1}),
    ({"options": [option()]}, {"options": option()}),
    ({"options": [option()]}, {"options": [option(url="https://exemple.example")]}),
    ({"options": [option()]}, {"options": [{"value": "v", "text": {"type": "mrkdwn", "text": "*a*"}}]}),
    ({"options": [option()]}, {"options": [{"value": "v", "text": {"text": "a"}}]}),
    ({"options": [option("x" * 150)]}, {"options": [option("x" * 151)]}),
    ({"option_groups": [group(count=1)]}, {"option_groups": [group(count=0)]}),
]


@pytest.mark.parametrize(("inside", "outside"), OPTIONS_ANSWERS)
def test_the_answer_to_an_external_menu_has_rules(inside: Json, outside: Any) -> None:
    assert check_options_answer(inside) == []
    assert check_options_answer(outside) != []
