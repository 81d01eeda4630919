"""What follows from an envelope's fate, written in the very transaction that records it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.about import OF_A_CLIENT, OF_A_MESSAGE, OF_AN_INVITATION, About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import By, HistoryLine
from domain.invitations import Invitation, InvitationState
from domain.outbox import Envelope, Subject
from domain.people import Collaborator
from domain.steps import first_left
from handlers.chase.cards import bounce_card
from handlers.chase.letter_cards import doubt_card, unsent_card
from handlers.post import post
from handlers.tell import in_charge
from handlers.words import words_for


def letter_left(records: Records, envelope: Envelope, now: datetime) -> None:
    """The letter was accepted by the sending server: an invitation is now sent, and its chases have dates."""
    if envelope.subject is None or envelope.subject.kind is not About.INVITATION:
        return
    invitation = records.invitations.get(envelope.subject.id)
    if invitation is None or invitation.state is not InvitationState.QUEUED:
        return
    client = records.clients.get(invitation.client_id)
    if client is None:
        return
    records.invitations.keep(first_left(invitation, client, records.firm, now))
    records.note(
        HistoryLine(
            at=now,
            act=Act.INVITATION_SENT,
            by=By.GUICHET,
            client_id=client.id,
            subject_id=invitation.id,
            before={"state": invitation.state.value},
            after={"state": InvitationState.SENT.value},
        )
    )


def letter_given_up(records: Records, envelope: Envelope) -> None:
    """A person gave the letter up: an invitation that had not left is no more on its way."""
    invitation = _invitation_of(records, envelope)
    if invitation is not None and invitation.state is InvitationState.QUEUED:
        records.invitations.keep(invitation.revoke())


def letter_refused(records: Records, envelope: Envelope, reason: str, now: datetime) -> None:
    """The sending server refuses the address for good: nothing more goes there, and the one in charge is told."""
    invitation = _invitation_of(records, envelope)
    if invitation is None:
        _tell_not_sent(records, envelope, reason, now, refused=True)
        return
    address_failed(records, invitation, reason, now)


def address_failed(records: Records, invitation: Invitation, reason: str, now: datetime) -> None:
    """A hard bounce of an invitation's letter: the address is marked, the chases end, once."""
    client = records.clients.get(invitation.client_id)
    contact = records.contacts.get(invitation.contact_id)
    if client is None or contact is None or contact.email_failed_at is not None:
        return
    contact = replace(contact, email_failed_at=now)
    records.contacts.keep(contact)
    if invitation.is_open:
        records.invitations.keep(invitation.bounce())
    records.outbox.withdraw(f"contact:{contact.id}")
    records.note(
        HistoryLine(at=now, act=Act.INVITATION_BOUNCED, by=By.GUICHET, client_id=client.id, subject_id=invitation.id)
    )
    for person in in_charge(records, client):
        text, blocks = bounce_card(client, contact, reason, words_for(person.language))
        post(records, now, person.slack_id, text, blocks, about=(About.INVITATION, invitation.id))


def letter_dead(records: Records, envelope: Envelope, reason: str, now: datetime) -> None:
    """A day of tries did not do it: somebody is told, and may have it sent again."""
    _tell_not_sent(records, envelope, reason, now, refused=False)


def _tell_not_sent(records: Records, envelope: Envelope, reason: str, now: datetime, *, refused: bool) -> None:
    for person in _who_decides(records, envelope):
        text, blocks = unsent_card(envelope, reason, words_for(person.language), refused=refused)
        post(records, now, person.slack_id, text, blocks, about=(About.ENVELOPE, envelope.id))


def letter_doubtful(records: Records, envelope: Envelope, now: datetime) -> None:
    """Nobody can tell whether the letter left: a person is asked, and nothing is guessed."""
    for person in _who_decides(records, envelope):
        text, blocks = doubt_card(envelope, words_for(person.language))
        post(records, now, person.slack_id, text, blocks, about=(About.ENVELOPE, envelope.id))


def slack_posted(records: Records, envelope: Envelope, response: Mapping[str, Any]) -> None:
    """Where the message stands, so that it can be kept true; which file was given, so that it can be taken back."""
    card_id = json.loads(envelope.body).get("card_id")
    if card_id is not None and response.get("file"):
        records.cards.given(int(card_id), str(response["file"]))
    if card_id is not None and response.get("ts"):
        records.cards.posted(int(card_id), str(response.get("channel", envelope.to)), str(response["ts"]))


def _invitation_of(records: Records, envelope: Envelope) -> Invitation | None:
    if envelope.subject is None or envelope.subject.kind not in OF_AN_INVITATION:
        return None
    return records.invitations.get(envelope.subject.id)


def _who_decides(records: Records, envelope: Envelope) -> Sequence[Collaborator]:
    client = client_of(records, envelope)
    return in_charge(records, client) if client is not None else records.people.administrators()


def client_of(records: Records, envelope: Envelope) -> Client | None:
    """The client that a letter is about; None for a code, a test, and what is no letter."""
    client_id = None
    match envelope.subject:
        case Subject(kind=kind, id=named) if kind in OF_A_CLIENT:
            client_id = named
        case Subject(kind=kind, id=message_id) if kind in OF_A_MESSAGE:
            message = records.messages.get(message_id)
            client_id = message.client_id if message else None
        case Subject(kind=About.REQUEST, id=request_id):
            request = records.requests.get(request_id)
            client_id = request.client_id if request else None
        case Subject(kind=About.REDO, id=document_id):
            document = records.messages.document(document_id)
            client_id = document.client_id if document else None
        case _:
            invitation = _invitation_of(records, envelope)
            client_id = invitation.client_id if invitation else None
    return records.clients.get(client_id) if client_id is not None else None
