"""Block elements, one rule each, and the blocks that take them (Slack's block-elements reference)."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.rules.objects import (
    CONFIRM,
    DISPATCH_CONFIG,
    FILTER,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    WORKFLOW,
    initial_is_offered,
    plain_text,
)
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.schema import (
    Check,
    Inspection,
    boolean,
    every,
    exactly_one,
    fields,
    integer,
    kind,
    list_of,
    matching,
    objects_only,
    one_of,
    shown_on,
    text,
)

ACTION_ID = text(1, 255)
PLACEHOLDER = plain_text(150)


def _focus(value: Any, at: str, seen: Inspection) -> None:
    boolean(value, at, seen)
    if value is True:
        seen.focused += 1
        if seen.focused > 1:
            seen.refuse(at, "only one element of a view can have focus_on_load")


COMMON: dict[str, Check] = {"action_id": ACTION_ID}
FOCUSED: dict[str, Check] = {**COMMON, "focus_on_load": _focus}
CHOICE: dict[str, Check] = {**FOCUSED, "confirm": CONFIRM}
MENU: dict[str, Check] = {**CHOICE, "placeholder": PLACEHOLDER}
TYPED: dict[str, Check] = {**FOCUSED, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
MANY: dict[str, Check] = {"max_selected_items": integer(1, 100)}


def _is_date(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_zone(value: str) -> bool:
    try:
        return bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError):
        return False


DATE = matching(_is_date, "a date in the format YYYY-MM-DD")
TIME = matching(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "a time in the format HH:mm")
ZONE = matching(_is_zone, "an IANA time zone")
UNIX_TIME = integer(1_000_000_000, 9_999_999_999)
NUMBER = matching(re.compile(r"-?\d+(\.\d+)?").fullmatch, "a number written as a string")


def _lengths_in_order(value: dict[str, Any], at: str, seen: Inspection) -> None:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        seen.refuse(f"{at}/min_length", "must be less than or equal to max_length")
    initial = value.get("initial_value")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        seen.refuse(f"{at}/initial_value", f"must be less than {most + 1} characters")


def _numbers_in_order(value: dict[str, Any], at: str, seen: Inspection) -> None:
    numbers: dict[str, Decimal] = {}
    for name in ("min_value", "max_value", "initial_value"):
        try:
            numbers[name] = Decimal(value[name])
        except (KeyError, InvalidOperation, TypeError, ValueError):
            continue
        if value.get("is_decimal_allowed") is False and "." in str(value[name]):
            seen.refuse(f"{at}/{name}", "must not have decimals")
    if "min_value" in numbers and "max_value" in numbers and numbers["min_value"] > numbers["max_value"]:
        seen.refuse(f"{at}/min_value", "must be less than or equal to max_value")


def _text_input(name: str, longest: int = 3000) -> Check:
    return kind(name, {}, {**TYPED, "initial_value": text(0, longest)})


PLAIN_TEXT_INPUT = every(
    kind(
        "plain_text_input",
        {},
        {
            **TYPED,
            "initial_value": text(0, 3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    objects_only(_lengths_in_order),
)

NUMBER_INPUT = every(
    kind(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    ),
    objects_only(_numbers_in_order),
    shown_on("modal"),
)

RICH_TEXT_INPUT = every(
    kind(
        "rich_text_input",
        {},
        {**TYPED, "initial_value": RICH_TEXT, "min_lines": integer(1, 100), "max_lines": integer(1, 100)},
    ),
    shown_on("modal", "home"),
)

FILE_INPUT = every(
    kind("file_input", {}, {**COMMON, "filetypes": list_of(text(1), 1), "max_files": integer(1, 10)}),
    shown_on("modal"),
)

BUTTON = kind(
    "button",
    {"text": plain_text(75)},
    {
        **COMMON,
        "url": text(1, 3000),
        "value": text(0, 2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": text(1, 75),
    },
)

WORKFLOW_BUTTON = every(
    kind(
        "workflow_button",
        {"text": plain_text(75), "workflow": WORKFLOW, "action_id": ACTION_ID},
        {"style": one_of("primary", "danger"), "accessibility_label": text(1, 75)},
    ),
    shown_on("message"),
)

OVERFLOW = kind("overflow", {"options": list_of(OVERFLOW_OPTION, 1, 5)}, {**COMMON, "confirm": CONFIRM})

CHECKBOXES = every(
    kind(
        "checkboxes",
        {"options": list_of(RICH_OPTION, 1, 10)},
        {**CHOICE, "initial_options": list_of(RICH_OPTION, 1, 10)},
    ),
    objects_only(initial_is_offered),
)

RADIO_BUTTONS = every(
    kind("radio_buttons", {"options": list_of(RICH_OPTION, 1, 10)}, {**CHOICE, "initial_option": RICH_OPTION}),
    objects_only(initial_is_offered),
)

STATIC: dict[str, Check] = {"options": list_of(OPTION, 1, 100), "option_groups": list_of(OPTION_GROUP, 1, 100)}
RESPONSE_URL: dict[str, Check] = {"response_url_enabled": boolean}
QUERY: dict[str, Check] = {"min_query_length": integer(0, 3000)}


def _static(name: str, initial: dict[str, Check]) -> Check:
    return every(
        kind(name, {}, {**MENU, **STATIC, **initial}),
        exactly_one("options", "option_groups"),
        objects_only(initial_is_offered),
    )


ID = text(1, 255)
IDS = list_of(ID, 1)
ONE_OPTION: dict[str, Check] = {"initial_option": OPTION}
SOME_OPTIONS: dict[str, Check] = {"initial_options": list_of(OPTION, 1, 100), **MANY}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}

IMAGE = every(
    kind("image", {"alt_text": text(1, 2000)}, {"image_url": text(1, 3000), "slack_file": SLACK_FILE}),
    exactly_one("image_url", "slack_file"),
)

FEEDBACK_BUTTON = fields({"text": plain_text(75), "value": text(0, 2000)}, {"accessibility_label": text(1, 75)})

ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "workflow_button": WORKFLOW_BUTTON,
    "overflow": OVERFLOW,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "plain_text_input": PLAIN_TEXT_INPUT,
    "number_input": NUMBER_INPUT,
    "email_text_input": every(_text_input("email_text_input"), shown_on("modal")),
    "url_text_input": every(_text_input("url_text_input"), shown_on("modal")),
    "rich_text_input": RICH_TEXT_INPUT,
    "file_input": FILE_INPUT,
    "datepicker": kind("datepicker", {}, {**MENU, "initial_date": DATE}),
    "timepicker": kind("timepicker", {}, {**MENU, "initial_time": TIME, "timezone": ZONE}),
    "datetimepicker": every(
        kind("datetimepicker", {}, {**CHOICE, "initial_date_time": UNIX_TIME}), shown_on("message", "modal")
    ),
    "static_select": _static("static_select", ONE_OPTION),
    "multi_static_select": _static("multi_static_select", SOME_OPTIONS),
    "external_select": kind("external_select", {}, {**MENU, **QUERY, **ONE_OPTION}),
    "multi_external_select": kind("multi_external_select", {}, {**MENU, **QUERY, **SOME_OPTIONS}),
    "users_select": kind("users_select", {}, {**MENU, "initial_user": ID}),
    "multi_users_select": kind("multi_users_select", {}, {**MENU, **MANY, "initial_users": IDS}),
    "conversations_select": kind(
        "conversations_select", {}, {**MENU, **CONVERSATIONS, **RESPONSE_URL, "initial_conversation": ID}
    ),
    "multi_conversations_select": kind(
        "multi_conversations_select", {}, {**MENU, **MANY, **CONVERSATIONS, "initial_conversations": IDS}
    ),
    "channels_select": kind("channels_select", {}, {**MENU, **RESPONSE_URL, "initial_channel": ID}),
    "multi_channels_select": kind("multi_channels_select", {}, {**MENU, **MANY, "initial_channels": IDS}),
    "image": IMAGE,
    "feedback_buttons": kind(
        "feedback_buttons", {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, COMMON
    ),
    "icon_button": kind(
        "icon_button",
        {"icon": one_of("trash"), "text": plain_text(75)},
        {
            **COMMON,
            "value": text(0, 2000),
            "confirm": CONFIRM,
            "accessibility_label": text(1, 75),
            "visible_to_user_ids": list_of(ID),
        },
    ),
}

SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
IN_ACTIONS = SELECTS | {
    "button",
    "checkboxes",
    "datepicker",
    "datetimepicker",
    "overflow",
    "radio_buttons",
    "timepicker",
    "workflow_button",
}
IN_SECTION = IN_ACTIONS - {"datetimepicker"} | {"image"}
IN_INPUT = SELECTS | {
    "checkboxes",
    "datepicker",
    "datetimepicker",
    "email_text_input",
    "file_input",
    "number_input",
    "plain_text_input",
    "radio_buttons",
    "rich_text_input",
    "timepicker",
    "url_text_input",
}
