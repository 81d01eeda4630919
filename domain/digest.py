"""The digest of the morning: when it is due, and what it has to tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar import Calendar
from domain.firm import Firm

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's: due at `next_at`, last sent at `sent_at`."""

    collaborator_id: int
    next_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What came by itself since the last one: `opened` are the names of the contacts who opened their space."""

    opened: tuple[str, ...] = ()
    documents: int = 0
    clients: int = 0


def is_for_today(digest: Digest, firm: Firm, now: datetime) -> bool:
    """Whether it may still be sent: on its own day, which is a working one, not before the firm's hour.

    One that a long stop has made late by a day is yesterday's news, and is not sent.
    """
    calendar = calendar_of(firm)
    today = calendar.day_of(now)
    return (
        calendar.day_of(digest.next_at) == today
        and calendar.is_working(today)
        and now >= calendar.at(today, firm.digest_hour)
    )


def following(digest: Digest, firm: Firm, now: datetime) -> datetime:
    """When to look again: later today when the firm's hour was moved back, else on the next working morning."""
    return calendar_of(firm).next_working_morning(max(now, digest.next_at) + A_MINUTE, firm.digest_hour)


def calendar_of(firm: Firm) -> Calendar:
    return Calendar(firm.zone, firm.department, firm.closed_days)
