"""What people do with the app: each act becomes the payload that Slack sends, and the ack decides what follows."""

from typing import Any

from sandbox.slack.answers import Ack, NotAnswered
from sandbox.slack.delivery import deliver
from sandbox.slack.modals import View
from sandbox.slack.notices import COMMAND_FAILED, TROUBLE, in_language
from sandbox.slack.viewpayload import view_payload
from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]


class Impossible(Exception):
    """The person cannot do that here: Slack's screen would not have offered it."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


def base_payload(world: World, user: User) -> Json:
    """What every interactive payload carries."""
    return {
        "team": {"id": world.team.id, "domain": world.team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id or world.team.id,
        },
        "api_app_id": world.app.id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_payload(channel: Channel) -> Json:
    name = channel.name if channel.is_im or not channel.is_private else "privategroup"
    return {"id": channel.id, "name": name}


def response_url(world: World, user: User, channel_id: str, message_ts: str | None = None) -> str:
    return f"{world.base_url}/response/{world.response_urls.lend(user.id, channel_id, message_ts)}"


async def ask(world: World, kind: str, payload: Json) -> Ack:
    """The app's ack; NotAnswered when there is none."""
    if kind == "interactive" and not world.settings.interactivity:
        raise NotAnswered("dispatch_failed")
    return await deliver(world, kind, payload)


def trouble(world: World, user: User, code: str) -> None:
    """Show the person that the app did not answer, or answered something unusable."""
    world.notices.add(user.id, in_language(TROUBLE, user.locale), code)
    world.changed("state", user=user.id)


def command_failed(world: World, user: User, command: str, code: str) -> None:
    sentence = in_language(COMMAND_FAILED, user.locale).format(command=command, code=code)
    world.notices.add(user.id, sentence, code)
    world.changed("state", user=user.id)


async def shortcut(world: World, user: User, callback_id: str) -> None:
    """A global shortcut."""
    _declared(world, "global", callback_id)
    payload = base_payload(world, user) | {
        "type": "shortcut",
        "action_ts": world.messages.next_ts(world.now()),
        "callback_id": callback_id,
        "trigger_id": world.triggers.lend(user.id),
    }
    await _ask_or_say(world, user, payload)


async def message_shortcut(world: World, user: User, callback_id: str, channel_id: str, ts: str) -> None:
    """A shortcut from a message's own menu."""
    _declared(world, "message", callback_id)
    message = world.messages.get(channel_id, ts)
    if message is None or message.ephemeral_for or not world.sees(user.id, world.channels[channel_id]):
        raise Impossible("message_not_found")
    payload = base_payload(world, user) | {
        "type": "message_action",
        "action_ts": world.messages.next_ts(world.now()),
        "callback_id": callback_id,
        "trigger_id": world.triggers.lend(user.id, channel=channel_id),
        "channel": channel_payload(world.channels[channel_id]),
        "message_ts": ts,
        "message": message.for_the_app(world.app.id),
        "response_url": response_url(world, user, channel_id, ts),
    }
    await _ask_or_say(world, user, payload)


async def _ask_or_say(world: World, user: User, payload: Json) -> None:
    try:
        await ask(world, "interactive", payload)
    except NotAnswered as problem:
        trouble(world, user, problem.code)
        raise


def _declared(world: World, kind: str, callback_id: str) -> None:
    declared = [one for one in world.settings.shortcuts if one.get("type") == kind]
    if callback_id not in [one.get("callback_id") for one in declared]:
        raise Impossible("shortcut_not_found")


def view_container(world: World, user: User, view_id: object) -> tuple[View, Json]:
    """The person's own open view or Home, and the payload parts that name it."""
    view = world.views.get(view_id)
    if view is None or view.user != user.id:
        raise Impossible("view_not_found")
    return view, {"container": {"type": "view", "view_id": view.id}, "view": view_payload(world, view)}
