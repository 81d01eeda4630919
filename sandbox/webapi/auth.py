"""Who the token is, and where its socket opens."""

from sandbox.webapi.calls import Call, Json, Refused, method


@method("api.test", tokens=())
def api_test(call: Call) -> Json:
    if error := call.text("error"):
        raise Refused(error, args=call.args)
    return {"args": call.args}


@method("auth.test")
def auth_test(call: Call) -> Json:
    world = call.world
    answer: Json = {
        "url": f"https://{world.team.domain}.slack.com/",
        "team": world.team.name,
        "team_id": world.team.id,
        "user_id": call.caller.user,
        "is_enterprise_install": False,
    }
    if call.caller.kind == "bot":
        return answer | {"user": world.settings.name.lower(), "bot_id": world.app.bot_id}
    return answer | {"user": world.users[call.caller.user].name}


@method("apps.connections.open", tokens=("app",))
def connections_open(call: Call) -> Json:
    """A single-use socket address (Slack's Socket Mode guide)."""
    if not call.world.settings.socket_mode or call.world.faults.get("link_disabled"):
        raise Refused("socket_mode_not_enabled")
    address = call.world.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link?ticket={call.world.hub.ticket()}&app_id={call.world.app.id}"}


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    team = call.world.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


@method("bots.info", "users:read")
def bots_info(call: Call) -> Json:
    world = call.world
    if (call.text("bot") or world.app.bot_id) != world.app.bot_id:
        raise Refused("bot_not_found")
    app = world.app
    bot = {"id": app.bot_id, "deleted": False, "name": world.settings.name, "app_id": app.id, "user_id": app.bot_user}
    return {"bot": bot}
