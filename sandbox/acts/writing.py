"""What people do with messages and channels, besides the app: write, rewrite, take back, react, join and leave."""

from typing import Any

from sandbox.acts.commands import escaped, with_mentions
from sandbox.acts.interactions import Impossible
from sandbox.slack import events
from sandbox.slack.messages import Message
from sandbox.slack.notices import MESSAGES_OFF, in_language
from sandbox.webapi.reactions import EMOJI
from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]


def _channel(world: World, user: User, channel_id: object) -> Channel:
    channel = world.channels.get(str(channel_id))
    if channel is None or not world.sees(user.id, channel):
        raise Impossible("channel_not_found")
    return channel


def _text(world: World, typed: object) -> str:
    return with_mentions(world, escaped(str(typed or "")))


def _seen(world: World, user: User, asked: Json) -> Message:
    channel = _channel(world, user, asked["channel"])
    message = world.messages.get(channel.id, asked["ts"])
    if message is None or not message.seen_by(user.id):
        raise Impossible("message_not_found")
    return message


def _own(world: World, user: User, asked: Json) -> Message:
    message = _seen(world, user, asked)
    if message.user != user.id:
        raise Impossible("not_your_message")
    return message


async def write(world: World, user: User, asked: Json) -> Json:
    """The person writes in a channel, in a thread, or to the app."""
    channel = _channel(world, user, asked["channel"])
    if channel.is_im and channel.with_bot and world.settings.messages_tab_read_only:
        raise Impossible("messages_tab_read_only", in_language(MESSAGES_OFF, user.locale))
    files = [world.receive_file(user.id, file) for file in asked.get("files") or []]
    text = _text(world, asked.get("text"))
    if not text.strip() and not files:
        raise Impossible("no_text")
    written = Message(
        ts=world.messages.next_ts(world.now()),
        channel=channel.id,
        user=user.id,
        text=text,
        files=files,
        thread_ts=asked.get("thread_ts") or None,
    )
    world.messages.add(written)
    world.read_up_to[user.id, channel.id] = written.ts
    world.changed("messages", channel=channel.id)
    world.changed("state")
    events.message_written(world, channel, written)
    return {"ts": written.ts}


async def rewrite(world: World, user: User, asked: Json) -> Json:
    message = _own(world, user, asked)
    before = message.for_the_app(world.app.id)
    message.text = _text(world, asked["text"])
    message.edited = world.messages.next_ts(world.now())
    world.changed("messages", channel=message.channel)
    events.message_changed(world, message, before)
    return {}


async def take_back(world: World, user: User, asked: Json) -> Json:
    """The person deletes what they wrote, or waves away what the app told them alone."""
    message = _seen(world, user, asked)
    if message.ephemeral_for is None and message.user != user.id:
        raise Impossible("not_your_message")
    world.messages.remove(message)
    world.changed("messages", channel=message.channel)
    world.changed("state")
    if message.ephemeral_for is None:
        events.message_deleted(world, message)
    return {}


async def react(world: World, user: User, asked: Json) -> Json:
    """The person puts an emoji under a message, or takes their own away."""
    message = _seen(world, user, asked)
    name = str(asked["name"]).strip(":")
    if message.ephemeral_for or not EMOJI.fullmatch(name):
        raise Impossible("no_reaction")
    added = message.add_reaction(name, user.id)
    if not added:
        message.remove_reaction(name, user.id)
    world.changed("messages", channel=message.channel)
    events.reacted(world, user, message, name, added)
    return {}


async def open_direct(world: World, user: User, asked: Json) -> Json:
    """The conversation of two people, made when it is not there yet."""
    other = world.users.get(str(asked["with"]))
    if other is None or other.deleted or other.is_bot or other.id == user.id:
        raise Impossible("user_not_found")
    channel = world.direct(user.id, other.id)
    world.changed("state")
    return {"channel": channel.id}


async def join(world: World, user: User, asked: Json) -> Json:
    channel = world.channels.get(str(asked["channel"]))
    if channel is None or channel.is_private or channel.is_im:
        raise Impossible("channel_not_found")
    if user.id not in channel.members:
        channel.members.append(user.id)
        world.changed("state")
        events.membership(world, user, channel, joined=True)
    return {}


async def leave(world: World, user: User, asked: Json) -> Json:
    channel = _channel(world, user, asked["channel"])
    if channel.is_im:
        raise Impossible("cant_leave_im")
    channel.members.remove(user.id)
    world.changed("state")
    events.membership(world, user, channel, joined=False)
    return {}
