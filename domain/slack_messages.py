"""A message of Slack that a person puts in a client file: kept from the shortcut until it is filed, a day at most."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.documents import NotFiled
from domain.nir import without_nirs
from domain.refusals import Missing, NotFound, Refusal
from domain.text import NOTE_LENGTH, clean_lines

KEPT_FOR = timedelta(days=1)
# Slack cuts a message there.
LONGEST_TEXT = 40_000
# As many boxes as one field of a form shows.
MOST_FILES = 10
# How long Slack is asked for a file that it does not give.
ASKED_FOR = timedelta(hours=1)

TS = re.compile(r"[0-9]{10}\.[0-9]{6}", re.ASCII)


class NothingToAttach(Refusal):
    """The message holds neither text nor a file that is still there."""


class SeenByOne(Refusal):
    """What Slack shows to one person alone is no message that others could find again."""


class NotInChannel(Refusal):
    """Whoever is not in the channel of a message does not take it out of there."""


class FileGone(NotFound):
    """The file was deleted from Slack."""


class Stage(StrEnum):
    TAKEN = "taken"  # the form is open
    FILING = "filing"  # its files are being fetched
    DONE = "done"  # nothing of it is kept any more


class Fate(StrEnum):
    """What became of a file."""

    FILED = "filed"
    THERE = "there"  # the client file held the same content already
    TOO_LARGE = "too_large"
    GONE = "gone"
    UNREADABLE = "unreadable"  # the app may not read it
    SILENT = "silent"  # Slack did not give it
    ARCHIVE = NotFiled.ARCHIVE.value
    PROGRAM = NotFiled.PROGRAM.value
    EMPTY = NotFiled.EMPTY.value


@dataclass(frozen=True, slots=True)
class SlackFile:
    """`id` is Slack's, `size` in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """`taken_by` opened the form, and nobody else uses it. `author` is a Slack id, empty for some apps.

    `text` is as people read it, without social security numbers. `heading` says who wrote it and when, in the
    language of whoever took it.
    """

    uid: str
    firm_id: int
    taken_by: int
    taken_at: datetime
    channel: str
    ts: str
    author: str
    heading: str
    text: str
    files: tuple[SlackFile, ...] = ()
    stage: Stage = Stage.TAKEN
    client_id: int | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it was written between two people, where no app can be invited (Slack's ids of such a place)."""
        return self.channel.startswith("D")

    @property
    def is_long(self) -> bool:
        """Whether a note holds its beginning only."""
        return len(self._whole) > NOTE_LENGTH

    @property
    def note(self) -> str:
        """The words of its note."""
        return self._whole[: NOTE_LENGTH - 1] + "…" if self.is_long else self._whole

    @property
    def whole(self) -> bytes:
        """The document that holds what a note does not."""
        return f"{self._whole}\n".encode()

    @property
    def _whole(self) -> str:
        return f"{self.heading}\n{self.text}"

    def checked(self) -> Self:
        """The message as it was handed over; NothingToAttach."""
        if not self.text and not self.files:
            raise NothingToAttach
        return self

    def attached(self, client_id: int, files: tuple[SlackFile, ...]) -> Self:
        """In that client file, the files chosen (and the whole of a long text) still to be filed there.

        Missing when nothing of it is chosen.
        """
        if not self.text and not files:
            raise Missing
        message = replace(self, client_id=client_id, files=files, stage=Stage.FILING)
        return message if files or self.is_long else message.done()

    def done(self) -> Self:
        return replace(self, stage=Stage.DONE, heading="", text="", files=())

    def is_given_up(self, now: datetime) -> bool:
        """Whether Slack was asked long enough."""
        return now - self.taken_at >= ASKED_FOR


def written_at(ts: str) -> datetime:
    """When the message of that `ts` was written; NotFound for what is none."""
    if not TS.fullmatch(ts):
        raise NotFound("slack_message")
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)


def taken_out_by(slack_id: str, members: Collection[str] | None) -> None:
    """Nothing for a member of the message's channel, NotInChannel for others; where Slack names no members, anybody.

    Slack handed the message to that person: the members are asked for against a payload that says otherwise.
    """
    if members is not None and slack_id not in members:
        raise NotInChannel


def read_text(readable: str) -> str:
    """The text as it is kept: nothing invisible, no social security number."""
    return without_nirs(clean_lines(readable[:LONGEST_TEXT]))
