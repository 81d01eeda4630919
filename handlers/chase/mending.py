"""Mending what went wrong with a letter: an address to correct, a doubt to settle."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.addresses import read_email
from domain.books import Records
from domain.contacts import Contact, readdressed
from domain.history import HistoryLine
from domain.invitations import InvitationState, StopReason
from domain.office import Office
from domain.outbox import Answer
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_lead
from handlers.blocks import View, email_input, escape, input_, modal, section
from handlers.chase.cards import settled_card
from handlers.chase.letter_cards import answered
from handlers.clients.inviting import queue_invitation
from handlers.consequences import client_of, letter_given_up, letter_left
from handlers.desk import Desk, Payload, first_time, metadata, named, show, typed
from handlers.letters.invitation import invitation_letter
from handlers.post import update_cards
from handlers.who_can import led
from handlers.words import Words

desk = Desk()


@desk.action("contact.fix_email")
def ask_for_address(
    ack: Ack,
    body: dict[str, Any],
    action: dict[str, Any],
    office: Office,
    who: Collaborator,
    words: Words,
    context: BoltContext,
) -> None:
    """The form that corrects an address which refuses our letters."""
    with office.reading() as records:
        contact = _contact(records, who, action["value"])
    ack()
    show(context, body, _form(contact, words))


@desk.view("contact.fix_email")
def correct_address(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The address is corrected, and the invitation leaves again: what the old one opened, it opens no more."""
    now = office.now()
    email = read_email(typed(view).get("email") or "")
    with office.records() as records:
        contact = _contact(records, who, metadata(view).get("contact"))
        if first_time(records, body, now):
            mended = replace(readdressed(contact, email), email_failed_at=None, disowned_at=None)
            _readdress(records, office, mended, contact, who, words)
    return ack()


@desk.action("doubt.arrived")
@desk.action("doubt.resend")
@desk.action("doubt.give_up")
def answer_doubt(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> None:
    """A person says what becomes of a letter that is doubtful, or did not leave; sent again, it is the same bytes."""
    settle(body, action, office, who, words)
    ack()


def settle(body: Payload, action: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """For those who lead the client, or administrators where there is none. NotFound, which undoes everything."""
    now, answer = office.now(), Answer(str(action["action_id"]).removeprefix("doubt."))
    with office.records() as records:
        if not first_time(records, body, now):
            return
        envelope = records.outbox.settle(named(action["value"], "e", "envelope"), answer, who, now)
        if envelope is None:
            raise NotFound("envelope")
        client = client_of(records, envelope)
        if not (may_lead(who, client) if client is not None else who.is_administrator):
            raise NotFound("envelope")
        match answer:
            case Answer.ARRIVED:
                letter_left(records, envelope, now)
            case Answer.GIVE_UP:
                letter_given_up(records, envelope)
            case Answer.RESEND:
                pass
        records.note(
            HistoryLine.by_person(
                who,
                Act(f"doubt.{answer}"),
                now,
                client_id=client.id if client else None,
                subject_id=envelope.id,
            )
        )
        sentence = words.gettext("{done} by {person} at {hour}").format(
            done=answered(answer, words), person=escape(who.name), hour=words.hour(now, records.firm.zone)
        )
        blocks = [section(f"*{escape(envelope.to)}*\n{sentence}")]
        update_cards(records, now, ("envelope", envelope.id), f"{envelope.to}: {sentence}", blocks)


def _readdress(
    records: Records, office: Office, contact: Contact, before: Contact, who: Collaborator, words: Words
) -> None:
    now = office.now()
    records.contacts.keep(contact)
    client = records.clients.visible_to(who, contact.client_id)
    manager = records.people.get(client.manager_id)
    for invitation in records.invitations.of_contact(contact.id):
        if invitation.state is InvitationState.ACCEPTED and contact.account_id != before.account_id:
            # The space was opened by the old address: it is to be opened anew by whoever reads the new one.
            records.invitations.keep(invitation.revoke())
            queue_invitation(records, office, client, contact, who, now)
        elif invitation.state is InvitationState.BOUNCED or invitation.stopped is StopReason.WRONG_PERSON:
            again = records.invitations.keep(invitation.restart(now))
            records.invitations.close_links(again.id, now)
            invitation_letter(records, office, again, client, contact, manager)
        else:
            continue
        done = words.gettext("Address corrected, invitation sent again, by {person} at {hour}").format(
            person=escape(who.name), hour=words.hour(now, records.firm.zone)
        )
        headline = words.gettext("Invitation of {contact}").format(contact=contact.name)
        text, blocks = settled_card(headline, client, done, words)
        update_cards(records, now, ("invitation", invitation.id), text, blocks)
    records.note(
        HistoryLine.by_person(
            who,
            Act.CONTACT_EMAIL_CHANGED,
            now,
            client_id=client.id,
            subject_id=contact.id,
            before={"email": before.email},
            after={"email": contact.email},
        )
    )


def _contact(records: Records, who: Collaborator, opaque: object) -> Contact:
    """The contact, for someone who may have its invitation sent again. NotFound, RoleTooLow."""
    contact = records.contacts.visible_to(who, named(opaque, "ct", "contact"))
    led(records, who, contact.client_id, "client.invite")
    return contact


def _form(contact: Contact, words: Words) -> View:
    return modal(
        "contact.fix_email",
        words.gettext("Fix the address"),
        [
            section(_what_is_wrong(contact, words).format(contact=escape(contact.name))),
            input_(
                "email",
                words.gettext("E-mail"),
                email_input(initial=contact.email),
                hint=words.gettext("Once saved, the invitation leaves again at this address."),
            ),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"contact": f"ct{contact.id}"},
    )


def _what_is_wrong(contact: Contact, words: Words) -> str:
    if contact.disowned_at is not None:
        return words.gettext("{contact}: somebody else reads this address.")
    return words.gettext("{contact}: this address refuses our messages.")
