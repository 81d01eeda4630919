"""Giving tokens and taking them away: oauth.v2.access, auth.revoke, apps.uninstall."""

from sandbox.slack import events
from sandbox.slack.installation import NotGranted
from sandbox.webapi.calls import Call, Json, Refused, method


def check_client(call: Call) -> None:
    """Refuse unless the app's own id and secret were given."""
    installation = call.world.installation
    if call.text("client_id") != installation.client_id:
        raise Refused("invalid_client_id")
    if call.text("client_secret") != installation.client_secret:
        raise Refused("bad_client_secret")


@method("oauth.v2.access", tokens=())
def oauth_access(call: Call) -> Json:
    """The tokens of what a person allowed, for a code that serves once; or a new token for a refresh token."""
    check_client(call)
    match call.text("grant_type") or "authorization_code":
        case "authorization_code":
            return _exchanged(call)
        case "refresh_token":
            return _renewed(call)
        case _:
            raise Refused("invalid_grant_type")


def _exchanged(call: Call) -> Json:
    world = call.world
    try:
        grant = world.installation.exchange(call.text("code") or "", call.text("redirect_uri"))
    except NotGranted as problem:
        raise Refused(problem.code) from None
    bot, person = world.installation.install(grant)
    world.settings = world.settings.installed()
    world.changed("state")
    authed: Json = {"id": grant.user}
    if person is not None:
        authed |= _token(call, person, "user", grant.user_scopes)
    answer = _installed(call)
    if grant.bot_scopes:
        answer |= _token(call, bot, "bot", world.installation.scopes) | {"bot_user_id": world.app.bot_user}
    return answer | {"authed_user": authed}


def _renewed(call: Call) -> Json:
    installation = call.world.installation
    try:
        token = installation.renew(call.text("refresh_token") or "")
    except NotGranted as problem:
        raise Refused(problem.code) from None
    caller = installation.caller(token)
    answer = _installed(call) | _token(call, token, caller.kind, caller.scopes)
    return answer | ({"bot_user_id": caller.user} if caller.kind == "bot" else {})


def _installed(call: Call) -> Json:
    world = call.world
    return {
        "app_id": world.app.id,
        "team": {"id": world.team.id, "name": world.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _token(call: Call, token: str, kind: str, scopes: tuple[str, ...]) -> Json:
    given: Json = {"access_token": token, "token_type": kind, "scope": ",".join(scopes)}
    if rotated := call.world.installation.refresh_of(token):
        refresh, seconds = rotated
        given |= {"refresh_token": refresh, "expires_in": seconds}
    return given


@method("auth.revoke")
def auth_revoke(call: Call) -> Json:
    """Take the calling token away; with `test`, only say what would happen."""
    if call.flag("test"):
        return {"revoked": False}
    whose = "bot" if call.caller.kind == "bot" else "oauth"
    _tell_revoked(call, {"oauth": [], "bot": []} | {whose: [call.caller.user]})
    call.world.installation.revoke(call.token)
    return {"revoked": True}


@method("apps.uninstall")
def apps_uninstall(call: Call) -> Json:
    """Take every token away, with what the app shows and hears; its bot leaves the channels."""
    check_client(call)
    world = call.world
    people = world.installation.uninstall()
    _tell_revoked(call, {"oauth": people, "bot": [world.app.bot_user]})
    events.tell(world, {"type": "app_uninstalled", "event_ts": events.event_ts(world)})
    world.settings = world.settings.uninstalled()
    for channel in world.channels.values():
        channel.with_bot = channel.with_bot and channel.is_im
    world.changed("state")
    return {}


def _tell_revoked(call: Call, tokens: Json) -> None:
    world = call.world
    events.tell(world, {"type": "tokens_revoked", "tokens": tokens, "event_ts": events.event_ts(world)})
