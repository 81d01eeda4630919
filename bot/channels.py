"""Who is in a Slack channel, remembered for five minutes: a card is thin where somebody may not see its client."""

import logging
import threading
from time import monotonic
from typing import Protocol

from slack_sdk import WebClient

from bot.slack_client import NO_ANSWER, hurried_client

log = logging.getLogger(__name__)

REMEMBERED = 300.0
A_PAGE = 200


class TokenRing(Protocol):
    def bot_token(self, firm_id: int) -> str | None: ...


class ChannelMembers:
    """The members of a firm's channels, as Slack says (conversations.members)."""

    def __init__(self, tokens: TokenRing, api_url: str) -> None:
        self._tokens = tokens
        self._api_url = api_url
        self._known: dict[tuple[int, str], tuple[float, frozenset[str]]] = {}
        self._lock = threading.Lock()

    def of(self, firm_id: int, channel: str) -> frozenset[str] | None:
        """Their Slack ids; None when Slack does not say."""
        with self._lock:
            asked_at, members = self._known.get((firm_id, channel), (-REMEMBERED, frozenset()))
        if monotonic() - asked_at < REMEMBERED:
            return members
        token = self._tokens.bot_token(firm_id)
        if token is None:
            return None
        try:
            members = _all_members(hurried_client(self._api_url, token, 5), channel)
        except NO_ANSWER as error:
            log.warning("channel members unknown", extra={"channel": channel, "error": type(error).__name__})
            return None
        with self._lock:
            self._known[firm_id, channel] = (monotonic(), members)
        return members


def _all_members(client: WebClient, channel: str) -> frozenset[str]:
    """Everybody but Guichet itself."""
    members: set[str] = set()
    guichet = client.auth_test().get("user_id")
    cursor = ""
    while True:
        page = client.conversations_members(channel=channel, limit=A_PAGE, cursor=cursor or None)
        members.update(page.get("members") or [])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return frozenset(members - {guichet})
