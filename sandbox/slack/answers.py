"""What comes back from the app when something is handed to it: an ack, or nothing usable."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Ack:
    envelope_id: str
    payload: Any


class NotAnswered(Exception):
    """The app did not ack in time, refused, or was not there; `code` is what Slack shows to the person."""

    def __init__(self, code: str, reason: str = "unknown_error", final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        """Why an event comes again, in Slack's words (x-slack-retry-reason)."""
        self.final = final
        """The app asked not to be sent it again (x-slack-no-retry)."""


@dataclass(frozen=True)
class Again:
    """Which retry of an event this is, and why; 0 the first time."""

    number: int = 0
    reason: str = ""
