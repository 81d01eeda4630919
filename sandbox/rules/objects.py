"""Composition objects: texts, options, confirmations, filters (Slack's composition-objects reference)."""

import json
from typing import Any

from sandbox.rules.schema import (
    Check,
    Inspection,
    Rule,
    boolean,
    every,
    exactly_one,
    fields,
    kind,
    list_of,
    objects_only,
    one_of,
    text,
    typed,
)

LONGEST_TEXT = 3000

IDENTIFIER = text(0, 255)
"""A block_id or an action_id."""


def plain_text(at_most: int = LONGEST_TEXT) -> Check:
    """A plain_text object of 1 to that many characters."""
    return typed({"plain_text": kind({"text": text(1, at_most)}, {"emoji": boolean})})


def texts(at_most: int = LONGEST_TEXT) -> dict[str, Check]:
    """The two text objects, by type."""
    words = text(1, at_most)
    plain = kind({"text": words}, {"emoji": boolean})
    return {"plain_text": plain, "mrkdwn": kind({"text": words}, {"verbatim": boolean})}


def any_text(at_most: int = LONGEST_TEXT) -> Check:
    """A plain_text or mrkdwn object of 1 to that many characters."""
    return typed(texts(at_most))


LABEL = plain_text(75)
"""What buttons, options and groups show."""
RICH_LABEL = any_text(75)
VALUE = text(0, 150)
ADDRESS = text(1, 3000)
STYLE = one_of("primary", "danger")


CONFIRM = fields(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": STYLE},
)

OPTION = fields({"text": LABEL, "value": VALUE}, {"description": LABEL})

RICH_OPTION = fields({"text": RICH_LABEL, "value": VALUE}, {"description": RICH_LABEL})
"""Checkboxes and radio buttons take mrkdwn."""

OVERFLOW_OPTION = fields({"text": LABEL}, {"value": VALUE, "description": LABEL, "url": ADDRESS})

OPTION_GROUP = fields({"label": LABEL, "options": list_of(OPTION, 1, 100)})

EMPTY_FILTER = Rule("must define at least one field")


def _filter_says_something(value: dict[str, Any], at: str, seen: Inspection) -> None:
    if not value:
        seen.refuse(at, EMPTY_FILTER)


FILTER = every(
    fields(
        {},
        {
            "include": list_of(one_of("im", "mpim", "private", "public"), 1),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    objects_only(_filter_says_something, EMPTY_FILTER),
)

DISPATCH_CONFIG = fields({}, {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})

SLACK_FILE = every(fields({}, {"id": text(1), "url": text(1)}), exactly_one("id", "url"))

WORKFLOW = fields(
    {
        "trigger": fields(
            {"url": text(1)},
            {"customizable_input_parameters": list_of(fields({"name": text(1), "value": text(0)}))},
        )
    }
)


def written_options(element: dict[str, Any]) -> list[Any]:
    """The options of an element, its groups opened; what is not an option is left to the other rules."""
    options = element.get("options")
    found = list(options) if isinstance(options, list) else []
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        inner = group.get("options") if isinstance(group, dict) else None
        found += inner if isinstance(inner, list) else []
    return found


def _canonical(option: Any) -> str:
    """An option as Slack compares it: `emoji` and `verbatim` do not count."""
    if isinstance(option, dict):
        option = {
            name: {key: inner[key] for key in inner if key not in ("emoji", "verbatim")}
            if isinstance(inner, dict)
            else inner
            for name, inner in option.items()
        }
    return json.dumps(option, sort_keys=True)


NOT_OFFERED = Rule("must be one of the provided options")


def _initial_is_offered(element: dict[str, Any], at: str, seen: Inspection) -> None:
    """An initial option must be one of the options, to the letter."""
    offered = {_canonical(option) for option in written_options(element)}
    initial = element.get("initial_option")
    if initial is not None and _canonical(initial) not in offered:
        seen.refuse(f"{at}/initial_option", NOT_OFFERED)
    several = element.get("initial_options")
    for index, one in enumerate(several if isinstance(several, list) else []):
        if _canonical(one) not in offered:
            seen.refuse(f"{at}/initial_options/{index}", NOT_OFFERED)


initial_is_offered = objects_only(_initial_is_offered, NOT_OFFERED)
