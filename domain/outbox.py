"""What must go out, recorded with the fact that caused it; a dispatcher sends it later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.about import About


class Way(StrEnum):
    """How an envelope leaves."""

    MAIL = "mail"
    SLACK_POST = "slack.post"
    SLACK_UPDATE = "slack.update"
    SLACK_FILE = "slack.file"
    SLACK_DELETE = "slack.delete"
    SLACK_TAKE_BACK = "slack.take_back"  # a file that we gave


class Doubt(StrEnum):
    """What to do with an envelope that may already have left: the last worker died before saying."""

    RESEND = "resend"
    PROBE = "probe"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an envelope is about, and its id."""

    kind: About
    id: int


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """`body` is final: the bytes of a letter (Message-ID and Date fixed), or the JSON arguments of a Slack method.

    Envelopes with the same `order_key` leave one after the other. `to` is the one recipient: an address,
    or a Slack channel or user. `group_key` caps unasked letters by person and day; `pace_key` spaces sends.
    """

    uid: str
    way: Way
    to: str
    body: bytes
    order_key: str
    due_at: datetime
    doubt: Doubt
    subject: Subject | None = None
    message_id: str | None = None
    group_key: str | None = None
    pace_key: str | None = None
    for_client: bool = False  # a letter to a client: waits until an administrator has read the invitation's text


@dataclass(frozen=True, slots=True)
class Envelope(NewEnvelope):
    """One that a worker has claimed. `attempt` counts from 1; `doubtful` when the attempt before left no verdict."""

    id: int = 0
    firm_id: int = 0
    attempt: int = 1
    doubtful: bool = False


class Answer(StrEnum):
    """What a person says of a letter that waits for one: doubtful, or given up by the dispatcher."""

    ARRIVED = "arrived"
    RESEND = "resend"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class Stuck:
    """An envelope that waits for a person: `doubtful` when it may have left; else `error` is why it did not."""

    envelope: Envelope
    doubtful: bool
    error: str = ""


LEASE = timedelta(seconds=60)
DEAD_AFTER = timedelta(hours=24)


def back_off(attempt: int, jitter: float) -> timedelta:
    """The wait after that many failed attempts: 2, 4, 8 s... to an hour; `jitter`, 0 to 1, adds up to a quarter."""
    return timedelta(seconds=min(2.0**attempt, 3600.0) * (1 + jitter / 4))


def is_exhausted(attempt: int) -> bool:
    """Whether a day of waiting lies behind that many failed attempts; what Guichet slept through does not count."""
    tried_for = sum((back_off(number, 0) for number in range(1, attempt + 1)), timedelta())
    return tried_for >= DEAD_AFTER
