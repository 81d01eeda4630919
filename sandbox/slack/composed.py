"""What Slack writes by itself into blocks that it accepted: missing ids, defaults of text objects."""

import copy
import secrets
import string
from typing import Any

Json = dict[str, Any]

LETTERS = string.ascii_letters + string.digits


def short_id() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(5))


def completed(value: Any) -> Any:
    """A copy of blocks, elements or a view, as Slack keeps and echoes it."""
    return _completed(copy.deepcopy(value))


def _completed(value: Any) -> Any:
    if isinstance(value, list):
        return [_completed(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    for name, inner in value.items():
        if name not in ("metadata", "private_metadata"):
            value[name] = _completed(inner)
    match value.get("type"):
        case "plain_text" if "text" in value:
            value.setdefault("emoji", True)
        case "mrkdwn" if "text" in value:
            value.setdefault("verbatim", False)
        case "modal" | "home" if "blocks" in value:
            for name, default in (("private_metadata", ""), ("callback_id", ""), ("external_id", "")):
                value.setdefault(name, default)
    if value.get("type") in INTERACTIVE:
        value["action_id"] = value.get("action_id") or short_id()
    for block in _blocks_of(value):
        block["block_id"] = block.get("block_id") or short_id()
    return value


def completed_blocks(blocks: list[Json]) -> list[Json]:
    """A copy of top-level blocks, as Slack keeps them."""
    kept: list[Json] = _completed({"blocks": copy.deepcopy(blocks)})["blocks"]
    return kept


def _blocks_of(value: Json) -> list[Json]:
    inner = value.get("elements") if value.get("type") == "carousel" else value.get("child_blocks")
    blocks = value.get("blocks") or inner or []
    return [block for block in blocks if isinstance(block, dict)]


INTERACTIVE = {
    "button",
    "overflow",
    "workflow_button",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "feedback_buttons",
    "icon_button",
    *(
        f"{many}{what}_select"
        for many in ("", "multi_")
        for what in ("static", "external", "users", "conversations", "channels")
    ),
}
