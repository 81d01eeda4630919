"""A person as Slack shows them to apps: as much as the scopes allow."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox.worldfile import User

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]


def profile_payload(world: "World", user: User, scopes: Collection[str]) -> Json:
    """The profile; the e-mail only with users:read.email."""
    profile: Json = {
        "title": user.title,
        "phone": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "status_text": "",
        "status_emoji": "",
        "team": user.team_id or world.team.id,
    }
    if user.email and "users:read.email" in scopes:
        profile["email"] = user.email
    return profile


def tz_offset(world: "World", user: User) -> int:
    """How far the person's zone is ahead of UTC at the world's time, in seconds."""
    offset = world.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def user_payload(world: "World", user: User, scopes: Collection[str], with_locale: bool = False) -> Json:
    """The user object."""
    answer: Json = {
        "id": user.id,
        "team_id": user.team_id or world.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": profile_payload(world, user, scopes),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if not user.deleted:
        answer |= {
            "tz": user.tz,
            "tz_label": user.tz,
            "tz_offset": tz_offset(world, user),
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


def bot_user(world: "World") -> User:
    """The app's own user."""
    return User(world.app.bot_user, world.settings.name.lower(), world.settings.name, is_bot=True)
