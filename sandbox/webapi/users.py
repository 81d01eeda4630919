"""users.*: the people of the team, as much of them as the scopes show."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.conversations import listed
from sandbox.webapi.paging import one_page
from sandbox.world import World
from sandbox.worldfile import User


def shown(world: World, user: User, with_locale: bool = False) -> Json:
    """The user object; the e-mail only with users:read.email."""
    zone = ZoneInfo(user.tz)
    offset = datetime.now(zone).utcoffset()
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "team": user.team_id or world.team.id,
    }
    if user.email and "users:read.email" in world.settings.scopes:
        profile["email"] = user.email
    answer: Json = {
        "id": user.id,
        "team_id": user.team_id or world.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if not user.deleted:
        answer |= {
            "tz": user.tz,
            "tz_label": user.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
        }
    if user.team_id and user.team_id != world.team.id:
        answer["is_stranger"] = True
    if with_locale:
        answer["locale"] = user.locale
    return answer


def bot_user(world: World) -> User:
    """The app's own user."""
    return User(world.app.bot_user, world.settings.name.lower(), world.settings.name, is_bot=True)


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    if call.required("user") == call.world.app.bot_user:
        return {"user": shown(call.world, bot_user(call.world))}
    return {"user": shown(call.world, call.user(), call.flag("include_locale"))}


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    people = [*call.world.users.values(), bot_user(call.world)]
    page, cursor = one_page(call, people)
    members = [shown(call.world, user, call.flag("include_locale")) for user in page]
    return {"members": members, "cache_ts": 0, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail", "users:read.email")
def lookup_by_email(call: Call) -> Json:
    wanted = call.required("email").lower()
    for user in call.world.users.values():
        if user.email and user.email.lower() == wanted and not user.deleted:
            return {"user": shown(call.world, user)}
    raise Refused("users_not_found")


@method("users.conversations", "channels:read", "groups:read", "im:read", "mpim:read")
def users_conversations(call: Call) -> Json:
    wanted = call.text("user") or call.world.app.bot_user
    of_bot = wanted == call.world.app.bot_user
    channels = [
        channel
        for channel in listed(call)
        if (channel["is_member"] if of_bot else wanted in call.world.channels[channel["id"]].members)
    ]
    page, cursor = one_page(call, channels)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}
