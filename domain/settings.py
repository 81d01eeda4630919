"""What administrators settle for their firm, read as they type it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.calendar import ONE_DAY
from domain.refusals import Refusal

FIRM_NAME_LENGTH = 100
PROFESSION_LENGTH = 80
# Accounting papers are owed for ten years (Code de commerce, L. 123-22).
LEGAL_TERM = 10
LONGEST_TERM = 30
LONGEST_CLOSING = timedelta(days=92)

# Where French firms work, and their neighbours; the firm's own zone is offered beside them.
ZONES = tuple(
    map(
        ZoneInfo,
        (
            "Europe/Paris",
            "America/Guadeloupe",
            "America/Martinique",
            "America/Cayenne",
            "America/St_Barthelemy",
            "America/Marigot",
            "America/Miquelon",
            "Indian/Reunion",
            "Indian/Mayotte",
            "Pacific/Noumea",
            "Pacific/Tahiti",
            "Pacific/Wallis",
            "Europe/Monaco",
            "Europe/Brussels",
            "Europe/Luxembourg",
            "Europe/Zurich",
        ),
    )
)
METROPOLE = "75"
# The places with public holidays of their own, by department; `75` stands for all the others.
HOLIDAY_PLACES = (METROPOLE, "67", "57", "971", "972", "973", "974", "976", "977", "978", "986", "987", "988", "980")

DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class ChannelProblem(StrEnum):
    """Why the firm's cards cannot go to a channel."""

    CLOSED = "closed"
    SHARED = "shared"


@dataclass(eq=False)
class NoChannel(Refusal):
    """Guichet is not in that channel, or people of another company are."""

    problem: ChannelProblem


@dataclass(eq=False)
class NotADay(Refusal):
    """That line holds no day, or none that exists."""

    typed: str


@dataclass(eq=False)
class DaysReversed(Refusal):
    """The closing would end before it begins, or last more than three months."""

    typed: str


@dataclass(eq=False)
class NotATerm(Refusal):
    """Not a number of years from 1 to 30."""

    typed: str


class ReasonNeeded(Refusal):
    """A term shorter than the law's asks why."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Days in a row on which the firm is closed."""

    first: date
    last: date

    def days(self) -> Iterable[date]:
        return (self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1))


def holiday_place(department: str) -> str:
    """The one of HOLIDAY_PLACES whose public holidays that department keeps."""
    if department == "68":
        return "67"
    return department if department in HOLIDAY_PLACES else METROPOLE


def read_closings(typed: str) -> frozenset[date]:
    """The days of one closing a line: `24/12/2026 - 01/01/2027`, `26/05/2027`. NotADay, DaysReversed."""
    days: set[date] = set()
    for line in filter(None, map(str.strip, typed.splitlines())):
        found = [_day(line, *match.groups()) for match in DAY.finditer(line)]
        if len(found) not in (1, 2):
            raise NotADay(line)
        closing = Closing(found[0], found[-1])
        if not timedelta() <= closing.last - closing.first <= LONGEST_CLOSING:
            raise DaysReversed(line)
        days.update(closing.days())
    return frozenset(days)


def closings(days: Iterable[date]) -> Sequence[Closing]:
    """Those days as closings, the earliest first."""
    found: list[Closing] = []
    for day in sorted(days):
        if found and day - found[-1].last == ONE_DAY:
            found[-1] = Closing(found[-1].first, day)
        else:
            found.append(Closing(day, day))
    return found


def read_term(typed: str, reason: str) -> int:
    """The years during which a terminated client is kept. NotATerm; ReasonNeeded under the legal ten."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_TERM):
        raise NotATerm(text)
    if int(text) < LEGAL_TERM and not reason.strip():
        raise ReasonNeeded
    return int(text)


def _day(line: str, day: str, month: str, year: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADay(line) from None
