"""The ⋮ of a contact: invite, edit, default contact, receives invoices, remove."""

from slack_bolt import Ack, BoltContext

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.default_contact import Mark, marked
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from handlers.clients.contacts.editing import edit_contact_view, remove_contact_view
from handlers.clients.contacts.inviting import invite_contact
from handlers.clients.contacts.listing import CALLBACK as CONTACTS
from handlers.clients.contacts.listing import contact_of, contacts_view
from handlers.clients.facts import facts_of
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw
from handlers.who_can import led, worked_on
from handlers.words import Words

desk = Desk()


@desk.action("contact.more", view=CONTACTS)
def about_contact(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Edit and remove open their forms in the place of the list; the rest is done at once."""
    action = body["actions"][0]
    act = (action.get("selected_option") or {}).get("value")
    now = office.now()
    with office.records() as records:
        client = worked_on(records, who, number_of(metadata(body["view"]).get("client"), "c"))
        contact = contact_of(records, client, number_of(action.get("block_id"), "ct"))
        match act:
            case "edit":
                view = edit_contact_view(records, client, contact, who, words)
            case "remove":
                view = remove_contact_view(records, client, contact, words)
            case "invite" | "default" | "billing":
                if first_time(records, body, now):
                    _do(records, office, client, contact, act, who)
                view = contacts_view(facts_of(records, client, words, now), who)
            case _:
                raise NotFound("choice")
    ack()
    redraw(context, body, view)


def _do(records: Records, office: Office, client: Client, contact: Contact, act: str, who: Collaborator) -> None:
    if act == "invite":
        invite_contact(
            records, office, led(records, who, client.id, Reserved.CLIENT_INVITE), contact, who, office.now()
        )
    else:
        _mark(records, client, contact, Mark(act), who, office)


def _mark(records: Records, client: Client, contact: Contact, mark: Mark, who: Collaborator, office: Office) -> None:
    before = records.contacts.of_client(client.id)
    place = [one.id for one in before].index(contact.id)
    for was, one in zip(before, marked(before, {mark: place}), strict=True):
        if one != was:
            records.contacts.keep(one)
    act = Act.CONTACT_DEFAULT if mark is Mark.DEFAULT else Act.CONTACT_BILLING
    records.note(HistoryLine.by_person(who, act, office.now(), client_id=client.id, subject_id=contact.id))
