"""What Slack refuses in the blocks and attachments of a message."""

from dataclasses import dataclass
from typing import Any

from sandbox.rules.blocks import inspect_blocks
from sandbox.rules.schema import Check, Inspection, anything, fields, list_of

LEGACY = (
    "author_icon",
    "author_link",
    "author_name",
    "color",
    "fallback",
    "fields",
    "footer",
    "footer_icon",
    "image_url",
    "mrkdwn_in",
    "pretext",
    "text",
    "thumb_url",
    "title",
    "title_link",
    "ts",
)


@dataclass(frozen=True)
class BlockProblems:
    messages: list[str]
    too_many_tables: bool


def check_message_blocks(blocks: Any, at: str = "/blocks") -> BlockProblems:
    """What is wrong, each with its JSON pointer; two tables in one message have a code of their own."""
    seen = Inspection("message")
    inspect_blocks(blocks, at, seen)
    return BlockProblems(seen.problems, seen.tables > 1)


ATTACHMENT: Check = fields({}, {**dict.fromkeys(LEGACY, anything), "blocks": inspect_blocks})


def check_attachments(attachments: Any, at: str = "/attachments") -> list[str]:
    """What is wrong in the attachments, each with its JSON pointer."""
    seen = Inspection("message")
    list_of(ATTACHMENT, 0, 100)(attachments, at, seen)
    return seen.problems
