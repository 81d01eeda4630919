"""Messages that the app asked Slack to post later."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

WINDOW_SECONDS = 5 * 60
MOST_IN_A_WINDOW = 30
"""Messages to one channel (chat.scheduleMessage)."""


@dataclass(frozen=True)
class Scheduled:
    id: str
    channel: str
    user: str
    post_at: int
    created: int
    content: Any
    """A `webapi.content.Content`, checked when it was scheduled."""
    thread_ts: str | None = None


@dataclass
class Schedule:
    _waiting: dict[str, Scheduled] = field(default_factory=dict)

    def add(self, message: Scheduled) -> None:
        self._waiting[message.id] = message

    @staticmethod
    def new_id() -> str:
        return f"Q0{secrets.token_hex(5).upper()}"

    def is_full(self, channel: str, post_at: int) -> bool:
        """Whether one more message to the channel at that time would be one too many in five minutes."""
        times = sorted([post_at, *(one.post_at for one in self.of(channel))])
        return any(late - early < WINDOW_SECONDS for early, late in zip(times, times[MOST_IN_A_WINDOW:], strict=False))

    def of(self, channel: str | None = None) -> Iterator[Scheduled]:
        """Those that wait, the next first; with a channel, its own."""
        for message in sorted(self._waiting.values(), key=lambda one: one.post_at):
            if channel in (None, message.channel):
                yield message

    def take(self, message_id: str) -> Scheduled | None:
        """The message of that id, which waits no more."""
        return self._waiting.pop(message_id, None)

    @property
    def next_at(self) -> int | None:
        """When the next one is due, in Unix seconds; None when none waits."""
        return min((one.post_at for one in self._waiting.values()), default=None)
