"""What a window, the Home or a message holds: its words, what can be pressed in it, and what nobody answers."""

from typing import Any

from handlers.desk import DoorKind
from handlers.doors import all_desks
from tests.handlers.slack_server import Json

PLAIN_SPACES = {0xA0: " ", 0x202F: " "}


def held_elements(block: Json) -> list[Json]:
    """The elements of that block whose state Slack keeps and sends along."""
    found = {
        "input": [block.get("element")],
        "actions": block.get("elements", []),
        "section": [block.get("accessory")],
    }.get(block["type"], [])
    return [element for element in found if element and element["type"] not in ("button", "overflow")]


def words_of(surface: Any) -> str:
    """All the texts of a view or a message, top to bottom, with plain spaces for the no-break ones."""
    return _words_of(surface).translate(PLAIN_SPACES)


def _words_of(surface: Any) -> str:
    match surface:
        case {"type": "plain_text" | "mrkdwn" | "text", "text": str(text)}:
            return text
        case dict():
            parts = (_words_of(value) for key, value in surface.items() if key not in ("private_metadata", "value"))
        case list():
            parts = (_words_of(value) for value in surface)
        case _:
            return ""
    return "\n".join(part for part in parts if part)


def unanswered(surface: Json) -> list[str]:
    """What can be pressed or chosen there and nobody answers."""
    pressable = [
        (element, block.get("block_id", ""))
        for block in surface["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or block.get("element") or {}]
        if element.get("action_id") and (block["type"] != "input" or block.get("dispatch_action"))
    ]
    view = surface.get("callback_id")
    missing = [f"{element['action_id']} in {view}" for element, block in pressable if not _door(element, block, view)]
    if surface.get("submit") and not any(
        door.kind is DoorKind.VIEW and door.name == view for desk in all_desks() for door in desk.doors
    ):
        missing.append(f"submit of {view}")
    return missing


def _door(element: Json, block_id: str, view: str | None) -> bool:
    return any(
        door.kind is DoorKind.ACTION
        and door.name == element["action_id"]
        and door.view in (None, view)
        and door.block in (None, block_id)
        for desk in all_desks()
        for door in desk.doors
    )


def acting_in(surface: Any) -> list[str]:
    """The texts in which Slack looks for mentions, links and formatting."""
    match surface:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case {"channel": str(), "text": str(text), "blocks": blocks}:
            return [text, *acting_in(blocks)]
        case dict():
            return [text for value in surface.values() for text in acting_in(value)]
        case list():
            return [text for value in surface for text in acting_in(value)]
        case _:
            return []
