"""Answers that need no token: by a response URL, or inside the ack of a command."""

from typing import Any

from sandbox.slack import events
from sandbox.slack.permits import NotPermitted
from sandbox.webapi.calls import Call, Refused
from sandbox.webapi.content import post, read_content, write
from sandbox.world import World


def use(world: World, key: str, args: Any) -> None:
    """Do what the app sent to that response URL; Refused when it is used up, late or unreadable."""
    try:
        permit = world.response_urls.look(key)
    except NotPermitted as problem:
        raise Refused(problem.code) from None
    respond(world, args, permit.user, permit.channel, permit.message_ts)
    permit.uses += 1


def respond(world: World, args: Any, user: str, channel_id: str, message_ts: str | None = None) -> None:
    """Publish, replace or delete, as the payload says; new messages are for that person alone by default."""
    if not isinstance(args, dict):
        raise Refused("invalid_payload")
    channel = world.channels[channel_id]
    original = world.messages.get(channel_id, message_ts)
    call = Call(world, args)
    if call.flag("delete_original"):
        if call.text("text") or args.get("blocks"):
            raise Refused("invalid_payload")
        if original is not None:
            world.messages.remove(original)
            world.changed("messages", channel=channel_id)
            if not original.ephemeral_for:
                events.message_deleted(world, original)
        return
    response_type = call.text("response_type") or "ephemeral"
    if response_type not in ("ephemeral", "in_channel"):
        raise Refused("invalid_payload")
    content = read_content(call)
    if call.flag("replace_original") and original is not None:
        before = original.for_the_app(world.app.id)
        original.blocks, original.attachments = [], []
        write(original, content)
        if not original.ephemeral_for:
            original.edited = world.messages.next_ts(world.now())
            events.message_changed(world, original, before)
        world.changed("messages", channel=channel_id)
        return
    only_for = user if response_type == "ephemeral" else None
    post(world, channel, content, call.text("thread_ts"), only_for)
