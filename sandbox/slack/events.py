"""Events API: what happens in the team, told to an app that subscribed and has the scope."""

import secrets
from datetime import timedelta
from typing import Any

from sandbox.rules.eventscopes import may_hear
from sandbox.slack.answers import Again, NotAnswered
from sandbox.slack.delivery import deliver
from sandbox.slack.messages import Message
from sandbox.slack.uploads import as_told
from sandbox.slack.userpayload import user_payload
from sandbox.slack.viewpayload import view_payload
from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]

RETRY_AFTER = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))
"""What each new attempt waits for, by the world's clock (Slack's Events API guide)."""
LONGEST_HOLD = timedelta(seconds=10)
"""How long an event waits to be overtaken, by the world's clock."""


def tell(world: World, event: Json, subscription: str | None = None) -> None:
    """Hand the event to the app in the background, if it subscribed; `subscription` names it when its type does not."""
    name = subscription or event["type"]
    if name not in world.settings.events or not may_hear(name, world.installation.scopes):
        return
    payload = _payload(world, event)
    if not world.faults.get("disordered_events"):
        _send(world, payload)
    elif world.held_event is None:
        world.held_event = payload
        world.in_background(_release(world, payload))
    else:
        overtaken, world.held_event = world.held_event, None
        _send(world, payload)
        _send(world, overtaken)


def _send(world: World, payload: Json) -> None:
    for _ in range(2 if world.faults.get("duplicate_events") else 1):
        world.in_background(_deliver(world, payload))


async def _release(world: World, payload: Json) -> None:
    """Send the held event when nothing overtook it."""
    await world.clock.wait_until(world.now() + LONGEST_HOLD)
    if world.held_event is payload:
        world.held_event = None
        _send(world, payload)


def _payload(world: World, event: Json) -> Json:
    return {
        "team_id": world.team.id,
        "api_app_id": world.app.id,
        "type": "event_callback",
        "event": event,
        "event_id": f"Ev0{secrets.token_hex(5).upper()}",
        "event_time": int(world.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team.id,
                "user_id": world.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(12)}",
    }


async def _deliver(world: World, payload: Json) -> None:
    """At least once: again until the app acks, three times at most, unless it asks not to be told again."""
    again = Again()
    while True:
        sent_at = world.now()
        try:
            await deliver(world, "events_api", payload, again)
        except NotAnswered as problem:
            if problem.final or again.number == len(RETRY_AFTER):
                return
            await world.clock.wait_until(sent_at + RETRY_AFTER[again.number])
            again = Again(again.number + 1, problem.reason)
        else:
            return


def event_ts(world: World) -> str:
    return world.messages.next_ts(world.now())


def home_opened(world: World, user: str, tab: str = "home") -> None:
    """The person looks at the app's Home or messages."""
    event: Json = {"type": "app_home_opened", "user": user, "channel": world.dm(user).id, "tab": tab}
    if (home := world.views.homes.get(user)) is not None and tab == "home":
        event["view"] = view_payload(world, home)
    tell(world, event | {"event_ts": event_ts(world)})


def user_changed(world: World, user: User) -> None:
    """Something of the person's profile is not what it was."""
    changed = user_payload(world, user, world.installation.scopes, with_locale=True)
    at = int(world.now().timestamp())
    tell(world, {"type": "user_change", "user": changed, "cache_ts": at, "event_ts": event_ts(world)})


def _in_channel(world: World, channel: Channel, event: Json) -> None:
    """A message event of that channel, told under the name of its kind, where the app is."""
    if not channel.with_bot:
        return
    kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
    suffix = "im" if channel.is_im else f"{kind}s"
    whole = {"type": "message", "channel": channel.id, "channel_type": kind, **event}
    tell(world, whole, subscription=f"message.{suffix}")


def message_written(world: World, channel: Channel, message: Message) -> None:
    """A person wrote in a channel where the app is."""
    if not channel.with_bot:
        return
    event: Json = {
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "team": world.team.id,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if message.files:
        event |= {"subtype": "file_share", "files": [as_told(file) for file in message.files]}
    _in_channel(world, channel, event)
    if f"<@{world.app.bot_user}>" in message.text and not channel.is_im:
        tell(world, {**event, "type": "app_mention", "channel": channel.id})
    for file in message.files:
        shared = {"type": "file_shared", "file_id": file["id"], "file": {"id": file["id"]}, "user_id": message.user}
        tell(world, shared | {"channel_id": channel.id, "event_ts": message.ts})


def app_wrote(world: World, message: Message) -> None:
    """The app itself wrote where it is: it hears that too."""
    event = message.for_the_app(world.app.id)
    _in_channel(world, world.channels[message.channel], event | {"team": world.team.id, "event_ts": message.ts})


def message_changed(world: World, message: Message, before: Json) -> None:
    """A message was rewritten."""
    ts = event_ts(world)
    now = message.for_the_app(world.app.id)
    event = {"subtype": "message_changed", "message": now, "previous_message": before, "hidden": True}
    _in_channel(world, world.channels[message.channel], event | {"ts": ts, "event_ts": ts})


def message_deleted(world: World, message: Message) -> None:
    """A message was taken away."""
    ts = event_ts(world)
    before = message.for_the_app(world.app.id)
    event = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before, "hidden": True}
    _in_channel(world, world.channels[message.channel], event | {"ts": ts, "event_ts": ts})


def reacted(world: World, user: User, message: Message, name: str, added: bool) -> None:
    """Somebody put an emoji under a message, or took it away."""
    if world.channels[message.channel].with_bot:
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        kind = "reaction_added" if added else "reaction_removed"
        event = {"type": kind, "user": user.id, "reaction": name, "item": item, "item_user": message.user}
        tell(world, event | {"event_ts": event_ts(world)})


def membership(world: World, user: User, channel: Channel, joined: bool) -> None:
    """Somebody joined or left a channel where the app is."""
    if channel.with_bot:
        kind = "member_joined_channel" if joined else "member_left_channel"
        event = {"type": kind, "user": user.id, "channel": channel.id, "team": world.team.id}
        channel_type = "G" if channel.is_private else "C"
        tell(world, event | {"channel_type": channel_type, "event_ts": event_ts(world)})
