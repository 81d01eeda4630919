"""reactions.*: emoji under messages."""

import re

from sandbox.slack import events
from sandbox.slack.messages import Message
from sandbox.webapi.calls import TS, Call, Json, Refused, method
from sandbox.webapi.paging import one_page

EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _message(call: Call) -> Message:
    """The message of `channel` and `timestamp`, where the caller may see it."""
    timestamp = call.text("timestamp")
    if call.text("channel") is None or timestamp is None:
        raise Refused("no_item_specified")
    channel = call.channel()
    if not TS.fullmatch(timestamp):
        raise Refused("bad_timestamp")
    message = call.world.messages.get(channel.id, timestamp)
    if message is None or message.ephemeral_for:
        raise Refused("message_not_found")
    return message


def _name(call: Call) -> str:
    name = call.required("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    return name


def _changed(call: Call, message: Message, name: str, added: bool) -> None:
    call.world.changed("messages", channel=message.channel)
    events.reacted(call.world, call.person, message, name, added)


@method("reactions.add", "reactions:write")
def reactions_add(call: Call) -> Json:
    message, name = _message(call), _name(call)
    if not call.is_in(call.world.channels[message.channel]):
        raise Refused("not_in_channel")
    if not message.add_reaction(name, call.caller.user):
        raise Refused("already_reacted")
    _changed(call, message, name, added=True)
    return {}


@method("reactions.remove", "reactions:write")
def reactions_remove(call: Call) -> Json:
    message, name = _message(call), _name(call)
    if not message.remove_reaction(name, call.caller.user):
        raise Refused("no_reaction")
    _changed(call, message, name, added=False)
    return {}


def _item(call: Call, message: Message) -> Json:
    return {"type": "message", "channel": message.channel, "message": message.for_the_app(call.world.app.id)}


@method("reactions.get", "reactions:read")
def reactions_get(call: Call) -> Json:
    return _item(call, _message(call))


@method("reactions.list", "reactions:read")
def reactions_list(call: Call) -> Json:
    """The messages under which that person, or the caller, put an emoji; the newest first."""
    person = call.text("user") or call.caller.user
    if person not in (*call.world.users, call.world.app.bot_user):
        raise Refused("user_not_found")
    reacted = [
        message
        for channel in call.world.channels.values()
        if call.may_know(channel)
        for message in call.world.messages.of(channel.id)
        if any(person in reaction["users"] for reaction in message.reactions)
    ]
    reacted.sort(key=lambda message: message.ts, reverse=True)
    page, cursor = one_page(call, reacted, default=100)
    items = [_item(call, message) for message in page]
    return {"items": items, "response_metadata": {"next_cursor": cursor}}
