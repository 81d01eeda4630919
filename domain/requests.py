"""Documents that the firm waits for: asked for with a label, a period and a date, and those sent back to be redone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.refusals import ChangedMeanwhile, Refusal
from domain.text import read_required

LABEL_LENGTH = 80
WORDS_LENGTH = 300
AT_ONCE = 5  # documents asked for in one letter
LATEST_DUE = timedelta(days=731)
USUAL_WAIT = timedelta(days=7)
PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")


class RedoReason(StrEnum):
    """Why a document is sent back."""

    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    PERIOD = "period"
    OTHER = "other"


class RequestEnd(StrEnum):
    """How the firm stops waiting."""

    RECEIVED = "received"
    DROPPED = "dropped"


@dataclass(eq=False)
class DueTooEarly(Refusal):
    """That day is over."""

    day: date


@dataclass(eq=False)
class DueTooLate(Refusal):
    """More than two years ahead: a slip of the year."""

    day: date


class NotAPeriod(Refusal):
    """No month, quarter nor year that we offered."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, one of its quarters or one of its months; written 2026, 2026-Q3, 2026-10."""

    year: int
    quarter: int | None = None
    month: int | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """NotAPeriod."""
        found = PERIOD.fullmatch(text)
        if found is None:
            raise NotAPeriod
        year, month, quarter = found.groups()
        return cls(int(year), int(quarter) if quarter else None, int(month) if month else None)

    def __str__(self) -> str:
        if self.month:
            return f"{self.year}-{self.month:02}"
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)


def proposed_periods(today: date) -> Sequence[Period]:
    """The six months that are over, the two last quarters, this year and the two before; the latest first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(1, 7)]
    quarters = [today.year * 4 + (today.month - 1) // 3 - back for back in (1, 2)]
    return [
        *(Period(number // 12, month=number % 12 + 1) for number in months),
        *(Period(number // 4, quarter=number % 4 + 1) for number in quarters),
        *(Period(today.year - back) for back in range(3)),
    ]


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A document asked for; `contacts` are the ids of those who were written to."""

    client_id: int
    label: str
    due_on: date
    asked_at: datetime
    asked_by: int
    period: str | None = None
    contacts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request(NewRequest):
    """`ended` is None while the firm waits. `version` grows at each change."""

    id: int = 0
    firm_id: int = 0
    ended: RequestEnd | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    version: int = 1

    def end(self, how: RequestEnd, by: int, now: datetime) -> Self:
        """No longer waited for; ChangedMeanwhile when somebody ended it first."""
        if self.ended is not None:
            raise ChangedMeanwhile("", self.ended_at or now)
        return replace(self, ended=how, ended_at=now, ended_by=by)


def read_label(typed: str | None) -> str:
    """As the client will read it. Missing, TooLong."""
    return read_required(typed, LABEL_LENGTH)


def read_due(day: date, today: date) -> date:
    """DueTooEarly, DueTooLate."""
    if day < today:
        raise DueTooEarly(day)
    if day - today > LATEST_DUE:
        raise DueTooLate(day)
    return day
