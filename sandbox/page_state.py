"""What the page shows to one person: their channels, messages, modals, Home."""

import json
from typing import Any

from sandbox.slack.messages import Message
from sandbox.slack.modals import View
from sandbox.slack.userpayload import tz_offset
from sandbox.slack.viewpayload import view_payload
from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]

EVERYBODY = ("<!channel", "<!here", "<!everyone")


def person(world: World, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "email": user.email,
        "locale": user.locale,
        "tz": user.tz,
        "tz_offset": tz_offset(world, user),
        "deleted": user.deleted,
        "is_restricted": user.is_restricted,
        "is_bot": user.is_bot,
        "team_id": user.team_id or world.team.id,
    }


def channel(world: World, place: Channel, user: User) -> Json:
    messages = world.messages.of(place.id, user.id)
    read_up_to = world.read_up_to.get((user.id, place.id), "")
    unread = [message for message in messages if message.ts > read_up_to and message.user != user.id]
    other = next((one for one in place.members if one != user.id), user.id) if place.between else None
    return {
        "id": place.id,
        "name": world.settings.name if place.im_of else place.name,
        "is_im": place.is_im,
        "is_private": place.is_private,
        "with": world.app.bot_user if place.im_of else other,
        "with_bot": place.with_bot,
        "members": [*place.members, *([world.app.bot_user] if place.with_bot else [])],
        "unread": len(unread),
        "mentions": len(unread) if place.is_im else sum(_calls(message, user) for message in unread),
        "last_ts": messages[-1].ts if messages else None,
    }


def _calls(message: Message, user: User) -> bool:
    """Whether the message names that person, or everybody."""
    said = message.text + json.dumps(message.blocks)
    return any(word in said for word in (f"<@{user.id}>", f'"user_id": "{user.id}"', *EVERYBODY))


def view(world: World, shown: View | None) -> Json | None:
    return view_payload(world, shown) if shown is not None else None


def app(world: World) -> Json:
    """What everybody sees of the app, and its connections."""
    settings = world.settings
    commands = [
        {name: command.get(name, "") for name in ("command", "description", "usage_hint")}
        for command in settings.commands
    ]
    shortcuts = [{name: one.get(name) for name in ("name", "type", "callback_id")} for one in settings.shortcuts]
    return {
        "id": world.app.id,
        "name": settings.name,
        "bot_user": world.app.bot_user,
        "bot_id": world.app.bot_id,
        "description": settings.description,
        "home_tab": settings.home_tab,
        "messages_tab": settings.messages_tab,
        "socket_mode": settings.socket_mode,
        "connections": len(world.hub.connections),
        "connections_opened": world.hub.opened,
        "commands": commands,
        "shortcuts": shortcuts,
    }


def state(world: World, user: User) -> Json:
    """Everything of that person but the messages."""
    return {
        "version": world.version,
        "team": {"id": world.team.id, "name": world.team.name, "domain": world.team.domain},
        "me": person(world, user),
        "users": [person(world, one) for one in world.users.values()],
        "channels": [channel(world, place, user) for place in world.channels.values() if world.sees(user.id, place)],
        "app": app(world),
        "home": view(world, world.views.homes.get(user.id)),
        "modals": [view(world, one) for one in world.views.stack(user.id)],
        "notices": world.notices.of(user.id),
    }


def message(one: Message, replies: list[Message]) -> Json:
    return {
        "ts": one.ts,
        "channel": one.channel,
        "user": one.user,
        "bot_id": one.bot_id,
        "text": one.text,
        "blocks": one.blocks,
        "attachments": one.attachments,
        "thread_ts": one.thread_ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "latest_reply": replies[-1].ts if replies else None,
        "edited": one.edited,
        "ephemeral": one.ephemeral_for is not None,
        "files": [file | {"page_url": f"/page/file/{file['id']}"} for file in one.files],
        "metadata": one.metadata,
        "reactions": one.reactions,
        "state": {"values": one.values},
    }


def messages(world: World, place: Channel, user: User, thread: str | None = None) -> list[Json]:
    """The channel without its replies, or one thread with its first message; oldest first."""
    every = world.messages.of(place.id, user.id)
    replies: dict[str, list[Message]] = {}
    for one in every:
        if one.thread_ts and one.thread_ts != one.ts:
            replies.setdefault(one.thread_ts, []).append(one)
    if thread:
        shown = [one for one in every if thread in (one.ts, one.thread_ts)]
    else:
        shown = [one for one in every if one.thread_ts in (None, one.ts)]
    return [message(one, replies.get(one.ts, [])) for one in shown]
