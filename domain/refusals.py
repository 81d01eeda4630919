"""A rule saying no. The words are found in one place, `handlers/explain.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.acts import Act
from domain.reserved import Reserved


class Refusal(Exception):
    """A rule of the office says no; it carries the facts, never a sentence."""


@dataclass(eq=False)
class FormRefused(Refusal):
    """Several fields of one form are refused: each refusal beside the name of its field."""

    errors: Mapping[str, Refusal]


@dataclass(eq=False)
class NotFound(Refusal):
    """No such thing, or one that this person may not see: the two are told apart nowhere."""

    what: str = "client"


@dataclass(eq=False)
class NotAMember(Refusal):
    """A Slack account that is not in the firm's team: stranger, guest, bot or leaver."""

    administrators: tuple[str, ...] = ()


@dataclass(eq=False)
class RoleTooLow(Refusal):
    """The act is for others; `who_can` holds their Slack ids, and `client_id` the client it is about, if any."""

    act: Reserved
    who_can: tuple[str, ...] = ()
    client_id: int | None = None


@dataclass(eq=False)
class AlreadyFollowed(Refusal):
    """The company has a client file that this person sees."""

    client_id: int
    name: str
    code: str | None


@dataclass(eq=False)
class AlreadyFollowedUnseen(Refusal):
    """The company has a client file that this person may not see: the one sentence allowed."""


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    """Somebody else decided first: who, when (in the firm's zone), and the act of the history that tells it."""

    by: str
    at: datetime
    act: Act | None = None


@dataclass(eq=False)
class TooLong(Refusal):
    """More characters than the field holds."""

    length: int
    at_most: int


class Missing(Refusal):
    """A required field is empty, or holds only spaces."""


@dataclass(eq=False)
class CodeTaken(Refusal):
    """Another client of the firm has that code; `next_free` is the number to propose, if there is one."""

    code: str
    next_free: str | None = None


@dataclass(eq=False)
class ClientTerminated(Refusal):
    """Nothing more is done for that client until it is restored."""

    name: str


@dataclass(eq=False)
class SlackSilent(Refusal):
    """Slack does not give the file now; it may later."""

    why: str
