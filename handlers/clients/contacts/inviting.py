"""Asking a contact to open their client space: the invitation, its letter and its history line, in one transaction."""

from dataclasses import replace
from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.history import HistoryLine
from domain.invitations import Invitation, InvitationClosed, InvitationState
from domain.office import Office
from domain.opening import first_invitation, invitation_line
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing
from domain.steps import calendar_at
from handlers.letters.account import further_client_letter
from handlers.letters.invitation import invitation_letter


def prepare_invitation(records: Records, contact: Contact, by: Collaborator, now: datetime) -> Invitation:
    """An invitation that waits in « À inviter »: nothing leaves."""
    invitation = records.invitations.add(first_invitation(contact, records.firm, now))
    records.note(invitation_line(Act.INVITATION_PREPARED, invitation, by, now))
    return invitation


def queue_invitation(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    by: Collaborator,
    now: datetime,
    not_before: datetime | None = None,
) -> Invitation:
    """The invitation of that contact, its letter in the outbox; one that was sent begins again, its old links closed.

    One whose letter is still in the outbox is left as it is. The contact must have an e-mail address, and no account:
    `tell_of_client` is for those who have one.
    """
    opened = next((one for one in records.invitations.of_contact(contact.id) if one.is_open), None)
    if opened is None:
        prepared = first_invitation(contact, records.firm, now)
        invitation = records.invitations.add(prepared.queue(now, not_before))
    elif opened.state is InvitationState.QUEUED:
        return opened
    else:
        records.invitations.close_links(opened.id, now)
        invitation = records.invitations.keep(opened.restart(now, not_before))
    manager = records.people.get(client.manager_id)
    invitation_letter(records, office, invitation, client, contact, manager or by)
    records.note(invitation_line(Act.INVITATION_QUEUED, invitation, by, now))
    return invitation


def tell_of_client(
    records: Records, office: Office, client: Client, contact: Contact, by: Collaborator, now: datetime
) -> None:
    """A contact who has a space already learns that one more client file is in it."""
    manager = records.people.get(client.manager_id)
    further_client_letter(records, office, client, contact, manager or by)
    records.note(HistoryLine.by_person(by, Act.CONTACT_TOLD_OF_CLIENT, now, client_id=client.id, subject_id=contact.id))


def make_ready(records: Records, client: Client, by: Collaborator, now: datetime) -> None:
    """« Bilan flash prêt »: the client may be invited."""
    if not client.ready_to_invite:
        records.clients.keep(replace(client, ready_to_invite=True))
        records.note(HistoryLine.by_person(by, Act.CLIENT_READY, now, client_id=client.id))


def invite_contact(
    records: Records, office: Office, client: Client, contact: Contact, by: Collaborator, now: datetime
) -> Invitation:
    """Invite that contact now, or the next working morning when the office is closed.

    FormRefused beside `contact` for one without an address, or whose space is open already.
    """
    if contact.email is None:
        raise FormRefused({"contact": Missing()})
    if not may_be_invited(records, contact):
        raise InvitationClosed(InvitationState.ACCEPTED if contact.account_id else InvitationState.BOUNCED)
    morning = calendar_at(client.company.address, records.firm).proposed_sending(now)
    return queue_invitation(records, office, client, contact, by, now, morning)


def may_be_invited(records: Records, contact: Contact) -> bool:
    """Whether an invitation would serve: an address that works, and no space opened yet."""
    if not contact.is_reached or contact.account_id is not None:
        return False
    invitations = records.invitations.of_contact(contact.id)
    return not any(invitation.state is InvitationState.ACCEPTED for invitation in invitations)
