"""Composition objects: texts, options, confirmations, filters (Slack's composition-objects reference)."""

import json
from typing import Any

from sandbox.rules.schema import (
    Check,
    Inspection,
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


def plain_text(at_most: int = LONGEST_TEXT) -> Check:
    """A plain_text object of 1 to that many characters."""
    return typed({"plain_text": kind("plain_text", {"text": text(1, at_most)}, {"emoji": boolean})})


def any_text(at_most: int = LONGEST_TEXT) -> Check:
    """A plain_text or mrkdwn object of 1 to that many characters."""
    return typed(
        {
            "plain_text": kind("plain_text", {"text": text(1, at_most)}, {"emoji": boolean}),
            "mrkdwn": kind("mrkdwn", {"text": text(1, at_most)}, {"verbatim": boolean}),
        }
    )


CONFIRM = fields(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)

OPTION = fields({"text": plain_text(75), "value": text(0, 150)}, {"description": plain_text(75)})

RICH_OPTION = fields({"text": any_text(75), "value": text(0, 150)}, {"description": any_text(75)})
"""Checkboxes and radio buttons take mrkdwn."""

OVERFLOW_OPTION = fields(
    {"text": plain_text(75)}, {"value": text(0, 150), "description": plain_text(75), "url": text(1, 3000)}
)

OPTION_GROUP = fields({"label": plain_text(75), "options": list_of(OPTION, 1, 100)})


def _filter_says_something(value: dict[str, Any], at: str, seen: Inspection) -> None:
    if not value:
        seen.refuse(at, "must define at least one field")


FILTER = every(
    fields(
        {},
        {
            "include": list_of(one_of("im", "mpim", "private", "public"), 1),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    objects_only(_filter_says_something),
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


def initial_is_offered(element: dict[str, Any], at: str, seen: Inspection) -> None:
    """An initial option must be one of the options, to the letter."""
    offered = {_canonical(option) for option in written_options(element)}
    initial = element.get("initial_option")
    if initial is not None and _canonical(initial) not in offered:
        seen.refuse(f"{at}/initial_option", "must be one of the provided options")
    several = element.get("initial_options")
    for index, one in enumerate(several if isinstance(several, list) else []):
        if _canonical(one) not in offered:
            seen.refuse(f"{at}/initial_options/{index}", "must be one of the provided options")
