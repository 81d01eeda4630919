"""Block elements, one rule each, and the blocks that take them (Slack's block-elements reference)."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.rules.objects import (
    ADDRESS,
    CONFIRM,
    DISPATCH_CONFIG,
    FILTER,
    IDENTIFIER,
    LABEL,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    STYLE,
    WORKFLOW,
    initial_is_offered,
    plain_text,
)
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.schema import (
    Check,
    Inspection,
    Rule,
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
    typed,
)

PLACEHOLDER = plain_text(150)
BUTTON_VALUE = text(0, 2000)
SPOKEN = text(1, 75)

FOCUS_TAKEN = Rule("only one element of a view can have focus_on_load")


def _focus(value: Any, at: str, seen: Inspection) -> None:
    if value is True:
        seen.focused += 1
        if seen.focused > 1:
            seen.refuse(at, FOCUS_TAKEN)


COMMON: dict[str, Check] = {"action_id": IDENTIFIER}
FOCUSED: dict[str, Check] = {**COMMON, "focus_on_load": every(boolean, Check(_focus, (FOCUS_TAKEN,)))}
CHOICE: dict[str, Check] = {**FOCUSED, "confirm": CONFIRM}
MENU: dict[str, Check] = {**CHOICE, "placeholder": PLACEHOLDER}
TYPED: dict[str, Check] = {**FOCUSED, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
MANY: dict[str, Check] = {"max_selected_items": integer(1)}


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


def _in_order(least: str, most: str) -> Check:
    """The first whole number is not above the second."""
    crossed = Rule(f"must be less than or equal to {most}")

    def judge(value: dict[str, Any], at: str, seen: Inspection) -> None:
        low, high = value.get(least), value.get(most)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            seen.refuse(f"{at}/{least}", crossed)

    return objects_only(judge, crossed)


TOO_LONG_AT_FIRST = Rule("must be less than {} characters")


def _initial_fits(value: dict[str, Any], at: str, seen: Inspection) -> None:
    initial, most = value.get("initial_value"), value.get("max_length")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        seen.refuse(f"{at}/initial_value", TOO_LONG_AT_FIRST, most + 1)


WHOLE_ONLY = Rule("must not have decimals")
CROSSED_NUMBERS = Rule("must be less than or equal to max_value")
OUT_OF_RANGE = Rule("must be between min_value and max_value")


def _numbers_in_order(value: dict[str, Any], at: str, seen: Inspection) -> None:
    numbers: dict[str, Decimal] = {}
    for name in ("min_value", "max_value", "initial_value"):
        try:
            numbers[name] = Decimal(value[name])
        except (KeyError, InvalidOperation, TypeError, ValueError):
            continue
        if value.get("is_decimal_allowed") is False and "." in str(value[name]):
            seen.refuse(f"{at}/{name}", WHOLE_ONLY)
    least, most = numbers.get("min_value", Decimal("-Infinity")), numbers.get("max_value", Decimal("Infinity"))
    if least > most:
        seen.refuse(f"{at}/min_value", CROSSED_NUMBERS)
    elif "initial_value" in numbers and not least <= numbers["initial_value"] <= most:
        seen.refuse(f"{at}/initial_value", OUT_OF_RANGE)


FIRST_TEXT = text(0, 3000)
ONE_LINE = every(kind({}, {**TYPED, "initial_value": FIRST_TEXT}), shown_on("modal"))
"""An e-mail or URL field."""


PLAIN_TEXT_INPUT = every(
    kind(
        {},
        {
            **TYPED,
            "initial_value": FIRST_TEXT,
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    _in_order("min_length", "max_length"),
    objects_only(_initial_fits, TOO_LONG_AT_FIRST),
)

NUMBER_INPUT = every(
    kind(
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    ),
    objects_only(_numbers_in_order, WHOLE_ONLY, CROSSED_NUMBERS, OUT_OF_RANGE),
    shown_on("modal"),
)

RICH_TEXT_INPUT = every(
    kind(
        {},
        {
            **TYPED,
            "initial_value": typed({"rich_text": RICH_TEXT}),
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
    ),
    _in_order("min_lines", "max_lines"),
    shown_on("modal", "home"),
)

FILE_INPUT = every(
    kind({}, {**COMMON, "filetypes": list_of(text(1), 1), "max_files": integer(1, 10)}),
    shown_on("modal"),
)

BUTTON = kind(
    {"text": LABEL},
    {
        **COMMON,
        "url": ADDRESS,
        "value": BUTTON_VALUE,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": SPOKEN,
    },
)

WORKFLOW_BUTTON = every(
    kind(
        {"text": LABEL, "workflow": WORKFLOW, "action_id": IDENTIFIER},
        {"style": STYLE, "accessibility_label": SPOKEN},
    ),
    shown_on("message"),
)

OVERFLOW = kind({"options": list_of(OVERFLOW_OPTION, 1, 5)}, {**COMMON, "confirm": CONFIRM})

CHECKBOXES = every(
    kind(
        {"options": list_of(RICH_OPTION, 1, 10)},
        {**CHOICE, "initial_options": list_of(RICH_OPTION, 1, 10)},
    ),
    initial_is_offered,
)

RADIO_BUTTONS = every(
    kind({"options": list_of(RICH_OPTION, 1, 10)}, {**CHOICE, "initial_option": RICH_OPTION}),
    initial_is_offered,
)

STATIC: dict[str, Check] = {"options": list_of(OPTION, 1, 100), "option_groups": list_of(OPTION_GROUP, 1, 100)}
RESPONSE_URL: dict[str, Check] = {"response_url_enabled": boolean}
QUERY: dict[str, Check] = {"min_query_length": integer(0)}


def _static(initial: dict[str, Check]) -> Check:
    return every(
        kind({}, {**MENU, **STATIC, **initial}),
        exactly_one("options", "option_groups"),
        initial_is_offered,
    )


ID = text(1)
IDS = list_of(ID, 1)
ONE_OPTION: dict[str, Check] = {"initial_option": OPTION}
SOME_OPTIONS: dict[str, Check] = {"initial_options": list_of(OPTION, 1, 100), **MANY}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}

ALT_TEXT = text(1, 2000)
IMAGE_SOURCE: dict[str, Check] = {"image_url": ADDRESS, "slack_file": SLACK_FILE}
IMAGE = every(
    kind({"alt_text": ALT_TEXT}, IMAGE_SOURCE),
    exactly_one("image_url", "slack_file"),
)

FEEDBACK_BUTTON = fields({"text": LABEL, "value": BUTTON_VALUE}, {"accessibility_label": SPOKEN})

ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "workflow_button": WORKFLOW_BUTTON,
    "overflow": OVERFLOW,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "plain_text_input": PLAIN_TEXT_INPUT,
    "number_input": NUMBER_INPUT,
    "email_text_input": ONE_LINE,
    "url_text_input": ONE_LINE,
    "rich_text_input": RICH_TEXT_INPUT,
    "file_input": FILE_INPUT,
    "datepicker": kind({}, {**MENU, "initial_date": DATE}),
    "timepicker": kind({}, {**MENU, "initial_time": TIME, "timezone": ZONE}),
    "datetimepicker": every(kind({}, {**CHOICE, "initial_date_time": UNIX_TIME}), shown_on("message", "modal")),
    "static_select": _static(ONE_OPTION),
    "multi_static_select": _static(SOME_OPTIONS),
    "external_select": kind({}, {**MENU, **QUERY, **ONE_OPTION}),
    "multi_external_select": kind({}, {**MENU, **QUERY, **SOME_OPTIONS}),
    "users_select": kind({}, {**MENU, "initial_user": ID}),
    "multi_users_select": kind({}, {**MENU, **MANY, "initial_users": IDS}),
    "conversations_select": kind({}, {**MENU, **CONVERSATIONS, **RESPONSE_URL, "initial_conversation": ID}),
    "multi_conversations_select": kind({}, {**MENU, **MANY, **CONVERSATIONS, "initial_conversations": IDS}),
    "channels_select": kind({}, {**MENU, **RESPONSE_URL, "initial_channel": ID}),
    "multi_channels_select": kind({}, {**MENU, **MANY, "initial_channels": IDS}),
    "image": IMAGE,
    "feedback_buttons": kind({"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, COMMON),
    "icon_button": kind(
        {"icon": one_of("trash"), "text": LABEL},
        {
            **COMMON,
            "value": BUTTON_VALUE,
            "confirm": CONFIRM,
            "accessibility_label": SPOKEN,
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
