"""The doctor at Slack's door: both tokens, the scopes beside manifest.yml, the first administrator, the hour."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.findings import Finding, good, warning, wrong
from bot.manifest import scopes
from bot.settings import Settings, SettingsWrong
from bot.slack_client import NO_ANSWER, hurried_client
from bot.workspace import first_administrator

SKEW = 60.0


def check(settings: Settings) -> Iterator[Finding]:
    slack = hurried_client(settings.slack_api_url, None, 10)
    try:
        if settings.slack_bot_token is not None:
            slack.token = settings.slack_bot_token.get_secret_value()
            yield from _bot_token(slack)
            if settings.first_admin is not None:
                yield from _administrator(settings.first_admin, slack)
        if settings.slack_app_token is not None:
            yield _app_token(slack, settings.slack_app_token.get_secret_value())
    except NO_ANSWER:
        yield wrong("Slack does not answer: check that this machine may reach slack.com.")


def _bot_token(slack: WebClient) -> Iterator[Finding]:
    try:
        answer = slack.auth_test()
    except SlackApiError as error:
        yield wrong(_refused("SLACK_BOT_TOKEN", error, "the page OAuth & Permissions"))
        return
    yield good("SLACK_BOT_TOKEN", "is accepted by Slack")
    yield from _scopes(_header(answer, "x-oauth-scopes"))
    yield from _hour(_header(answer, "date"))


def _scopes(header: str) -> Iterator[Finding]:
    given = {scope.strip() for scope in header.split(",") if scope.strip()}
    if not given:
        yield warning("SLACK_BOT_TOKEN: Slack did not say which scopes it has.")
        return
    lacking, extra = sorted(scopes() - given), sorted(given - scopes())
    if lacking:
        names = ", ".join(lacking)
        yield wrong(f"SLACK_BOT_TOKEN lacks {names}: reinstall the app from manifest.yml.")
    if extra:
        names = ", ".join(extra)
        yield warning(f"SLACK_BOT_TOKEN has {names}, which Guichet does not use: remove them.")
    if not lacking and not extra:
        yield good("SLACK_BOT_TOKEN", "has the scopes of manifest.yml, and no other")


def _hour(header: str) -> Iterator[Finding]:
    try:
        away = abs((parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return
    if away > SKEW:
        yield wrong(f"The clock of this machine is {away:.0f} s away from Slack's: set it by NTP.")
    else:
        yield good("The clock of this machine", "agrees with Slack's")


def _app_token(slack: WebClient, token: str) -> Finding:
    try:
        slack.apps_connections_open(app_token=token)
    except SlackApiError as error:
        return wrong(_refused("SLACK_APP_TOKEN", error, "the page Basic Information"))
    return good("SLACK_APP_TOKEN", "opens a socket")


def _administrator(named: str, slack: WebClient) -> Iterator[Finding]:
    try:
        first_administrator(named, slack)
    except SettingsWrong as problem:
        yield from (wrong(sentence) for name, sentence in problem.sentences.items() if name == "FIRST_ADMIN")
    else:
        yield good("FIRST_ADMIN", "is a full member of the workspace")


def _refused(name: str, error: SlackApiError, page: str) -> str:
    return f"{name} is refused by Slack ({error.response.get('error')}): copy it again from {page}."


def _header(answer: SlackResponse, name: str) -> str:
    found = {key.lower(): value for key, value in dict(answer.headers).items()}.get(name, "")
    return found[0] if isinstance(found, list) else str(found)
