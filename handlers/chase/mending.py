"""Mending what went wrong with a letter: an address to correct, a doubt to settle."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.contacts import Contact, readdressed
from domain.history import HistoryLine
from domain.invitations import InvitationState, StopReason
from domain.office import Office
from domain.outbox import Answer
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.reserved import Reserved
from domain.rights import may_lead
from domain.wizard import Person
from handlers.blocks import View, email_input, escape, input_, modal, section
from handlers.chase.board_view import redraw_board_beneath
from handlers.chase.cards import settled_card
from handlers.chase.letter_cards import answered
from handlers.clients.contacts.form import asks_to_share, checked_address, form_beside, share_box, shared_with, uses_of
from handlers.clients.contacts.inviting import queue_invitation, tell_of_client
from handlers.consequences import client_of, letter_given_up, letter_left
from handlers.desk import Desk, Payload, become, first_time, metadata, named, show, typed
from handlers.explain import errors_in
from handlers.letters.invitation import invitation_letter
from handlers.post import update_cards
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

CALLBACK = "contact.fix_email"


@desk.action(CALLBACK)
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
        contact = contact_to_mend(records, who, action["value"])
    ack()
    show(context, body, address_form(contact, words))


@desk.action("value", view=CALLBACK)
def tick(ack: Ack) -> None:
    """The tick is read on saving."""
    ack()


@desk.view(CALLBACK)
def correct_address(
    ack: Ack,
    body: dict[str, Any],
    view: dict[str, Any],
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
) -> BoltResponse:
    """The address is corrected, and the invitation leaves again: what the old one opened, it opens no more.

    One that is somebody's already is asked about, as when a contact is edited.
    """
    now, fields = office.now(), typed(view)
    with office.records() as records:
        contact = contact_to_mend(records, who, metadata(view).get("contact"))
        client = records.clients.visible_to(who, contact.client_id)
        others = [other for other in records.contacts.of_client(client.id) if other.id != contact.id]
        shares = bool(fields.get("shared"))
        form = form_beside(client, others, Person(email=str(fields.get("email") or ""), shares=shares))
        uses = uses_of(records, form, contact)
        try:
            email = checked_address(records, view, form, uses, office)
        except FormRefused as refused:
            if asks_to_share(uses, view):
                again = address_form(contact, words, form.person.email, shared_with(records, who, uses, words))
                return become(ack, view, {**again, "private_metadata": view["private_metadata"]}, words)
            return ack(response_action="errors", errors=errors_in(view, refused, words, now.date()))
        if first_time(records, body, now):
            mended = replace(readdressed(contact, email), email_failed_at=None, disowned_at=None)
            account = records.accounts.of_address(email=email) if shares and email != contact.email else None
            after = replace(mended, account_id=account.id) if account else mended
            _readdress(records, office, after, contact, who, words)
    redraw_board_beneath(context, view, office, who, words)
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
        update_cards(records, now, (About.ENVELOPE, envelope.id), f"{envelope.to}: {sentence}", blocks)


def _readdress(
    records: Records, office: Office, contact: Contact, before: Contact, who: Collaborator, words: Words
) -> None:
    now = office.now()
    records.contacts.keep(contact)
    client = records.clients.visible_to(who, contact.client_id)
    manager = records.people.get(client.manager_id)
    done = words.gettext("Address corrected, invitation sent again, by {person} at {hour}")
    joins = contact.account_id not in (None, before.account_id)
    if joins:
        # Whoever reads the new address has a space, and learns that one more client file is in it.
        done = words.gettext("Address corrected by {person} at {hour}")
        tell_of_client(records, office, client, contact, who, now)
    done = done.format(person=escape(who.name), hour=words.hour(now, records.firm.zone))
    for invitation in records.invitations.of_contact(contact.id):
        came_back = invitation.state is InvitationState.BOUNCED or invitation.stopped is StopReason.WRONG_PERSON
        accepted = invitation.state is InvitationState.ACCEPTED and contact.account_id != before.account_id
        if not came_back and not accepted:
            continue
        records.invitations.close_links(invitation.id, now)
        if joins:
            records.invitations.keep(invitation.revoke())
        elif accepted:
            # The space was opened by the old address: it is to be opened anew by whoever reads the new one.
            records.invitations.keep(invitation.revoke())
            queue_invitation(records, office, client, contact, who, now)
        else:
            again = records.invitations.keep(invitation.restart(now))
            invitation_letter(records, office, again, client, contact, manager)
        headline = words.gettext("Invitation of {contact}").format(contact=contact.name)
        text, blocks = settled_card(headline, client, done, words)
        update_cards(records, now, (About.INVITATION, invitation.id), text, blocks)
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


def contact_to_mend(records: Records, who: Collaborator, opaque: object) -> Contact:
    """The contact, for someone who may have its invitation sent again. NotFound, RoleTooLow."""
    contact = records.contacts.visible_to(who, named(opaque, "ct", "contact"))
    led(records, who, contact.client_id, Reserved.CLIENT_INVITE)
    return contact


def address_form(contact: Contact, words: Words, email: str | None = None, used: str = "") -> View:
    """`used` says whose the address typed is already, which asks for a tick."""
    return modal(
        CALLBACK,
        words.gettext("Fix the address"),
        [
            section(_what_is_wrong(contact, words).format(contact=escape(contact.name))),
            input_(
                "email",
                words.gettext("E-mail"),
                email_input(initial=email or contact.email),
                hint=words.gettext("Once saved, the invitation leaves again at this address."),
            ),
            *share_box(used, words),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"contact": f"ct{contact.id}"},
    )


def _what_is_wrong(contact: Contact, words: Words) -> str:
    if contact.disowned_at is not None:
        return words.gettext("{contact}: somebody else reads this address.")
    return words.gettext("{contact}: this address refuses our messages.")
