"""Slack's Web API, as those who may wait call it."""

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler


def web_client(api_url: str, token: str | None = None) -> WebClient:
    """A client that waits and tries again, for work that nobody is waiting for."""
    retries = [ConnectionErrorRetryHandler(max_retry_count=1), RateLimitErrorRetryHandler(max_retry_count=1)]
    return WebClient(token=token, base_url=api_url, timeout=20, retry_handlers=retries)
