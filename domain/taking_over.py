"""What those who take over an invitation may do with it, and when it is too late, or too early.

Each gives back the invitation as it becomes; the very same when it is so already.
"""

from datetime import date, datetime

from domain.chasing import written_too_lately
from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import (
    AlreadyChased,
    CallOutcome,
    Invitation,
    InvitationClosed,
    InvitationState,
    InvitedLately,
    StopReason,
)
from domain.steps import chased, paused, resumed


def still_open(invitation: Invitation, now: datetime) -> Invitation:
    """The invitation, if it was sent, and its link lives; InvitationClosed."""
    if invitation.state is not InvitationState.SENT:
        raise InvitationClosed(invitation.state)
    if invitation.has_lapsed(now):
        raise InvitationClosed(InvitationState.EXPIRED)
    return invitation


def restarted(invitation: Invitation, contact: Contact, now: datetime) -> Invitation:
    """From the beginning; InvitationClosed once accepted, or when no letter would reach that contact."""
    if invitation.state is InvitationState.QUEUED:
        return invitation
    if not contact.is_reached:
        raise InvitationClosed(InvitationState.BOUNCED)
    return invitation.restart(now)


def given_up(invitation: Invitation, now: datetime) -> Invitation:
    """Nothing more is expected of it."""
    if invitation.stopped is StopReason.GIVEN_UP:
        return invitation
    return invitation.stop(StopReason.GIVEN_UP, now)


def withdrawn(invitation: Invitation) -> Invitation:
    """Its links open nothing any more; InvitationClosed once accepted, for the space is open."""
    if invitation.state is InvitationState.ACCEPTED:
        raise InvitationClosed(invitation.state)
    return invitation.revoke()


def paused_by_hand(invitation: Invitation, until: date | None, client: Client, firm: Firm, now: datetime) -> Invitation:
    """No chase until the morning of that day, or until somebody resumes it. InvitationClosed."""
    return paused(still_open(invitation, now), until, client, firm, now)


def resumed_by_hand(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """Chasing goes on; on a link that has expired, for the manager to be told. InvitationClosed."""
    if invitation.state is not InvitationState.SENT:
        raise InvitationClosed(invitation.state)
    return resumed(invitation, client, firm, now)


def chased_by_hand(invitation: Invitation, client: Client, firm: Firm, now: datetime) -> Invitation:
    """A chase at once. InvitationClosed; AlreadyChased, InvitedLately within 24 hours of another letter."""
    still_open(invitation, now)
    if invitation.last_chase_at is not None and written_too_lately(invitation.last_chase_at, now):
        raise AlreadyChased(invitation.last_chase_at)
    if invitation.sent_at is not None and written_too_lately(invitation.sent_at, now):
        raise InvitedLately(invitation.sent_at)
    return chased(invitation, client, firm, now)


def after_call(
    invitation: Invitation, outcome: CallOutcome, call_back: datetime | None, now: datetime
) -> Invitation | None:
    """What that answer makes of it, with the hour of the next chase where a day was said.

    None once it was given up, or when the same promise was heard before; a wrong number changes nothing of it.
    """
    if invitation.stopped is StopReason.GIVEN_UP:
        return None
    match outcome:
        case CallOutcome.WILL_OPEN if invitation.stopped is StopReason.CALLED:
            return None
        case CallOutcome.WILL_OPEN | CallOutcome.PREFERS_MAIL:
            return invitation.stop(StopReason.CALLED, now)
        case CallOutcome.CALL_BACK if call_back is not None:
            return invitation.called_back(call_back)
        case _:
            return invitation
