"""What the outbox says in Slack: posts and redrawn cards."""

import json
import logging
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.fates import Fate, Left, NotNow, Refused
from bot.slack_client import NO_ANSWER, hurried_client
from domain.outbox import Envelope, Way
from storage.database import Database

log = logging.getLogger(__name__)

LINE = "slack"
METHODS = {
    Way.SLACK_POST: "chat.postMessage",
    Way.SLACK_UPDATE: "chat.update",
    Way.SLACK_FILE: "files.completeUploadExternal",
    Way.SLACK_DELETE: "chat.delete",
    Way.SLACK_TAKE_BACK: "files.delete",
}
TIMEOUT = 20

# The message or the file was deleted, or is too old to be changed: nothing is left to keep true.
_GONE = (
    *("message_not_found", "cant_delete_message", "cant_update_message", "edit_window_closed", "is_inactive"),
    *("file_not_found", "file_deleted"),
)
# The channel is closed to us, until somebody invites the app or chooses another channel.
_CLOSED = (
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
)
# The firm's token is no good any more: nothing of that firm can be said.
_SHUT_OUT = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope")
_BUSY = ("ratelimited", "rate_limited", "service_unavailable", "internal_error", "fatal_error", "request_timeout")
_PEOPLE = ("U", "W", "D")


class SlackSender:
    def __init__(self, database: Database, api_url: str) -> None:
        self._database = database
        self._api_url = api_url

    def lines(self, envelope: Envelope) -> tuple[str, ...]:
        """The lines that it needs: Slack, the firm's own way in, and the method, which Slack meters by firm."""
        firm = f"{LINE}:{envelope.firm_id}"
        return LINE, firm, f"{firm}:{METHODS[envelope.way]}"

    def send(self, envelope: Envelope) -> Fate:
        """Said twice is harmless: an update replaces, and the older twin of a card heals when touched."""
        body = json.loads(envelope.body)
        arguments: dict[str, Any] = dict(body.get("args") or {})
        if envelope.way is Way.SLACK_UPDATE:
            with self._database.reading(envelope.firm_id) as records:
                card = records.cards.get(body["card_id"])
            if card is None or card.ts is None:
                log.info("card never posted, not redrawn", extra={"card": body["card_id"]})
                return Left()
            arguments |= {"channel": card.channel, "ts": card.ts}
        _slack, firm_line, method_line = self.lines(envelope)
        token = self._database.bot_token(envelope.firm_id)
        if token is None:
            return NotNow("the app is not installed", line=firm_line)
        slack = hurried_client(self._api_url, token, TIMEOUT)
        try:
            if envelope.way is Way.SLACK_FILE:
                return _send_file(slack, envelope.to, body)
            answer = slack.api_call(METHODS[envelope.way], json=arguments)
        except SlackApiError as error:
            return _refusal(error, envelope, firm_line, method_line)
        except NO_ANSWER as error:
            return NotNow(type(error).__name__, line=LINE)
        data = answer.data
        return Left(data if isinstance(data, Mapping) else {})


def _send_file(slack: WebClient, to: str, file: Mapping[str, Any]) -> Fate:
    """To a person's own conversation with Guichet: nobody else finds the file."""
    opened = slack.conversations_open(users=to)
    channel = (opened.get("channel") or {}).get("id")
    content = b64decode(file["content"])
    answer = slack.files_upload_v2(channel=channel, filename=file["name"], file=content, initial_comment=file["said"])
    given = answer.get("files") or [{}]
    return Left({"file": given[0].get("id")})


def _refusal(error: SlackApiError, envelope: Envelope, firm_line: str, method_line: str) -> Fate:
    response = error.response
    code = str(response.get("error") or f"http_{response.status_code}")
    if response.status_code == 429 or code in ("ratelimited", "rate_limited"):
        return NotNow(code, wait=_retry_after(response.headers), line=method_line)
    if code in _SHUT_OUT:
        return NotNow(code, line=firm_line)
    if code in _BUSY or response.status_code >= 500:
        return NotNow(code, line=LINE)
    if envelope.way in (Way.SLACK_UPDATE, Way.SLACK_DELETE, Way.SLACK_TAKE_BACK) and code in (*_GONE, *_CLOSED):
        log.info("card gone, not touched", extra={"firm": envelope.firm_id, "code": code})
        return Left()
    if envelope.way is Way.SLACK_POST and code in _CLOSED and not envelope.to.startswith(_PEOPLE):
        return NotNow(code, unposted=code)
    return Refused(_pointed(code, response.get("response_metadata")))


def _pointed(code: str, metadata: Any) -> str:
    """Slack's word, and where in the blocks it stumbled; never what they say."""
    messages = metadata.get("messages", ()) if isinstance(metadata, Mapping) else ()
    return " ".join([code, *(str(message) for message in messages)])[:500]


def _retry_after(headers: Mapping[str, Any]) -> float:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    text = str(found[0] if isinstance(found, list) and found else found)
    return float(text) if text.isdigit() else 30.0
