"""The firm's Slack workspace: how its office is first set up, and who of its members still works there."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.office import House
from bot.settings import Settings, SettingsWrong, given
from domain.acts import Act
from domain.books import Mailbox, Records
from domain.firm import Firm
from domain.history import By, HistoryLine
from domain.office import Office
from domain.people import Collaborator, Role
from handlers.desk import Desk
from handlers.team.accounts import email_of, language_of, outsider, real_name
from handlers.team.leaving import left_slack

log = logging.getLogger(__name__)

desk = Desk()

Json = Mapping[str, Any]


def set_up_firm(house: House, settings: Settings, slack: WebClient) -> int:
    """The id of the firm of SLACK_BOT_TOKEN, opened now when the database has none of that workspace.

    SettingsWrong when Slack refuses the token; OSError when Slack does not answer.
    """
    token = given(settings.slack_bot_token, "SLACK_BOT_TOKEN").get_secret_value()
    for firm_id in house.database.firms():
        if house.bot_token(firm_id) == token:
            return firm_id
    slack.token = token
    try:
        workspace = slack.auth_test()
    except SlackApiError as error:
        raise _token_refused(error) from None
    known = house.database.firm_of_team(workspace["team_id"])
    if known is not None:
        house.database.keep_bot_token(known, token)
        return known
    opened = house.database.create_firm(
        Firm(
            id=0,
            name=workspace["team"],
            slack_team=workspace["team_id"],
            mail_from=given(settings.mail_from, "MAIL_FROM"),
            authserv_id=settings.mail_authserv_id,
        ),
        bot_token=token,
    )
    log.info("firm opened", extra={"firm": opened.id, "team": opened.slack_team})
    return opened.id


def set_up_mailbox(office: Office, settings: Settings) -> None:
    """Have the mailbox of IMAP_URL read; a new password in the settings replaces the one that was kept."""
    if settings.imap_url is None:
        return
    url = settings.imap_url.get_secret_value()
    with office.records() as records:
        address = records.firm.mail_from
        kept = next((box for box in records.inbound.mailboxes() if box.address == address), None)
        if kept is None:
            records.inbound.keep_mailbox(Mailbox(id=0, firm_id=office.firm_id, address=address, url=url))
        elif kept.url != url:
            records.inbound.keep_mailbox(replace(kept, url=url))


def set_up_administrator(office: Office, settings: Settings, slack: WebClient) -> None:
    """Name FIRST_ADMIN when nobody is administrator yet; afterwards administrators name one another."""
    with office.reading() as records:
        if records.people.administrators():
            return
    user = first_administrator(given(settings.first_admin, "FIRST_ADMIN"), slack)
    with office.records() as records:
        if records.people.administrators():
            return
        known = records.people.of_slack(user["id"])
        if known is not None:
            records.people.keep(replace(known, role=Role.ADMINISTRATOR, active=True))
        else:
            known = records.people.add(
                user["id"], real_name(user), email_of(user), Role.ADMINISTRATOR, language_of(user)
            )
        _note(records, office, Act.COLLABORATOR_NAMED, known, {"role": Role.ADMINISTRATOR.value})
    log.info("first administrator named", extra={"firm": office.firm_id, "collaborator": known.id})


def refresh_members(office: Office, slack: WebClient) -> None:
    """Take over the members' names, languages and departures from Slack; it makes nobody a member."""
    seen = {user["id"]: user for page in slack.users_list(include_locale=True, limit=200) for user in page["members"]}
    with office.records() as records:
        for member in records.people.active():
            if member.slack_id in seen:
                _take_over(records, office, member, seen[member.slack_id])


@desk.event("user_change")
def account_changed(event: Json, office: Office, context: Any) -> None:
    """Somebody's Slack account changed: a leaver's access ends at once."""
    user = event["user"]
    with office.reading() as records:
        if records.people.of_slack(user["id"]) is None:
            return
    if not _may_stay(user):
        locale = {}
    else:
        # The event does not say the language.
        answer = context.client.users_info(user=user["id"], include_locale=True)
        locale = {"locale": answer["user"].get("locale")}
    with office.records() as records:
        member = records.people.of_slack(user["id"])
        if member is not None:
            _take_over(records, office, member, {**user, **locale})


def _take_over(records: Records, office: Office, member: Collaborator, user: Json) -> None:
    now = replace(member, name=real_name(user), email=email_of(user) or member.email)
    if user.get("locale"):
        now = replace(now, language=language_of(user))
    if now != member:
        records.people.keep(now)
    if now.active and not _may_stay(user):
        left_slack(records, now, office.now())
        log.info("collaborator left", extra={"firm": office.firm_id, "collaborator": member.id})


def _may_stay(user: Json) -> bool:
    """Whether this Slack account is one of the firm's own people: no leaver, no guest, no program."""
    return outsider(user, user.get("team_id") or "") is None


def _note(records: Records, office: Office, act: Act, member: Collaborator, after: Mapping[str, object]) -> None:
    records.note(HistoryLine(at=office.now(), act=act, by=By.GUICHET, subject_id=member.id, after=after))


def first_administrator(named: str, slack: WebClient) -> Json:
    """The Slack account that FIRST_ADMIN names."""
    try:
        found = slack.users_lookupByEmail(email=named)["user"]["id"] if "@" in named else named
        user: Json = slack.users_info(user=found, include_locale=True)["user"]
    except SlackApiError as error:
        if error.response.get("error") in ("users_not_found", "user_not_found"):
            wrong = "FIRST_ADMIN names nobody of this Slack workspace: write a Slack user id (U…) or an e-mail."
            raise SettingsWrong({"FIRST_ADMIN": wrong}) from None
        raise _token_refused(error) from None
    if not _may_stay(user):
        wrong = "FIRST_ADMIN names a guest, a bot or a deactivated account: name a full member of the workspace."
        raise SettingsWrong({"FIRST_ADMIN": wrong})
    return user


def _token_refused(error: SlackApiError) -> SettingsWrong:
    code = error.response.get("error")
    if code == "missing_scope":
        sentence = (
            f"SLACK_BOT_TOKEN lacks the scope {error.response.get('needed')}: reinstall the app from manifest.yml."
        )
    else:
        sentence = f"SLACK_BOT_TOKEN is refused by Slack ({code}): copy it again from the page OAuth & Permissions."
    return SettingsWrong({"SLACK_BOT_TOKEN": sentence})
