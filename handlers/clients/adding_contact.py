"""« Ajouter un contact »: the form takes the place of the list of contacts, and gives it back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.addresses import read_email
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact, ContactRole
from domain.history import By, HistoryLine
from domain.office import Office
from domain.opening import FRENCH_SPEAKING, new_contact
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.wizard import ClientForm, Person
from domain.wizard_steps import PERSON_LENGTH, AddressUse, checked_person, warned_of
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.contacts import CALLBACK as CONTACTS
from handlers.clients.contacts import contacts_of
from handlers.clients.labels import role_label
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw, typed
from handlers.explain import errors_in
from handlers.words import Words

desk = Desk()

CALLBACK = "contact.add"
PHONE_LENGTH = 25


def _form_view(client: Client, form: ClientForm, uses: dict[str, AddressUse], words: Words) -> View:
    person = form.person
    roles = [blocks.option(role_label(role, words).capitalize(), role.value) for role in ContactRole]
    body = [
        blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
        blocks.input_(
            "first_name",
            words.gettext("First name"),
            blocks.text_input(max_length=PERSON_LENGTH, initial=person.first_name),
            optional=True,
        ),
        blocks.input_(
            "last_name",
            words.gettext("Last name"),
            blocks.text_input(max_length=PERSON_LENGTH, initial=person.last_name),
        ),
        blocks.input_("role", words.gettext("Role"), blocks.select("value", roles, initial=person.role.value)),
        blocks.input_("email", words.gettext("E-mail"), blocks.email_input(initial=person.email), optional=True),
    ]
    if any(use.contacts for use in uses.values()):
        box = blocks.option(words.gettext("Use this address here too"), "share")
        fact = words.gettext("This address is already used by a contact of the firm.")
        body.append(blocks.alert(f"{fact} {words.gettext('Tick the box below, or correct the address.')}", "warning"))
        body.append(blocks.actions(blocks.checkboxes("value", [box]), block_id="shared"))
    body.append(
        blocks.input_(
            "phone",
            words.gettext("Phone"),
            blocks.text_input(max_length=PHONE_LENGTH, placeholder="06 39 98 21 07", initial=person.phone),
            optional=True,
        )
    )
    back = blocks.button(words.gettext("Back"), "contact.back")
    return blocks.modal(
        CALLBACK,
        words.gettext("Add a contact"),
        [*body, blocks.actions(back, block_id="nav")],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"client": f"c{client.id}"},
    )


@desk.action("contact.add", view=CONTACTS)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        client = records.clients.visible_to(who, number_of(body["actions"][0].get("value"), "c"))
    ack()
    redraw(context, body, _form_view(client, ClientForm(company=client.company), {}, words))


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
    with office.records() as records:
        client = records.clients.visible_to(who, client_id)
        form = _typed_form(records, client, view)
        uses = _uses(records, form)
        try:
            person = _checked(records, view, form, uses, office)
        except FormRefused as refused:
            if any(use.contacts for use in uses.values()) and "shared" not in _shown(view):
                return ack(response_action="update", view=_form_view(client, form, uses, words))
            return ack(response_action="errors", errors=errors_in(view, refused, words))
        if first_time(records, body, now):
            _keep(records, client, person, who, office)
    return ack(response_action="update", view=contacts_of(office, who, words, client_id))


def _typed_form(records: Records, client: Client, view: Mapping[str, Any]) -> ClientForm:
    """What was typed, after the contacts that the client has already."""
    fields = typed(view)
    role = str(fields.get("role") or ContactRole.DIRECTOR.value)
    if role not in {known.value for known in ContactRole}:
        raise NotFound("choice")
    person = Person(
        first_name=str(fields.get("first_name") or ""),
        last_name=str(fields.get("last_name") or ""),
        email=str(fields.get("email") or ""),
        phone=str(fields.get("phone") or ""),
        role=ContactRole(role),
        by_email=False,
        shares=bool(fields.get("shared")),
    )
    known = [
        Person(first_name=c.first_name, last_name=c.last_name, email=c.email or "")
        for c in records.contacts.of_client(client.id)
    ]
    return ClientForm(company=client.company, people=(*known, person), at=len(known))


def _uses(records: Records, form: ClientForm) -> dict[str, AddressUse]:
    """What the firm knows of the address typed, beside this client's own contacts."""
    try:
        email = read_email(form.person.email)
    except Refusal:
        return {}
    own = {person.email for person in form.people[: form.at]}
    return {} if email in own else {email: AddressUse(records.contacts.of_email(email))}


def _checked(
    records: Records, view: Mapping[str, Any], form: ClientForm, uses: Mapping[str, AddressUse], office: Office
) -> Person:
    """The person, with values made clean; a warning is given once, and passes when the form is sent again."""
    try:
        return checked_person(form, form.person, uses)
    except FormRefused as refused:
        given = warned_of(form, refused).warned
        insisted = {w for w in given if not records.first_time(f"warned:{view['id']}:{w}", office.now())}
        if not insisted:
            raise
    form = replace(form, warned=frozenset(insisted))
    return checked_person(form, form.person, uses)


def _keep(records: Records, client: Client, person: Person, who: Collaborator, office: Office) -> Contact:
    language = "fr" if client.company.address.country in FRENCH_SPEAKING else "en"
    first = not records.contacts.of_client(client.id)
    new = replace(new_contact(person, language), is_default=first, receives_invoices=first)
    contact = records.contacts.add(client.id, new)
    account = records.accounts.of_address(email=contact.email) if contact.email else None
    if account is not None and person.shares:
        contact = replace(contact, account_id=account.id)
        records.contacts.keep(contact)
    records.note(
        HistoryLine(
            at=office.now(),
            act="contact.added",
            by=By.COLLABORATOR,
            by_id=who.id,
            client_id=client.id,
            subject_id=contact.id,
            after={"role": contact.role.value},
        )
    )
    return contact


def _shown(view: Mapping[str, Any]) -> set[str]:
    return {str(block.get("block_id")) for block in view["blocks"]}
