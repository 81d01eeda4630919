"""« Ajouter un contact »: the form takes the place of the list of contacts, and gives it back."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact, ContactRole
from domain.default_contact import first_marked
from domain.messages import Message
from domain.office import Office
from domain.opening import language_in, new_contact
from domain.people import Collaborator
from domain.refusals import FormRefused
from domain.wizard import ClientForm, Person
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.contacts.form import (
    asks_to_share,
    checked_contact,
    contact_fields,
    shared_with,
    typed_contact,
    uses_of,
)
from handlers.clients.contacts.listing import CALLBACK as CONTACTS
from handlers.clients.contacts.listing import contacts_of
from handlers.clients.contacts.new_contact import keep_new_contact
from handlers.desk import Desk, Payload, become, first_time, metadata, number_of, redraw, show
from handlers.explain import errors_in
from handlers.mail.access import message_for
from handlers.mail.posting import ask_readers, redraw_card
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

CALLBACK = "contact.add"


def _form_view(
    client: Client,
    form: ClientForm,
    language: str,
    used: str,
    words: Words,
    mail: str | None = None,
) -> View:
    back = blocks.button(words.gettext("Back to the contacts"), "contact.back")
    return blocks.modal(
        CALLBACK,
        words.gettext("Add a contact"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            *contact_fields(form, language, used, words),
            blocks.actions(back, block_id="nav"),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"client": f"c{client.id}", **({"mail": mail} if mail else {})},
    )


@desk.action("mail.add_contact")
def open_form_for_writer(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Ajouter aux contacts », on the card of a mail: the writer's name and address are there. NotFound."""
    opaque = body["actions"][0].get("value")
    with office.reading() as records:
        message = message_for(records, who, opaque)
        client = worked_on(records, who, message.client_id or 0)
    first, _, last = message.sender_name.rpartition(" ")
    writer = Person(first_name=first, last_name=last, email=message.sender, role=ContactRole.OTHER, by_email=False)
    form = ClientForm(company=client.company, people=(writer,))
    ack()
    show(context, body, _form_view(client, form, language_in(client.company.address.country), "", words, str(opaque)))


@desk.action("contact.add", view=CONTACTS)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        client = worked_on(records, who, number_of(body["actions"][0].get("value"), "c"))
    ack()
    language = language_in(client.company.address.country)
    redraw(context, body, _form_view(client, ClientForm(company=client.company), language, "", words))


@desk.action("value", view=CALLBACK)
def tick(ack: Ack) -> None:
    """The tick is read on saving."""
    ack()


@desk.action("contact.back", view=CALLBACK)
def back(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = contacts_of(office, who, words, number_of(metadata(body["view"]).get("client"), "c"))
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def add_contact(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The contact is kept with its history line; nobody is invited."""
    client_id, now = number_of(metadata(view).get("client"), "c"), office.now()
    mail = metadata(view).get("mail")
    if mail:
        ask_readers(office, mail)
    with office.records() as records:
        client = worked_on(records, who, client_id)
        form, language = typed_contact(client, records.contacts.of_client(client.id), view)
        uses = uses_of(records, form)
        try:
            person = checked_contact(records, view, form, uses, office)
        except FormRefused as refused:
            if asks_to_share(uses, view):
                used = shared_with(records, who, uses, words)
                return become(ack, view, _form_view(client, form, language, used, words, mail), words)
            return ack(response_action="errors", errors=errors_in(view, refused, words, office.now().date()))
        if first_time(records, body, now):
            contact = _keep(records, client, person, language, who, office)
            if mail:
                _known(records, office, message_for(records, who, mail), contact)
    return become(ack, view, contacts_of(office, who, words, client_id), words)


def _known(records: Records, office: Office, message: Message, contact: Contact) -> None:
    """The writer of that mail is unknown no more: its cards say so."""
    if message.client_id != contact.client_id or message.sender != contact.email:
        return
    kept = records.messages.keep(message.from_known(contact.id))
    redraw_card(records, office, kept, office.now())


def _keep(
    records: Records, client: Client, person: Person, language: str, who: Collaborator, office: Office
) -> Contact:
    new = new_contact(person, language)
    if not records.contacts.of_client(client.id):
        (new,) = first_marked([new])
    return keep_new_contact(records, client, person, new, who, office.now())[0]
