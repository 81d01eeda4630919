"""What Slack refuses in the blocks and attachments of a message."""

from typing import Any

from sandbox.rules.blocks import ALL_BLOCKS
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

MOST_ATTACHMENTS = 100
ATTACHMENTS: Check = list_of(fields({}, {**dict.fromkeys(LEGACY, anything), "blocks": ALL_BLOCKS}), 0, MOST_ATTACHMENTS)


def inspect_message(blocks: Any = None, attachments: Any = None) -> Inspection:
    """One look at both: identifiers and tables are counted over the whole message."""
    seen = Inspection("message")
    if blocks is not None:
        ALL_BLOCKS(blocks, "/blocks", seen)
    if attachments is not None:
        ATTACHMENTS(attachments, "/attachments", seen)
    return seen
