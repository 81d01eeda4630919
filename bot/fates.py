"""What becomes of an envelope that was handed to a server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Left:
    """The server has taken it; `response` is what Slack said."""

    response: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take it; `reason` is its own answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not leave, and may later, `wait` seconds on if the server asked for that.

    `line` names the line that is down: nothing else could have left by it either.
    `unposted` is Slack's word when the channel itself is closed to us, which a person can mend.
    """

    reason: str
    wait: float | None = None
    line: str | None = None
    unposted: str | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """All of it was said, and the answer was lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknowable:
    """It may have left, and nothing can tell: a person is asked."""


Fate = Left | Refused | NotNow | Unsure | Unknowable
