"""The firm's Slack workspace: how its office is first set up, and what Slack says of its accounts."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.office import House
from bot.settings import Settings, SettingsWrong, given
from domain.acts import Act
from domain.firm import Firm
from domain.history import By, HistoryLine
from domain.office import Office
from handlers.mail.health import mailbox_settled
from handlers.team.members import may_stay, name_first_administrator

log = logging.getLogger(__name__)

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
        line=HistoryLine(house.clock.now(), Act.FIRM_OPENED, By.GUICHET),
    )
    log.info("firm opened", extra={"firm": opened.id, "team": opened.slack_team})
    return opened.id


def set_up_mailbox(office: Office, settings: Settings) -> None:
    """Have the mailbox of IMAP_URL read."""
    if settings.imap_url is None:
        return
    url = settings.imap_url.get_secret_value()
    with office.records() as records:
        mailbox_settled(records, records.firm.mail_from, url, office.now())


def set_up_administrator(office: Office, settings: Settings, slack: WebClient) -> None:
    """Name FIRST_ADMIN when nobody is administrator yet; afterwards administrators name one another."""
    with office.reading() as records:
        if records.people.administrators():
            return
    name_first_administrator(office, first_administrator(given(settings.first_admin, "FIRST_ADMIN"), slack))


def accounts(slack: WebClient) -> dict[str, Json]:
    """The Slack accounts of the workspace by their ids, each with its language."""
    pages = slack.users_list(include_locale=True, limit=200)
    return {user["id"]: user for page in pages for user in page["members"]}


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
    if not may_stay(user):
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
