"""Cursor paging, as Slack's list methods do it."""

from typing import TypeVar

from sandbox.webapi.calls import Call, Refused

Item = TypeVar("Item")

LARGEST_PAGE = 1000


def one_page(
    call: Call, items: list[Item], default: int = LARGEST_PAGE, largest: int = LARGEST_PAGE
) -> tuple[list[Item], str]:
    """The page that the cursor asks for, and the next cursor; an empty cursor on the last page."""
    cursor = call.text("cursor") or "at:0"
    prefix, _, number = cursor.partition(":")
    if prefix != "at" or not number.isdecimal():
        raise Refused("invalid_cursor")
    limit = call.number("limit", 0)
    if not 0 <= limit <= LARGEST_PAGE:
        raise Refused("invalid_limit")
    start = int(number)
    end = start + min(limit or default, largest)
    return items[start:end], f"at:{end}" if end < len(items) else ""
