"""The steps of an invitation in time: what its cadence, its client's calendar and its firm's hours make of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.addresses import FRENCH_POSTAL_COUNTRIES, department_of
from domain.calendar import Calendar
from domain.chasing import Cadence, back_from_absence, chases_due, is_believed, next_step_at, resumed_from
from domain.clients import Address, Client, ClientState
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import Invitation

A_DAY = timedelta(days=1)
CHASED_AGAIN_AFTER = timedelta(hours=12)
"""One chase a day for each address, whatever the number of its client files: from one morning to the next."""


@dataclass(frozen=True, slots=True)
class Halt:
    """There is nobody to write to: chasing waits until somebody resumes it."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Wait:
    """No letter leaves at this hour, or on this day."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Resume:
    """The pause is over."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Chase:
    """A chase leaves; or else, when that address was chased already today, `tomorrow` is kept."""

    invitation: Invitation
    tomorrow: Invitation


@dataclass(frozen=True, slots=True)
class Escalate:
    """Nothing more is written: the manager is told."""

    invitation: Invitation


Step = Halt | Wait | Resume | Chase | Escalate


def calendar_at(address: Address | None, firm: Firm) -> Calendar:
    """The firm's zone and closing days, with the public holidays of the address's department, or else the firm's."""
    french = address is not None and address.country in FRENCH_POSTAL_COUNTRIES
    department = department_of(address.postal_code) if address is not None and french else None
    return firm.calendar(department)


def cadence_of(invitation: Invitation, client: Client, firm: Firm) -> Cadence:
    """The cadence that was the firm's when the invitation was queued."""
    return Cadence(calendar_at(client.company.address, firm), invitation.chase_days, invitation.chase_hour)


def first_left(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """The letter left: the invitation is sent, and its first chase has a date."""
    sent = invitation.sent(now, None)
    return replace(sent, next_at=_next_step(sent, cadence_of(sent, client, firm)))


def chased(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """The chase that is due is written; it stands for those it overtook, so a long stop ends in one letter."""
    cadence = cadence_of(invitation, client, firm)
    due = chases_due(invitation.sent_at or now, cadence, now)
    rank = min(max(due, invitation.chases + 1), len(cadence.days))
    written = invitation.chased(now, rank, None)
    return replace(written, next_at=_next_step(written, cadence))


def resumed(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """Chasing goes on, from the next morning at the earliest."""
    going = invitation.resume(None)
    cadence = cadence_of(going, client, firm)
    return replace(going, next_at=_next_step(going, cadence, resumed_from(now, None, cadence)))


def pause_over(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """The morning that the pause was set to has come: what waited behind it may leave at once."""
    going = invitation.resume(None)
    return replace(going, next_at=_next_step(going, cadence_of(going, client, firm), now))


def paused(invitation: Invitation, until: date | None, client: Client, firm: Firm, now: datetime) -> Invitation:
    """No chase until the morning of that day, or until someone resumes it."""
    if until is None:
        return invitation.pause(None, None)
    return invitation.pause(until, resumed_from(now, until, cadence_of(invitation, client, firm)))


def absent(invitation: Invitation, back_on: date | None, client: Client, firm: Firm, now: datetime) -> Invitation:
    """An out-of-office reply: the next step waits for the return."""
    cadence = cadence_of(invitation, client, firm)
    next_at = _next_step(invitation, cadence, back_from_absence(now, back_on, cadence))
    until = back_on - A_DAY if back_on is not None and is_believed(back_on, cadence.calendar.day_of(now)) else None
    return invitation.away(until, next_at)


def step_due(invitation: Invitation, client: Client, contact: Contact, firm: Firm, now: datetime) -> Step:
    """The one thing that this invitation waits for, now that its hour has come; each holds it as it becomes."""
    if client.state is not ClientState.ACTIVE or contact.email is None:
        return Halt(invitation.pause(None, None))
    cadence = cadence_of(invitation, client, firm)
    open_at = cadence.open_from(now)
    if open_at > now:
        return Wait(invitation.postpone(open_at))
    if invitation.paused:
        return Resume(pause_over(invitation, client, firm, now))
    if invitation.chases >= len(invitation.chase_days) or invitation.has_lapsed(now):
        return Escalate(invitation.escalated(now))
    return Chase(chased(invitation, client, firm, now), invitation.postpone(cadence.moment(now, 1)))


def _next_step(invitation: Invitation, cadence: Cadence, not_before: datetime | None = None) -> datetime:
    return next_step_at(
        invitation.sent_at or invitation.created_at,
        invitation.chases,
        cadence,
        last_chase_at=invitation.last_chase_at,
        expires_at=invitation.expires_at,
        not_before=not_before,
    )
