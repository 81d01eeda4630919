"""The acts of those who take over an invitation: chase now, pause, resume, call, start again, give up, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, BoltContext

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.history import HistoryLine
from domain.invitations import Invitation
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.taking_over import (
    chased_by_hand,
    given_up,
    paused_by_hand,
    restarted,
    resumed_by_hand,
    still_open,
    withdrawn,
)
from handlers.blocks import escape
from handlers.chase.cards import settled_card
from handlers.clients.card import card_of
from handlers.desk import Desk, Payload, first_time, is_modal, named, redraw, show
from handlers.letters.chases import chase_letter, last_message_letter
from handlers.letters.invitation import invitation_letter
from handlers.post import update_cards
from handlers.who_can import led
from handlers.words import Words

desk = Desk()


@dataclass(frozen=True, slots=True)
class InHand:
    """An invitation that this person may act on, and those it concerns."""

    office: Office
    invitation: Invitation
    client: Client
    contact: Contact
    manager: Collaborator | None


# The word for its line of history; None when somebody did it already, or decided otherwise.
Doing = Callable[[Records, InHand, datetime], Act | None]


def in_hand(records: Records, office: Office, who: Collaborator, opaque: object) -> InHand:
    """The invitation named by `i7`, for someone who may see its client; NotFound otherwise."""
    invitation = records.invitations.visible_to(who, named(opaque, "i", "invitation"))
    client = records.clients.visible_to(who, invitation.client_id)
    contact = records.contacts.visible_to(who, invitation.contact_id)
    manager = records.people.get(client.manager_id)
    return InHand(office, invitation, client, contact, manager)


def perform(
    act: Doing,
    opaque: object,
    done: str,
    body: dict[str, Any],
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
) -> None:
    """Do it once, and redraw what shows that invitation. NotFound, RoleTooLow."""
    taken = carry_out(act, opaque, done, body, office, who, words)
    if taken is not None and is_modal(body):
        redraw(context, body, card_of(office, who, words, taken.client.id))


def carry_out(
    act: Doing, opaque: object, done: str, body: Payload, office: Office, who: Collaborator, words: Words
) -> InHand | None:
    """Do it once, with its line of history and its cards; None for what was done already. NotFound, RoleTooLow."""
    now = office.now()
    with office.records() as records:
        taken = in_hand(records, office, who, opaque)
        led(records, who, taken.client.id, Reserved.CLIENT_CHASE)
        if not first_time(records, body, now):
            return None
        word = act(records, taken, now)
        if word is None:
            raise records.invitations.decided(taken.invitation)
        records.note(HistoryLine.by_person(who, word, now, client_id=taken.client.id, subject_id=taken.invitation.id))
        when = words.hour(now, records.firm.zone)
        sentence = words.gettext("{done} by {person} at {hour}").format(done=done, person=escape(who.name), hour=when)
        headline = words.gettext("Invitation of {contact}").format(contact=taken.contact.name)
        text, blocks = settled_card(headline, taken.client, sentence, words)
        update_cards(records, now, (About.INVITATION, taken.invitation.id), text, blocks)
    return taken


def _last_message(records: Records, taken: InHand, now: datetime) -> Act | None:
    invitation = still_open(taken.invitation, now)
    if not records.first_time(f"last_message:{invitation.id}:{invitation.chases}", now):
        return None
    last_message_letter(records, taken.office, invitation, taken.client, taken.contact, taken.manager)
    return Act.INVITATION_LAST_MESSAGE


def _restart(records: Records, taken: InHand, now: datetime) -> Act | None:
    again = _kept(records, taken, restarted(taken.invitation, taken.contact, now))
    if again is None:
        return None
    records.invitations.close_links(again.id, now)
    invitation_letter(records, taken.office, again, taken.client, taken.contact, taken.manager)
    return Act.INVITATION_RESTARTED


def _give_up(records: Records, taken: InHand, now: datetime) -> Act | None:
    if _kept(records, taken, given_up(taken.invitation, now)) is None:
        return None
    records.outbox.withdraw(f"contact:{taken.contact.id}")
    return Act.INVITATION_GIVEN_UP


def _revoke(records: Records, taken: InHand, now: datetime) -> Act | None:
    if _kept(records, taken, withdrawn(taken.invitation)) is None:
        return None
    records.invitations.close_links(taken.invitation.id, now)
    records.outbox.withdraw(f"contact:{taken.contact.id}")
    return Act.INVITATION_REVOKED


def _resume(records: Records, taken: InHand, now: datetime) -> Act:
    records.invitations.keep(resumed_by_hand(taken.invitation, taken.client, records.firm, now))
    return Act.CHASE_RESUMED


def pausing(until: date | None) -> Doing:
    """No chase until the morning of that day, or until someone resumes it."""

    def pause(records: Records, taken: InHand, now: datetime) -> Act | None:
        resting = paused_by_hand(taken.invitation, until, taken.client, records.firm, now)
        return None if _kept(records, taken, resting) is None else Act.CHASE_PAUSED

    return pause


def _chase_now(records: Records, taken: InHand, now: datetime) -> Act:
    written = records.invitations.keep(chased_by_hand(taken.invitation, taken.client, records.firm, now))
    chase_letter(records, taken.office, written, taken.client, taken.contact, taken.manager, written.chases)
    return Act.CHASE_BY_HAND


def _kept(records: Records, taken: InHand, after: Invitation) -> Invitation | None:
    """The invitation as it has become; None when it was so already."""
    return None if after == taken.invitation else records.invitations.keep(after)


def acts(words: Words) -> dict[str, tuple[Doing, str]]:
    """What each button does, and what is then said of it."""
    return {
        "invitation.last_message": (_last_message, words.gettext("Last message sent")),
        "invitation.restart": (_restart, words.gettext("Invitation sent again")),
        "invitation.give_up": (_give_up, words.gettext("Given up")),
        "chase.now": (_chase_now, words.gettext("Chased")),
        "chase.resume": (_resume, words.gettext("Chasing resumed")),
    }


def revoking(words: Words) -> tuple[Doing, str]:
    """« Retirer l’invitation »."""
    return _revoke, words.gettext("Invitation withdrawn")


def prompt_acts(words: Words) -> dict[str, tuple[Doing, str]]:
    """What the board does at once, by the names of its menus."""
    known = acts(words)
    return {
        "last_message": known["invitation.last_message"],
        "again": known["invitation.restart"],
        "resend": known["invitation.restart"],
        "resume": known["chase.resume"],
    }


@desk.action("invitation.last_message")
@desk.action("invitation.restart")
@desk.action("invitation.give_up")
@desk.action("chase.now")
@desk.action("chase.resume")
def take_over(
    ack: Ack, body: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """One press, one act.

    AlreadyChased within 24 hours of a chase, InvitedLately of the invitation; InvitationClosed when it is too late.
    """
    pressed = body["actions"][0]
    act, done = acts(words)[pressed["action_id"]]
    perform(act, pressed.get("value"), done, body, context, office, who, words)
    ack()


@desk.action("invitation.more")
def more(ack: Ack, body: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ menu of an escalation."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, opaque = str(chosen or "").partition(":")
    match act:
        case "open":
            with office.reading() as records:
                client = in_hand(records, office, who, opaque).client
            show(context, body, card_of(office, who, words, client.id))
        case "revoke":
            act_of, done = revoking(words)
            perform(act_of, opaque, done, body, context, office, who, words)
        case _:
            raise NotFound("invitation")
    ack()
