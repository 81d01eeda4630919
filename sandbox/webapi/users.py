"""users.*: the people of the team, as much of them as the scopes show."""

from sandbox.slack.userpayload import bot_user, profile_payload, user_payload
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.conversations import listed
from sandbox.webapi.paging import one_page
from sandbox.worldfile import User


def _person(call: Call, name: str = "user") -> User:
    """That person, the app's own user among them."""
    if call.required(name) == call.world.app.bot_user:
        return bot_user(call.world)
    return call.user(name)


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    person = _person(call)
    with_locale = call.flag("include_locale") and not person.is_bot
    return {"user": user_payload(call.world, person, call.scopes, with_locale)}


@method("users.profile.get", "users.profile:read")
def users_profile_get(call: Call) -> Json:
    """The caller's own profile when nobody is named."""
    call.args.setdefault("user", call.caller.user)
    return {"profile": profile_payload(call.world, _person(call), call.scopes)}


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    people = [*call.world.users.values(), bot_user(call.world)]
    page, cursor = one_page(call, people)
    with_locale = call.flag("include_locale")
    members = [user_payload(call.world, user, call.scopes, with_locale) for user in page]
    return {"members": members, "cache_ts": 0, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail", "users:read.email")
def lookup_by_email(call: Call) -> Json:
    wanted = call.required("email").lower()
    for user in call.world.users.values():
        if user.email and user.email.lower() == wanted and not user.deleted:
            return {"user": user_payload(call.world, user, call.scopes)}
    raise Refused("users_not_found")


@method("users.conversations", "channels:read", "groups:read", "im:read", "mpim:read")
def users_conversations(call: Call) -> Json:
    """Those of the caller, or of another person as far as the caller knows them."""
    wanted = call.text("user") or call.caller.user
    if wanted not in (*call.world.users, call.world.app.bot_user):
        raise Refused("user_not_found")
    of_bot = wanted == call.world.app.bot_user
    channels = [shown for channel, shown in listed(call) if (channel.with_bot if of_bot else wanted in channel.members)]
    page, cursor = one_page(call, channels)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}
