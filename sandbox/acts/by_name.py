"""Every act of a person on the page, by its name."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.acts import actions, commands, interactions, submissions, writing
from sandbox.acts.interactions import Impossible
from sandbox.slack import events
from sandbox.slack.answers import NotAnswered
from sandbox.world import World
from sandbox.worldfile import User

Json = dict[str, Any]
Act = Callable[[World, User, Json], Awaitable[Json]]


async def command(world: World, user: User, asked: Json) -> Json:
    await commands.run(world, user, str(asked["channel"]), str(asked["text"]), asked.get("thread_ts"))
    return {}


async def block_action(world: World, user: User, asked: Json) -> Json:
    await actions.block_action(
        world,
        user,
        asked["container"],
        asked.get("block_id"),
        asked.get("action_id"),
        asked.get("value"),
        asked.get("state") or {},
        asked.get("trigger"),
    )
    return {}


async def view_submit(world: World, user: User, asked: Json) -> Json:
    errors = await submissions.submit(world, user, asked.get("view_id"), asked.get("state") or {})
    return {"ok": False, "error": "errors", "message": "", "errors": errors} if errors else {}


async def view_close(world: World, user: User, asked: Json) -> Json:
    await submissions.close(world, user, asked.get("view_id"), bool(asked.get("clear")))
    return {}


async def shortcut(world: World, user: User, asked: Json) -> Json:
    await interactions.shortcut(world, user, str(asked["callback_id"]))
    return {}


async def message_shortcut(world: World, user: User, asked: Json) -> Json:
    await interactions.message_shortcut(world, user, str(asked["callback_id"]), str(asked["channel"]), str(asked["ts"]))
    return {}


async def open_home(world: World, user: User, asked: Json) -> Json:
    events.home_opened(world, user.id, str(asked.get("tab") or "home"))
    return {}


async def suggest(world: World, user: User, asked: Json) -> Json:
    name, options = await actions.suggest(
        world, user, asked["container"], asked.get("block_id"), asked.get("action_id"), str(asked.get("query") or "")
    )
    return {name: options}


async def read(world: World, user: User, asked: Json) -> Json:
    channel = str(asked["channel"])
    messages = world.messages.of(channel, user.id)
    if messages:
        world.read_up_to[user.id, channel] = messages[-1].ts
    world.changed("state", user=user.id)
    return {}


async def dismiss_notice(world: World, user: User, asked: Json) -> Json:
    world.notices.dismiss(user.id, asked.get("id"))
    world.changed("state", user=user.id)
    return {}


async def set_profile(world: World, user: User, asked: Json) -> Json:
    """The person changes their language, name or zone, or an administrator deactivates them."""
    for name in ("locale", "real_name", "tz", "deleted", "is_restricted"):
        if name in asked:
            setattr(user, name, asked[name])
    world.changed("state")
    events.user_changed(world, user)
    return {}


ACTS: dict[str, Act] = {
    "command": command,
    "message": writing.write,
    "edit_message": writing.rewrite,
    "delete_message": writing.take_back,
    "react": writing.react,
    "open_direct": writing.open_direct,
    "join_channel": writing.join,
    "leave_channel": writing.leave,
    "block_action": block_action,
    "view_submit": view_submit,
    "view_close": view_close,
    "shortcut": shortcut,
    "message_shortcut": message_shortcut,
    "open_home": open_home,
    "suggest": suggest,
    "read": read,
    "dismiss_notice": dismiss_notice,
    "set_profile": set_profile,
}


async def perform(world: World, asked: Json) -> Json:
    """Do what the page asks; {"ok": False, "error", "message"} when it cannot be done."""
    user = world.users.get(str(asked.get("user")))
    act = ACTS.get(str(asked.get("act")))
    if user is None or user.is_bot or (user.deleted and asked.get("act") != "set_profile"):
        return _refused("user_not_found", "No such person.")
    if act is None:
        return _refused("unknown_act", f"No such act: {asked.get('act')}.")
    try:
        return {"ok": True, **await act(world, user, asked)}
    except NotAnswered as problem:
        notices = world.notices.of(user.id)
        return _refused(problem.code, notices[-1]["text"] if notices else problem.code)
    except Impossible as problem:
        return _refused(problem.code, str(problem))
    except KeyError as problem:
        return _refused("missing_argument", f"Missing: {problem.args[0]}.")


def _refused(code: str, message: str) -> Json:
    return {"ok": False, "error": code, "message": message}
