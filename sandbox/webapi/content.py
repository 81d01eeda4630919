"""What a message says, read from the arguments of a method, a response URL or an ack, and refused as Slack does."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules.messages import MOST_ATTACHMENTS, inspect_message
from sandbox.slack import events
from sandbox.slack.composed import completed_blocks
from sandbox.slack.messages import Message
from sandbox.webapi.calls import Call, Json, Refused
from sandbox.world import World
from sandbox.worldfile import Channel

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000
LONGEST_BLOCKS = 13_200
"""Characters of all blocks together; not documented, seen by app makers."""


@dataclass
class Content:
    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None
    warnings: list[str] = field(default_factory=list)


def _refuse_blocks(messages: list[str]) -> Refused:
    return Refused("invalid_blocks", messages, errors=messages)


def _blocks_and_attachments(call: Call) -> tuple[list[Json] | None, list[Json] | None]:
    """Both, checked together; None for what was not given."""
    blocks = call.value("blocks", unreadable="invalid_blocks_format")
    attachments = call.value("attachments", unreadable="invalid_attachments")
    if not isinstance(blocks, list | None):
        raise Refused("invalid_blocks_format")
    if not isinstance(attachments, list | None):
        raise Refused("invalid_attachments")
    if len(attachments or []) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")
    seen = inspect_message(blocks, attachments)
    if seen.tables > 1:
        raise Refused("only_one_table_allowed")
    if seen.problems:
        raise _refuse_blocks(seen.messages)
    if characters(blocks) > LONGEST_BLOCKS:
        raise Refused("msg_blocks_too_long")
    need_scopes_of(call, [blocks, attachments])
    return None if blocks is None else completed_blocks(blocks), attachments


SCOPE_OF = {"video": "links.embed:write", "file_input": "files:read"}
"""Blocks and elements that ask for a scope of their own."""


def need_scopes_of(call: Call, value: Any) -> None:
    """Refuse blocks that show what the token's scopes do not allow."""
    if isinstance(value, list):
        for inner in value:
            need_scopes_of(call, inner)
    elif isinstance(value, dict):
        if scope := SCOPE_OF.get(str(value.get("type"))):
            call.need(scope)
        need_scopes_of(call, list(value.values()))


def characters(value: Any) -> int:
    """How many characters of text the blocks carry."""
    if isinstance(value, list):
        return sum(characters(inner) for inner in value)
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(characters(inner) for inner in value.values())
    return 0


def _metadata(call: Call) -> Json | None:
    metadata = call.value("metadata", unreadable="invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata)) > 16_000:
        raise Refused("metadata_too_large")
    return metadata


def read_content(call: Call, update: bool = False) -> Content:
    """The content, checked; Refused with Slack's code otherwise."""
    text = call.text("text") or ""
    markdown = call.text("markdown_text")
    content = Content(text, *_blocks_and_attachments(call), _metadata(call))
    if markdown:
        if text or content.blocks:
            raise Refused("markdown_text_conflict")
        if len(markdown) > LONGEST_MARKDOWN:
            raise Refused("msg_too_long")
        content.text = markdown
    if update and len(text) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    if not (content.text.strip() or content.blocks or content.attachments or (update and content.metadata)):
        raise Refused("no_text")
    if content.blocks and not text:
        content.warnings.append("missing_text_in_message")
    content.text = content.text[:LONGEST_TEXT]
    return content


def post(
    world: World,
    channel: Channel,
    content: Content,
    thread_ts: str | None = None,
    only_for: str | None = None,
    user: str | None = None,
) -> Message:
    """A new message of the app in that channel, in the name of `user` if one is given; for one alone, ephemeral."""
    message = Message(
        ts=world.messages.next_ts(world.now()),
        channel=channel.id,
        user=user or world.app.bot_user,
        bot_id=world.app.bot_id,
        text=content.text,
        thread_ts=thread_ts,
        ephemeral_for=only_for,
    )
    write(message, content)
    world.messages.add(message)
    world.changed("messages", user=only_for, channel=channel.id)
    world.changed("state", user=only_for)
    if only_for is None:
        events.app_wrote(world, message)
    return message


def write(message: Message, content: Content) -> None:
    """Put the content in the message; what the content leaves out stays."""
    message.text = content.text
    if content.blocks is not None:
        message.blocks = content.blocks
        message.values = {}
    if content.attachments is not None:
        message.attachments = content.attachments
    if content.metadata is not None:
        message.metadata = content.metadata
