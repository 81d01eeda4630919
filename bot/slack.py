"""Guichet's place in Slack: the Bolt app, the firm's own token, and the one check at the door."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, cast

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.office import House
from bot.refused import told_privately
from bot.slack_client import hurried_client
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotAMember
from handlers.doors import all_desks, open_doors
from handlers.team.asking import ASK_TO_JOIN
from handlers.words import words_for

log = logging.getLogger(__name__)

Json = Mapping[str, Any]

# A trigger lives three seconds: a listener that Slack keeps waiting must still have time to say so.
LISTENER_TIMEOUT = 2.5
# What happens to an account or to the app, and is nobody's act.
NOBODYS = ("user_change", "app_uninstalled", "tokens_revoked")


def slack_app(house: House, api_url: str) -> App:
    """The app with every desk's doors open; payloads reach it by a connection that Slack has authenticated."""
    app = App(
        name="guichet",
        # The default polls every 10 ms for the ack, and acks before the work is committed.
        process_before_response=True,
        # Bolt accepts None for a workspace it does not know, whatever its annotation says.
        authorize=cast(Callable[..., AuthorizeResult], _authorize_with(house)),
        client=hurried_client(api_url, None, LISTENER_TIMEOUT),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    app.use(at_the_door)
    open_doors(app, all_desks())
    app.error(told_privately)
    return app


def _authorize_with(house: House) -> Callable[..., AuthorizeResult | None]:
    def authorize(
        context: BoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        """The firm's own token; None for a workspace that is no firm of ours."""
        visitor = house.visitor(team_id, user_id) if team_id else None
        if visitor is None or visitor.bot_token is None:
            log.warning("workspace not known", extra={"team": team_id})
            return None
        context["office"] = house.of(visitor.firm_id)
        context["visitor"] = visitor.who
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=visitor.bot_token)

    return authorize


def at_the_door(context: BoltContext, body: Json, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt gives it by that name
    """Find who is acting; strangers, guests, bots and leavers go no further than asking to join."""
    if (body.get("event") or {}).get("type") in NOBODYS:
        return next()
    who: Collaborator | None = context["visitor"]
    if actor_team(body) not in (None, context.team_id):
        raise NotAMember(())  # a person of another company learns no name
    if who is None or not who.active:
        if _asks_to_join(body):
            return next()
        raise NotAMember(_administrators(context["office"]))
    context["who"] = who
    context["words"] = words_for(who.language)
    return next()


def _asks_to_join(body: Json) -> bool:
    """The one door of those who are not in the team."""
    match body:
        case {"type": "block_actions", "actions": [{"action_id": str(name)}]}:
            return name == ASK_TO_JOIN
    return False


def _administrators(office: Office) -> tuple[str, ...]:
    """Whom a stranger may ask, by name."""
    with office.reading() as records:
        return tuple(member.name for member in records.people.administrators())


def actor_team(body: Json) -> str | None:
    """The workspace of the person who acts, which in a shared channel is not the one that Slack writes to."""
    match body:
        case {"user": {"team_id": str(team)}}:
            return team
        case {"event": {"user_team": str(team)}} | {"event": {"source_team": str(team)}}:
            return team
        case {"command": str(), "team_id": str(team)} | {"team": {"id": str(team)}} | {"team_id": str(team)}:
            return team
    return None
