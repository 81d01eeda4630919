"""An invitation asks one contact to open their client space, and is chased until an answer comes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from domain.calendar import MORNING
from domain.chasing import USUAL_DAYS
from domain.refusals import Refusal

VALID_FOR = timedelta(days=30)


class InvitationState(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    REVOKED = "revoked"


class StopReason(StrEnum):
    """Why nothing more is sent for an invitation that is not accepted."""

    REPLIED = "replied"
    ASKED = "asked"  # the contact pressed "stop the reminders"
    WRONG_PERSON = "wrong_person"
    GIVEN_UP = "given_up"
    CALLED = "called"


class InvitationList(StrEnum):
    """The lists of the board; an invitation may stand in several of them, or in none."""

    WAITING = "waiting"
    TO_CALL = "to_call"
    ACCEPTED = "accepted"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    GIVEN_UP = "given_up"


class CallOutcome(StrEnum):
    """What a contact who had not answered said on the telephone."""

    WILL_OPEN = "will_open"
    PREFERS_MAIL = "prefers_mail"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"


class LinkKind(StrEnum):
    """What a link of a letter can do, and nothing else."""

    OPEN = "open"
    STOP = "stop"
    WRONG_PERSON = "wrong_person"


@dataclass(eq=False)
class InvitationClosed(Refusal):
    """The invitation is accepted, revoked or expired: nothing can be done with it any more."""

    state: InvitationState


@dataclass(eq=False)
class AlreadyChased(Refusal):
    """Chased by hand less than 24 hours ago."""

    at: datetime


@dataclass(eq=False)
class InvitedLately(Refusal):
    """The invitation itself left less than 24 hours ago: too early for a chase."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """One contact's invitation, its chases counted.

    `chase_days` and `chase_hour` are the firm's cadence on the day it was queued: a later change leaves them.
    `next_at` is the instant of the next chase or, all sent, of the word to the manager; None when nothing is due.
    `answered_at` is set by a reply or a press on "stop"; `escalated_at` when the manager was told.
    `absent_until` is the last day away that an automatic reply gives.
    """

    id: int
    firm_id: int
    client_id: int
    contact_id: int
    state: InvitationState
    created_at: datetime
    chase_days: tuple[int, ...] = USUAL_DAYS
    chase_hour: time = MORNING
    not_before: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    accepted_at: datetime | None = None
    chases: int = 0
    last_chase_at: datetime | None = None
    next_at: datetime | None = None
    paused_until: date | None = None
    paused: bool = False
    absent_until: date | None = None
    stopped: StopReason | None = None
    answered_at: datetime | None = None
    escalated_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Still waiting for the contact."""
        return self.state in (InvitationState.DRAFT, InvitationState.QUEUED, InvitationState.SENT)

    @property
    def is_awaited(self) -> bool:
        """Sent, or about to be, not accepted, and not given up; an expired link is sent anew on request."""
        has_left = self.state in (InvitationState.QUEUED, InvitationState.SENT, InvitationState.EXPIRED)
        return has_left and self.stopped is not StopReason.GIVEN_UP

    @property
    def wants_a_call(self) -> bool:
        """The chases are over, and nobody has settled what follows."""
        return self.is_awaited and self.escalated_at is not None and self.stopped is None

    @property
    def is_misdirected(self) -> bool:
        """Its address refuses letters, or is somebody else's: nothing more leaves before it is corrected."""
        return self.state is InvitationState.BOUNCED or self.stopped is StopReason.WRONG_PERSON

    def is_in(self, which: InvitationList) -> bool:
        given_up = self.stopped is StopReason.GIVEN_UP
        match which:
            case InvitationList.WAITING:
                return self.is_awaited or self.is_misdirected
            case InvitationList.TO_CALL:
                return self.wants_a_call
            case InvitationList.ACCEPTED:
                return self.state is InvitationState.ACCEPTED
            case InvitationList.BOUNCED:
                return self.is_misdirected
            case InvitationList.EXPIRED:
                return self.state is InvitationState.EXPIRED and not given_up
            case InvitationList.GIVEN_UP:
                return given_up and self.state not in (InvitationState.ACCEPTED, InvitationState.REVOKED)

    @property
    def is_chased(self) -> bool:
        return self.state is InvitationState.SENT and self.stopped is None and not self.paused

    def has_lapsed(self, now: datetime) -> bool:
        """Whether the days of its link are over."""
        return self.expires_at is not None and now >= self.expires_at

    def queue(self, now: datetime, not_before: datetime | None = None) -> Self:
        """The letter is written, with a link good for thirty days from the day it may leave."""
        leaves = max(now, not_before) if not_before else now
        return replace(self, state=InvitationState.QUEUED, not_before=not_before, expires_at=leaves + VALID_FOR)

    def sent(self, now: datetime, next_at: datetime | None) -> Self:
        """The first letter left: the chases count from here."""
        return replace(self, state=InvitationState.SENT, sent_at=now, next_at=next_at)

    def renewed(self, now: datetime) -> Self:
        """The contact asked for a new link, at the same address; InvitationClosed when it is not theirs to have."""
        if self.state in (InvitationState.ACCEPTED, InvitationState.REVOKED, InvitationState.BOUNCED):
            raise InvitationClosed(self.state)
        return replace(self, state=InvitationState.SENT, expires_at=now + VALID_FOR)

    def chased(self, now: datetime, chases: int, next_at: datetime | None) -> Self:
        """The chase of that rank is written; it stands for those it overtook."""
        return replace(self, chases=chases, last_chase_at=now, next_at=next_at, absent_until=None)

    def escalated(self, now: datetime) -> Self:
        return replace(self, escalated_at=now, next_at=None)

    def called_back(self, morning: datetime) -> Self:
        """To be called again: the one in charge is told then, and not before."""
        return replace(self, escalated_at=None, stopped=None, next_at=morning)

    def accept(self, now: datetime) -> Self:
        """The invitation, accepted; accepting twice changes nothing. InvitationClosed when it can be no more."""
        if self.state is InvitationState.ACCEPTED:
            return self
        if self.state in (InvitationState.REVOKED, InvitationState.EXPIRED, InvitationState.BOUNCED):
            raise InvitationClosed(self.state)
        if self.has_lapsed(now):
            raise InvitationClosed(InvitationState.EXPIRED)
        return replace(self, state=InvitationState.ACCEPTED, accepted_at=now, next_at=None)

    def stop(self, reason: StopReason, now: datetime) -> Self:
        """No more chases; the link stays good."""
        answered = now if reason in (StopReason.REPLIED, StopReason.ASKED) else self.answered_at
        return replace(self, stopped=reason, next_at=None, answered_at=answered)

    def resume(self, next_at: datetime | None) -> Self:
        return replace(self, stopped=None, paused=False, paused_until=None, absent_until=None, next_at=next_at)

    def pause(self, until: date | None, next_at: datetime | None) -> Self:
        """No chase until that day (`next_at` is then the morning it resumes), or until resumed by hand."""
        return replace(self, paused=True, paused_until=until, next_at=next_at)

    def postpone(self, next_at: datetime) -> Self:
        return replace(self, next_at=next_at)

    def away(self, until: date | None, next_at: datetime) -> Self:
        """The contact is absent, until that day when the automatic reply gives one."""
        return replace(self, absent_until=until, next_at=next_at)

    def restart(self, now: datetime, not_before: datetime | None = None) -> Self:
        """From the beginning: a new letter and link, and the cadence counted afresh. InvitationClosed once accepted."""
        if self.state is InvitationState.ACCEPTED:
            raise InvitationClosed(self.state)
        return replace(
            self.resume(None),
            chases=0,
            last_chase_at=None,
            sent_at=None,
            answered_at=None,
            escalated_at=None,
        ).queue(now, not_before)

    def bounce(self) -> Self:
        return replace(self, state=InvitationState.BOUNCED, next_at=None)

    def revoke(self) -> Self:
        return replace(self, state=InvitationState.REVOKED, next_at=None)

    def expire(self) -> Self:
        """Its thirty days are over: the link only offers another one."""
        return replace(self, state=InvitationState.EXPIRED, next_at=None)
