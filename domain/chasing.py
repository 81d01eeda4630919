"""When a contact who has not answered is written to again, and when a person takes over.

A chase leaves on a working day of the client, at the firm's hour, and counts its days from the day of the
invitation. Postponing moves the next chase alone: a late chase stands for those it overtook.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from domain.calendar import CLOSES, MORNING, ONE_DAY, OPENS, SATURDAY, Calendar
from domain.mail.absences import LONGEST_ABSENCE
from domain.refusals import FormRefused, Missing, Refusal

USUAL_DAYS = (3, 7, 14)
CHASES_AT_MOST = 6
LAST_CHASE_AT_MOST = 20  # working days: about four weeks, and the link lives thirty days
ESCALATION_DAYS = 3
ABSENCE_DAYS = 5
BEFORE_A_DAY_OFF = timedelta(days=11)
USUAL_PAUSE = timedelta(weeks=2)
BETWEEN_CHASES_BY_HAND = timedelta(hours=24)


@dataclass(eq=False)
class CadenceNotGrowing(Refusal):
    """Each value must exceed the one before, the first being 1 at least."""

    days: tuple[int, ...]


@dataclass(eq=False)
class CadenceTooLong(Refusal):
    """Too many chases, or a last one that would leave after its link has expired."""

    days: tuple[int, ...]
    chases_at_most: int = CHASES_AT_MOST
    days_at_most: int = LAST_CHASE_AT_MOST


@dataclass(eq=False)
class ChaseHourOutsideOffice(Refusal):
    """Chases leave while the office is open."""

    hour: time
    opens: time = OPENS
    closes: time = CLOSES


@dataclass(eq=False)
class NotACadence(Refusal):
    """Something else than numbers of days."""

    typed: str


@dataclass(frozen=True, slots=True)
class Cadence:
    """After how many working days of that calendar each chase leaves, and at what hour.

    Raises CadenceNotGrowing, CadenceTooLong, ChaseHourOutsideOffice.
    """

    calendar: Calendar
    days: tuple[int, ...] = USUAL_DAYS
    hour: time = MORNING

    def __post_init__(self) -> None:
        if not self.days or any(wait < 1 for wait in self._waits):
            raise CadenceNotGrowing(self.days)
        if len(self.days) > CHASES_AT_MOST or self.days[-1] > LAST_CHASE_AT_MOST:
            raise CadenceTooLong(self.days)
        if not OPENS <= self.hour < CLOSES:
            raise ChaseHourOutsideOffice(self.hour)

    @property
    def _waits(self) -> tuple[int, ...]:
        return tuple(later - earlier for earlier, later in pairwise((0, *self.days)))

    @property
    def shortest_wait(self) -> int:
        """The fewest working days between two letters."""
        return min(self._waits)

    def moment(self, sent_at: datetime, working_days: int) -> datetime:
        """The chase hour, that many working days after sending, as aware UTC."""
        day = self.calendar.working_days_after(self.calendar.day_of(sent_at), working_days)
        return self.calendar.at(day, self.hour)

    def morning_of(self, day: date) -> datetime:
        """The chase hour of that day, or of the next working one."""
        return self.calendar.at(self.calendar.working_day_from(day), self.hour)

    def moments(self, sent_at: datetime) -> tuple[datetime, ...]:
        """When each chase is meant to leave, as the summary announces it."""
        return tuple(self.moment(sent_at, days) for days in self.days)

    def open_from(self, moment: datetime) -> datetime:
        """That instant if a chase may leave then, else the next one when it may.

        It may on a working day, from the chase hour on: a letter held up in the morning still leaves that day.
        """
        today = self.calendar.day_of(moment)
        if self.calendar.is_working(today) and self.calendar.at(today, self.hour) <= moment:
            return moment
        return self.calendar.next_working_morning(moment, self.hour)


def read_cadence(days: str, hour: str, calendar: Calendar) -> Cadence:
    """The cadence as an administrator typed it: `3, 7, 14`, `09:30`. FormRefused: days, hour."""
    try:
        opens = time.fromisoformat(hour)
    except ValueError as error:
        raise FormRefused({"hour": Missing()}) from error
    try:
        return Cadence(calendar, _numbers(days), opens)
    except ChaseHourOutsideOffice as refusal:
        raise FormRefused({"hour": refusal}) from refusal
    except Refusal as refusal:
        raise FormRefused({"days": refusal}) from refusal


def _numbers(typed: str) -> tuple[int, ...]:
    numbers = [number for number in re.split(r"[\s,;]+", typed.strip()) if number]
    if any(not (number.isascii() and number.isdigit() and len(number) < 4) for number in numbers):
        raise NotACadence(typed.strip())
    if not numbers:
        raise Missing
    return tuple(map(int, numbers))


def telling_day(calendar: Calendar, today: date) -> date:
    """A coming day on which a letter would have its chases go over the next day off, to show what is skipped."""
    off = today + ONE_DAY
    while calendar.is_working(off) or off.weekday() >= SATURDAY:
        off += ONE_DAY
    return calendar.working_day_from(max(off - BEFORE_A_DAY_OFF, today + ONE_DAY))


def days_off(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The days between those two on which people work elsewhere, and no chase leaves; week-ends apart."""
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < SATURDAY and not calendar.is_working(day))


def chases_due(sent_at: datetime, cadence: Cadence, now: datetime) -> int:
    """How many chases should have left by now; 0 on a day off, and before the chase hour.

    A late chase stands for those it overtook, so a long stop ends in one letter: the one of that rank.
    """
    if cadence.open_from(now) != now:
        return 0
    return sum(moment <= now for moment in cadence.moments(sent_at))


def next_chase_at(
    sent_at: datetime,
    chases: int,
    cadence: Cadence,
    *,
    last_chase_at: datetime | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
) -> datetime | None:
    """When the chase after the `chases` already written leaves; None when no more will.

    It keeps its distance from a late chase, comes no sooner than `not_before` allows, and never after the link's end.
    """
    if chases >= len(cadence.days):
        return None
    moment = cadence.moment(sent_at, cadence.days[chases])
    if last_chase_at is not None:
        moment = max(moment, cadence.moment(last_chase_at, cadence.shortest_wait))
    if not_before is not None:
        moment = cadence.open_from(max(moment, not_before))
    return None if expires_at is not None and moment >= expires_at else moment


def next_step_at(
    sent_at: datetime,
    chases: int,
    cadence: Cadence,
    *,
    last_chase_at: datetime | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
) -> datetime:
    """When something happens next by itself: the next chase or, no more to come, the word to the manager."""
    chase = next_chase_at(
        sent_at, chases, cadence, last_chase_at=last_chase_at, expires_at=expires_at, not_before=not_before
    )
    if chase is not None:
        return chase
    told = escalation_at(last_chase_at or sent_at, cadence)
    return told if not_before is None else cadence.open_from(max(told, not_before))


def escalation_at(last_letter_at: datetime, cadence: Cadence) -> datetime:
    """When the manager is told that nothing more will be sent: three working days after the last letter."""
    return cadence.moment(last_letter_at, ESCALATION_DAYS)


def back_from_absence(answered_at: datetime, return_day: date | None, cadence: Cadence) -> datetime:
    """The earliest next chase after an out-of-office reply.

    On the return day it gives, or the next working one; five working days later when it gives none, a past one, or
    one more than thirty days away.
    """
    today = cadence.calendar.day_of(answered_at)
    if return_day is None or not is_believed(return_day, today):
        return cadence.moment(answered_at, ABSENCE_DAYS)
    return cadence.morning_of(return_day)


def is_believed(return_day: date, today: date) -> bool:
    """Whether the day of return that an automatic reply gives is to come, and within thirty days."""
    return today < return_day <= today + LONGEST_ABSENCE


def resumed_from(now: datetime, until: date | None, cadence: Cadence) -> datetime:
    """The earliest next chase once a pause ends: the morning of the day it was set to, or the next morning from now.

    Never the very minute when someone presses "resume".
    """
    tomorrow = cadence.calendar.day_of(now) + ONE_DAY
    if until is None or until < tomorrow:
        return cadence.calendar.next_working_morning(now + timedelta.resolution, cadence.hour)
    return cadence.morning_of(until)


def usual_pause_end(now: datetime, calendar: Calendar) -> date:
    """The day proposed for the end of a pause: two weeks from today."""
    return calendar.day_of(now) + USUAL_PAUSE


def written_too_lately(last_letter_at: datetime, now: datetime) -> bool:
    """Whether a chase by hand would be the second letter within 24 hours."""
    return now - last_letter_at < BETWEEN_CHASES_BY_HAND
