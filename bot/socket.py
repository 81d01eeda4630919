"""The socket to Slack: opened as soon as Slack answers, opened again whenever it closes."""

import logging
import threading
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack_client import NO_ANSWER
from domain.outbox import back_off

log = logging.getLogger(__name__)

CONCURRENCY = 32
LONGEST_WAIT = 60.0
# What no second try will mend: the token itself is wrong.
REFUSED = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type", "missing_scope")


class SlackSocket:
    """Socket Mode by the websocket-client adapter: the builtin one stalls three seconds at each refresh."""

    def __init__(self, app: App, app_token: str, web_client: WebClient) -> None:
        # The library repeats its complaints at each try; `_told` says once that the line is down, once that it is up.
        quiet = logging.getLogger("slack_sdk.socket")
        quiet.setLevel(logging.CRITICAL)
        handler = SocketModeHandler(app, app_token, logger=quiet, web_client=web_client, concurrency=CONCURRENCY)
        self._client = handler.client
        self._client.on_open_listeners.append(lambda _socket: self._told(up=True))
        self._client.on_close_listeners.append(lambda _socket: self._told(up=False))
        self._stopped = threading.Event()
        self._up: bool | None = None
        self._opened = threading.Event()
        self._lock = threading.Lock()

    def is_up(self) -> bool:
        return self._client.is_connected()

    def wait_until_up(self, at_most: float) -> bool:
        """Whether the line has been opened, after that many seconds at the latest."""
        return self._opened.wait(at_most)

    def start(self) -> None:
        threading.Thread(target=self._connect, name="slack-socket", daemon=True).start()

    def stop(self) -> None:
        """Take nothing more, and let the listeners at work finish."""
        self._stopped.set()
        self._client.close()

    def _connect(self) -> None:
        attempt = 0
        while not self._stopped.is_set():
            try:
                self._client.connect()
                return
            except SlackApiError as error:
                code = error.response.get("error")
                if code in REFUSED:
                    log.error("slack refuses SLACK_APP_TOKEN", extra={"code": code})
                self._told(up=False, code=code)
            except NO_ANSWER as error:
                self._told(up=False, code=type(error).__name__)
            attempt += 1
            self._stopped.wait(min(back_off(attempt, 0).total_seconds(), LONGEST_WAIT))

    def _told(self, up: bool, **why: Any) -> None:
        with self._lock:
            if up is self._up or self._stopped.is_set():
                return
            self._up = up
        if up:
            self._opened.set()
            log.info("slack connected")
        else:
            log.warning("slack not reachable", extra=why)
