"""The digest of the morning: when it is due, and what it has to tell."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.calendar import ONE_DAY
from domain.firm import Firm
from domain.people import Collaborator

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


def hour_for(person: Collaborator, firm: Firm) -> time:
    """The hour that this person has chosen, or the firm's."""
    return person.digest_hour or firm.digest_hour


def is_for_today(digest: Digest, person: Collaborator, firm: Firm, now: datetime) -> bool:
    """Whether today's is still to be sent: on a working day that the person wants, not before their hour, once.

    After a long stop, those of the days before are not sent: today's says it all.
    """
    calendar = firm.calendar()
    today = calendar.day_of(now)
    return (
        (digest.sent_at is None or calendar.day_of(digest.sent_at) < today)
        and calendar.is_working(today)
        and today.weekday() in person.digest_days
        and now >= calendar.at(today, hour_for(person, firm))
    )


def following(digest: Digest, hour: time, firm: Firm, now: datetime) -> datetime:
    """When to look again: later today when the hour was moved back, else on the next working morning."""
    return firm.calendar().next_working_morning(max(now, digest.next_at) + A_MINUTE, hour)


def rescheduled(digest: Digest, hour: time, firm: Firm, now: datetime) -> datetime:
    """When it is due once its person has chosen another hour: never twice on one day."""
    calendar = firm.calendar()
    today = calendar.day_of(now)
    sent_today = digest.sent_at is not None and calendar.day_of(digest.sent_at) == today
    from_now_on = calendar.at(today + ONE_DAY, time()) if sent_today else now + A_MINUTE
    return calendar.next_working_morning(from_now_on, hour)


def morning_before(firm: Firm, now: datetime) -> datetime:
    """The digest hour of the last working day: since when the first one that a person receives tells."""
    calendar = firm.calendar()
    return calendar.at(calendar.working_day_before(calendar.day_of(now)), firm.digest_hour)
