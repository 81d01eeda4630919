"""« Inviter »: which contacts of a client are asked to open their space, and when."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.reserved import Reserved
from domain.steps import calendar_at
from domain.wizard import Sending
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.chase.board_view import redraw_board_beneath
from handlers.clients.card import card_of
from handlers.clients.contacts.inviting import may_be_invited, queue_invitation
from handlers.clients.contacts.listing import contact_of
from handlers.clients.facts import Facts, facts_of
from handlers.desk import Desk, Payload, become, first_time, metadata, number_of, redraw_beneath, show, typed
from handlers.who_can import led
from handlers.words import Words, capitalised

desk = Desk()

CALLBACK = "client.invite"
LISTED_AT_MOST = 10  # what a Slack list of boxes holds


def invite_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """The form, for someone who leads the client. NotFound, RoleTooLow."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_INVITE)
        return _view(facts_of(records, client, words, office.now()))


def _view(facts: Facts) -> View:
    words, client = facts.words, facts.client
    title, close = words.gettext("Invite"), words.gettext("Back")
    line = blocks.context(f"*{escape(client.name)}*")
    possible = [contact for contact in facts.contacts if may_be_invited(facts.records, contact)][:LISTED_AT_MOST]
    carried = {"client": f"c{client.id}"}
    if not possible:
        nobody = words.gettext("Nobody to invite: each contact has a space already, or has no e-mail address.")
        act = blocks.button(words.gettext("Contacts"), "client.contacts", f"c{client.id}", primary=True)
        body = [line, blocks.section(nobody), blocks.actions(act, block_id="nav")]
        return blocks.modal("client.nobody", title, body, close=close, metadata=carried)
    boxes = [blocks.option(c.name, f"ct{c.id}", f"{c.email} · {facts.access_of(c)[1]}") for c in possible]
    fresh = [f"ct{c.id}" for c in possible if c.id not in facts.invitations or facts.invitations[c.id].sent_at is None]
    body = [
        line,
        blocks.input_("contact", words.gettext("Contacts to invite"), blocks.checkboxes("value", boxes, initial=fresh)),
        _when(facts),
    ]
    if facts.records.firm.invitation_read_at is None:
        body.append(blocks.context(words.gettext("Will leave as soon as the invitation has been read.")))
    return blocks.modal(CALLBACK, title, body, close=close, submit=words.gettext("Invite"), metadata=carried)


def _when(facts: Facts) -> Block:
    words, zone = facts.words, facts.records.firm.zone
    morning = calendar_at(facts.client.company.address, facts.records.firm).proposed_sending(facts.now)
    options = [blocks.option(words.gettext("Now"), Sending.NOW.value)]
    if morning is not None:
        label = words.instant(morning, zone, facts.now)
        options.insert(0, blocks.option(capitalised(label), Sending.MORNING.value))
    initial = options[0]["value"]
    return blocks.input_("when", words.gettext("Sending"), blocks.radio_buttons("value", options, initial=initial))


@desk.action("client.invite")
def open_invitation_form(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = invite_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def invite(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Each contact ticked has an invitation, its letter in the outbox, its history line."""
    client_id, now = number_of(metadata(view).get("client"), "c"), office.now()
    fields = typed(view)
    with office.records() as records:
        client = led(records, who, client_id, Reserved.CLIENT_INVITE)
        chosen = _chosen(records, client, fields.get("contact") or [])
        morning = calendar_at(client.company.address, records.firm).proposed_sending(now)
        at = morning if fields.get("when") == Sending.MORNING.value else None
        if first_time(records, body, now):
            for contact in chosen:
                queue_invitation(records, office, client, contact, who, now, at)
    shown = card_of(office, who, words, client_id)
    if not view.get("previous_view_id"):
        return become(ack, view, shown, words)
    if not redraw_board_beneath(context, view, office, who, words):
        redraw_beneath(context, view, shown)
    return ack()


def _chosen(records: Records, client: Client, values: list[str]) -> list[Contact]:
    """The contacts ticked, each of that client and able to be invited. FormRefused, NotFound."""
    if not values:
        raise FormRefused({"contact": Missing()})
    chosen = [contact_of(records, client, number_of(value, "ct")) for value in values]
    if not all(may_be_invited(records, contact) for contact in chosen):
        raise NotFound("contact")
    return chosen
