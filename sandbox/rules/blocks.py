"""Blocks, one rule each, and the surfaces that take them (Slack's blocks reference)."""

from typing import Any

from sandbox.rules.elements import ALT_TEXT, ELEMENTS, IMAGE_SOURCE, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.rules.objects import ADDRESS, IDENTIFIER, any_text, plain_text, texts
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.schema import (
    Check,
    Inspection,
    Rule,
    Surface,
    boolean,
    every,
    exactly_one,
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
from sandbox.rules.tables import DATA_TABLE, TABLE

BLOCK_ID: dict[str, Check] = {"block_id": IDENTIFIER}
LARGEST: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
LONGEST_MARKDOWN = 12_000
LARGEST_CHARTS = 2

HTTPS = matching(lambda value: value.startswith("https://") and len(value) <= 3000, "an https address")


BLOCK_TWICE = Rule("block_id {} already exists")


def _distinct_block(value: dict[str, Any], at: str, seen: Inspection) -> None:
    """A block_id is unique in its payload, children and attachments included; two empty ones are the same."""
    block_id = value.get("block_id")
    if isinstance(block_id, str):
        if block_id in seen.block_ids:
            seen.refuse(f"{at}/block_id", BLOCK_TWICE, block_id)
        seen.block_ids.add(block_id)


DISTINCT_BLOCK = objects_only(_distinct_block, BLOCK_TWICE)
ACTION_TWICE = Rule("action_id {} already exists in this block")


def _distinct_actions(name: str) -> Check:
    def judge(value: dict[str, Any], at: str, seen: Inspection) -> None:
        known: set[str] = set()
        elements = value.get(name)
        for index, element in enumerate(elements if isinstance(elements, list) else []):
            action_id = element.get("action_id") if isinstance(element, dict) else None
            if not isinstance(action_id, str):
                continue
            if action_id in known:
                seen.refuse(f"{at}/{name}/{index}/action_id", ACTION_TWICE, action_id)
            known.add(action_id)

    return objects_only(judge, ACTION_TWICE)


SAYS_NOTHING = Rule("must define either text or fields")


def _section_says_something(value: dict[str, Any], at: str, seen: Inspection) -> None:
    if value.get("text") is None and value.get("fields") is None:
        seen.refuse(at, SAYS_NOTHING)


FILES_DISPATCHED = Rule("is not allowed with a file_input element")
ONLY_IN_MODAL_INPUTS = Rule("is only allowed in an input block of a modal")


def _input_rules(value: dict[str, Any], at: str, seen: Inspection) -> None:
    seen.input_blocks += 1
    element = value.get("element")
    if not isinstance(element, dict):
        return
    if element.get("type") == "file_input" and value.get("dispatch_action"):
        seen.refuse(f"{at}/dispatch_action", FILES_DISPATCHED)
    if seen.surface != "modal" and "response_url_enabled" in element:
        seen.refuse(f"{at}/element/response_url_enabled", ONLY_IN_MODAL_INPUTS)


def _no_response_url(name: str) -> Check:
    """response_url_enabled belongs to input blocks of modals alone."""

    def judge(value: dict[str, Any], at: str, seen: Inspection) -> None:
        inner = value.get(name)
        elements = inner if isinstance(inner, list) else [inner]
        for index, element in enumerate(elements):
            if isinstance(element, dict) and "response_url_enabled" in element:
                where = f"{at}/{name}/{index}" if isinstance(inner, list) else f"{at}/{name}"
                seen.refuse(f"{where}/response_url_enabled", ONLY_IN_MODAL_INPUTS)

    return objects_only(judge, ONLY_IN_MODAL_INPUTS)


TOO_MUCH_MARKDOWN = Rule(f"must be less than {LONGEST_MARKDOWN + 1} characters in all markdown blocks")
TOO_MANY_CHARTS = Rule(f"no more than {LARGEST_CHARTS} data_visualization blocks allowed")


def _markdown_total(value: dict[str, Any], at: str, seen: Inspection) -> None:
    written = value.get("text")
    seen.markdown += len(written) if isinstance(written, str) else 0
    if seen.markdown > LONGEST_MARKDOWN:
        seen.refuse(f"{at}/text", TOO_MUCH_MARKDOWN)


def _chart_total(_: Any, at: str, seen: Inspection) -> None:
    seen.charts += 1
    if seen.charts > LARGEST_CHARTS:
        seen.refuse(at, TOO_MANY_CHARTS)


CONTEXT_ITEM = typed({"image": ELEMENTS["image"], **texts()})

PICTURE = typed(ELEMENTS, ("image",))

CARD = every(
    kind(
        {},
        {
            **BLOCK_ID,
            "title": any_text(150),
            "subtitle": any_text(150),
            "body": any_text(200),
            "hero_image": PICTURE,
            "icon": PICTURE,
            "actions": list_of(typed(ELEMENTS, ("button",)), 1, 3),
        },
    ),
    _distinct_actions("actions"),
)

SIMPLE: dict[str, Check] = {
    "section": every(
        kind(
            {},
            {
                **BLOCK_ID,
                "text": any_text(3000),
                "fields": list_of(any_text(2000), 1, 10),
                "accessory": typed(ELEMENTS, IN_SECTION),
                "expand": boolean,
            },
        ),
        objects_only(_section_says_something, SAYS_NOTHING),
        _no_response_url("accessory"),
    ),
    "header": kind({"text": plain_text(150)}, {**BLOCK_ID, "level": integer(1, 4)}),
    "divider": kind({}, BLOCK_ID),
    "context": kind({"elements": list_of(CONTEXT_ITEM, 1, 10)}, BLOCK_ID),
    "actions": every(
        kind({"elements": list_of(typed(ELEMENTS, IN_ACTIONS), 1, 25)}, BLOCK_ID),
        _distinct_actions("elements"),
        _no_response_url("elements"),
    ),
    "input": every(
        kind(
            {"label": plain_text(2000), "element": typed(ELEMENTS, IN_INPUT)},
            {**BLOCK_ID, "hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        objects_only(_input_rules, FILES_DISPATCHED, ONLY_IN_MODAL_INPUTS),
    ),
    "image": every(
        kind(
            {"alt_text": ALT_TEXT},
            {**BLOCK_ID, **IMAGE_SOURCE, "title": plain_text(2000)},
        ),
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": RICH_TEXT,
    "video": kind(
        {"alt_text": ALT_TEXT, "title": plain_text(199), "thumbnail_url": HTTPS, "video_url": HTTPS},
        {
            **BLOCK_ID,
            "author_name": text(1, 49),
            "description": plain_text(200),
            "provider_icon_url": HTTPS,
            "provider_name": text(1),
            "title_url": HTTPS,
        },
    ),
    "markdown": every(
        kind({"text": text(1, LONGEST_MARKDOWN)}, BLOCK_ID),
        objects_only(_markdown_total, TOO_MUCH_MARKDOWN),
        shown_on("message"),
    ),
    "table": every(TABLE, shown_on("message")),
    "data_table": every(DATA_TABLE, shown_on("message", "home")),
    "alert": every(
        kind(
            {"text": any_text(200)},
            {**BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")},
        ),
        shown_on("modal"),
    ),
    "card": every(CARD, shown_on("message", "home")),
    "context_actions": every(
        kind(
            {"elements": list_of(typed(ELEMENTS, ("feedback_buttons", "icon_button")), 1, 5)},
            BLOCK_ID,
        ),
        _distinct_actions("elements"),
        shown_on("message"),
    ),
    "data_visualization": every(Check(_chart_total, (TOO_MANY_CHARTS,)), shown_on("message")),
}

TASK = kind(
    {"task_id": text(1), "title": text(1)},
    {
        **BLOCK_ID,
        "details": typed({"rich_text": RICH_TEXT}),
        "output": typed({"rich_text": RICH_TEXT}),
        "status": one_of("pending", "in_progress", "complete", "error"),
        "sources": list_of(typed({"url": kind({"url": ADDRESS, "text": text(1)})})),
    },
)

CHILDREN = {name: SIMPLE[name] for name in ("section", "header", "divider", "context", "actions", "image", "rich_text")}

BLOCKS: dict[str, Check] = {
    **SIMPLE,
    "carousel": every(
        kind({"elements": list_of(every(typed({"card": CARD}), DISTINCT_BLOCK), 1, 10)}, BLOCK_ID),
        shown_on("message", "home"),
    ),
    "container": every(
        kind(
            {"title": plain_text(150), "child_blocks": list_of(every(typed(CHILDREN), DISTINCT_BLOCK), 1, 10)},
            {**BLOCK_ID, "subtitle": plain_text(150), "is_collapsible": boolean, "default_collapsed": boolean},
        ),
        shown_on("message", "home"),
    ),
    "task_card": every(TASK, shown_on("message")),
    "plan": every(
        kind(
            {"title": text(1)}, {**BLOCK_ID, "tasks": list_of(every(typed({"task_card": TASK}), DISTINCT_BLOCK), 1, 50)}
        ),
        shown_on("message"),
    ),
}

ANY_BLOCK = every(typed(BLOCKS), DISTINCT_BLOCK)
ON: dict[Surface, Check] = {surface: list_of(ANY_BLOCK, 0, most) for surface, most in LARGEST.items()}


def _blocks_of_the_surface(blocks: Any, at: str, seen: Inspection) -> None:
    ON[seen.surface](blocks, at, seen)


ALL_BLOCKS = Check(_blocks_of_the_surface, inner=tuple(ON.items()))
"""All the blocks of a message, modal or Home."""
