"""What a mail changes beside being filed: chases stop on an answer, wait for an absence, end on a bounce."""

from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.history import By, HistoryLine
from domain.invitations import Invitation, StopReason
from domain.mail.attribution import Attributed
from domain.mail.nature import MailKind
from domain.mail.understanding import Understanding
from domain.messages import Message
from domain.steps import absent
from handlers.consequences import address_failed


def apply_effects(records: Records, found: Understanding, message: Message, now: datetime) -> None:
    """Draw the consequences of that mail on the invitations it concerns."""
    if found.kind is MailKind.BOUNCE_HARD and found.returned is not None:
        sent = records.messages.sent_as(f"<{found.returned.message_id}>")
        invitation = records.invitations.get(sent.invitation_id) if sent and sent.invitation_id else None
        if invitation is not None:
            address_failed(records, invitation, found.nature.failed_recipient or "", now)
        return
    if not isinstance(found.attribution, Attributed):
        return
    for invitation in _concerned(records, found, message):
        _change(records, found.attribution, found.kind, invitation, message, now)


def _concerned(records: Records, found: Understanding, message: Message) -> list[Invitation]:
    """The open invitations of whoever wrote, and of the one whose machine answered our letter."""
    contacts = {message.contact_id} if message.contact_id else set()
    answered = records.messages.sent_as(f"<{found.answered.message_id}>") if found.answered else None
    if answered is not None and answered.contact_id and found.kind is MailKind.AUTO_REPLY:
        contacts.add(answered.contact_id)
    return [
        invitation
        for contact_id in contacts
        for invitation in records.invitations.of_contact(contact_id)
        if invitation.client_id == message.client_id and invitation.is_open
    ]


def _change(
    records: Records,
    attribution: Attributed,
    kind: MailKind,
    invitation: Invitation,
    message: Message,
    now: datetime,
) -> None:
    client = records.clients.get(invitation.client_id)
    if client is None or not invitation.is_chased:
        return
    if attribution.stops_chase:
        changed, act = invitation.stop(StopReason.REPLIED, now), Act.CHASE_ANSWERED
    elif kind is MailKind.AUTO_REPLY and attribution.pauses_chase:
        changed, act = absent(invitation, attribution.paused_until, client, records.firm, now), Act.CHASE_ABSENT
    elif attribution.pauses_chase:
        changed, act = invitation.pause(None, None), Act.CHASE_PAUSED
    else:
        return
    records.invitations.keep(changed)
    records.note(
        HistoryLine(
            at=now,
            act=act,
            by=By.GUICHET,
            client_id=client.id,
            subject_id=invitation.id,
            after={"message": message.id},
        )
    )
