"""The members as their Slack accounts tell of them: the first one named, names and languages, departures."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import BoltContext

from domain.acts import Act
from domain.books import Records
from domain.office import Office
from domain.people import Collaborator, Role
from handlers.desk import Desk
from handlers.team.accounts import email_of, language_of, outsider, real_name
from handlers.team.history import note_team
from handlers.team.leaving import left_slack

log = logging.getLogger(__name__)

desk = Desk()

Json = Mapping[str, Any]

OF_SLACK = ("name", "email", "language")


@desk.event("user_change")
def account_changed(event: Json, office: Office, context: BoltContext) -> None:
    """Somebody's Slack account changed: a leaver's access ends at once. Who left already stays as they left."""
    user = event["user"]
    with office.reading() as records:
        if records.people.of_slack(user["id"]) is None:
            return
    if not may_stay(user):
        locale = {}
    else:
        # The event does not say the language.
        answer = context.client.users_info(user=user["id"], include_locale=True)
        locale = {"locale": answer["user"].get("locale")}
    with office.records() as records:
        member = records.people.of_slack(user["id"])
        if member is not None and member.active:
            _take_over(records, office, member, {**user, **locale})


def refresh_members(office: Office, accounts: Mapping[str, Json]) -> None:
    """Take over the members' names, languages and departures from Slack; it makes nobody a member."""
    with office.records() as records:
        for member in records.people.active():
            if member.slack_id in accounts:
                _take_over(records, office, member, accounts[member.slack_id])


def name_first_administrator(office: Office, account: Json) -> None:
    """That Slack account's person is the administrator of a firm that has none."""
    with office.records() as records:
        if records.people.administrators():
            return
        known = records.people.of_slack(account["id"])
        if known is not None:
            records.people.keep(replace(known, role=Role.ADMINISTRATOR, active=True))
        else:
            known = records.people.add(
                account["id"], real_name(account), email_of(account), Role.ADMINISTRATOR, language_of(account)
            )
        after = {"role": Role.ADMINISTRATOR.value}
        note_team(records, office.now(), Act.COLLABORATOR_NAMED, known.id, None, after=after)
    log.info("first administrator named", extra={"firm": office.firm_id, "collaborator": known.id})


def may_stay(account: Json) -> bool:
    """Whether this Slack account is one of the firm's own people: no leaver, no guest, no program."""
    return outsider(account, account.get("team_id") or "") is None


def _take_over(records: Records, office: Office, member: Collaborator, account: Json) -> None:
    now = replace(member, name=real_name(account), email=email_of(account) or member.email)
    if account.get("locale"):
        now = replace(now, language=language_of(account))
    changed = [name for name in OF_SLACK if getattr(now, name) != getattr(member, name)]
    if changed:
        records.people.keep(now)
        before, after = ({name: getattr(person, name) for name in changed} for person in (member, now))
        note_team(records, office.now(), Act.COLLABORATOR_ACCOUNT, member.id, None, before, after)
    if now.active and not may_stay(account):
        left_slack(records, now, office.now())
        log.info("collaborator left", extra={"firm": office.firm_id, "collaborator": member.id})
