"""Slack's Web API, as those who may wait call it and as those who may not."""

import ssl
from functools import cache
from http.client import HTTPException
from typing import cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

# What a call raises when Slack refuses it, answers something else, or does not answer at all.
NO_ANSWER = (OSError, HTTPException, SlackClientError)


def web_client(api_url: str, token: str | None = None) -> WebClient:
    """A client that waits and tries again, for work that nobody is waiting for."""
    client = hurried_client(api_url, token, 20)
    client.retry_handlers += [
        ConnectionErrorRetryHandler(max_retry_count=1),
        RateLimitErrorRetryHandler(max_retry_count=1),
    ]
    return client


def hurried_client(api_url: str, token: str | None, seconds: float) -> WebClient:
    """A client that says at once, or after so many seconds, what went wrong."""
    # The library declares whole seconds; urllib, beneath it, takes a fraction.
    timeout = cast(int, seconds)
    trusted = _trusted() if api_url.startswith("https:") else None
    return WebClient(token=token, base_url=api_url, timeout=timeout, ssl=trusted, retry_handlers=[])


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's certificates, read once: the library would read them at each call, 30 ms of work."""
    return ssl.create_default_context()
