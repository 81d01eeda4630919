"""What follows from an envelope's fate, written in the very transaction that records it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.books import Records
from domain.clients import Client
from domain.history import By, HistoryLine
from domain.invitations import Invitation, InvitationState
from domain.outbox import Envelope, Subject
from domain.people import Collaborator
from domain.steps import first_left
from handlers.blocks import actions, button, context, escape, section
from handlers.chase.cards import bounce_card
from handlers.post import post
from handlers.tell import in_charge
from handlers.words import Words, words_for

LETTERS_OF_INVITATION = ("invitation", "chase", "renewal", "last_message")


def letter_left(records: Records, envelope: Envelope, now: datetime) -> None:
    """The letter was accepted by the sending server: an invitation is now sent, and its chases have dates."""
    if envelope.subject is None or envelope.subject.kind != "invitation":
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
            act="invitation.sent",
            by=By.GUICHET,
            client_id=client.id,
            subject_id=invitation.id,
            before={"state": invitation.state.value},
            after={"state": InvitationState.SENT.value},
        )
    )


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
        HistoryLine(at=now, act="invitation.bounced", by=By.GUICHET, client_id=client.id, subject_id=invitation.id)
    )
    for person in in_charge(records, client):
        text, blocks = bounce_card(client, contact, reason, words_for(person.language))
        post(records, now, person.slack_id, text, blocks, about=("invitation", invitation.id))


def letter_dead(records: Records, envelope: Envelope, reason: str, now: datetime) -> None:
    """A day of tries did not do it: somebody is told, and may have it sent again."""
    _tell_not_sent(records, envelope, reason, now, refused=False)


def _tell_not_sent(records: Records, envelope: Envelope, reason: str, now: datetime, *, refused: bool) -> None:
    for person in _who_decides(records, envelope):
        words = words_for(person.language)
        headline = words.gettext("Message not sent: {address}").format(address=escape(envelope.to))
        if refused:
            why = words.gettext("The recipient’s server refuses it. What was written is kept.")
        else:
            why = words.gettext("The sending server has not taken it for 24 hours.")
        post(
            records,
            now,
            person.slack_id,
            headline,
            [
                section(f"🔴 *{headline}*\n{why}"),
                actions(button(words.gettext("Send again"), "doubt.resend", f"e{envelope.id}", primary=True)),
                context(words.gettext("Its answer: {reason}").format(reason=escape(reason, 300))),
            ],
            about=("envelope", envelope.id),
        )


def letter_doubtful(records: Records, envelope: Envelope, now: datetime) -> None:
    """Nobody can tell whether the letter left: a person is asked, and nothing is guessed."""
    for person in _who_decides(records, envelope):
        words = words_for(person.language)
        text, what = _doubt(envelope, words)
        post(
            records,
            now,
            person.slack_id,
            text,
            [
                section(f"🟠 *{words.gettext('To be checked: we cannot tell whether this message left.')}*\n{what}"),
                actions(
                    button(words.gettext("Send again"), "doubt.resend", f"e{envelope.id}", primary=True),
                    button(words.gettext("It arrived"), "doubt.arrived", f"e{envelope.id}"),
                ),
                context(
                    words.gettext("Guichet was stopped while sending it, and the mailbox keeps no copy to look at.")
                ),
            ],
            about=("envelope", envelope.id),
        )


def slack_posted(records: Records, envelope: Envelope, response: Mapping[str, Any]) -> None:
    """Where the message stands, so that it can be kept true."""
    card_id = json.loads(envelope.body).get("card_id")
    if card_id is not None and response.get("ts"):
        records.cards.posted(int(card_id), str(response.get("channel", envelope.to)), str(response["ts"]))


def _doubt(envelope: Envelope, words: Words) -> tuple[str, str]:
    text = words.gettext("To be checked: we cannot tell whether the message to {address} left.")
    return text.format(address=envelope.to), escape(envelope.to)


def _invitation_of(records: Records, envelope: Envelope) -> Invitation | None:
    if envelope.subject is None or envelope.subject.kind not in LETTERS_OF_INVITATION:
        return None
    return records.invitations.get(envelope.subject.id)


def _who_decides(records: Records, envelope: Envelope) -> Sequence[Collaborator]:
    client = client_of(records, envelope)
    return in_charge(records, client) if client is not None else records.people.administrators()


def client_of(records: Records, envelope: Envelope) -> Client | None:
    """The client that a letter is about; None for a code, a test, and what is no letter."""
    client_id = None
    match envelope.subject:
        case Subject(kind="further_client", id=named):
            client_id = named
        case Subject(kind="message", id=message_id):
            message = records.messages.get(message_id)
            client_id = message.client_id if message else None
        case _:
            invitation = _invitation_of(records, envelope)
            client_id = invitation.client_id if invitation else None
    return records.clients.get(client_id) if client_id is not None else None
