"""The form of a contact, added or edited: its fields, what was typed, and what the firm knows of the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from domain.addresses import read_email
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact, ContactRole
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.rights import may_see
from domain.wizard import ClientForm, Person, SharedAddress
from domain.wizard_steps import PERSON_LENGTH, AddressUse, checked_email, checked_person, warned_of
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.labels import role_label
from handlers.desk import typed
from handlers.words import LANGUAGES, Words, capitalised

Clean = TypeVar("Clean")

PHONE_LENGTH = 25


def used_by(records: Records, who: Collaborator, use: AddressUse, words: Words) -> str:
    """Whose that address is already, named if this person sees their client; empty for nobody's."""
    if not use.contacts:
        return ""
    clients = [(contact, records.clients.get(contact.client_id)) for contact in use.contacts]
    seen = next(((contact, client) for contact, client in clients if client and may_see(who, client)), None)
    if seen is None:
        return words.gettext("This address is already used by a contact of the firm.")
    contact, client = seen
    return words.gettext("This address is already that of {contact}, client {client}.").format(
        contact=escape(contact.name, 40), client=escape(client.name, 40)
    )


def shared_with(records: Records, who: Collaborator, uses: Mapping[str, AddressUse], words: Words) -> str:
    """The same of the one address that a form of one contact holds."""
    return next((used for use in uses.values() if (used := used_by(records, who, use, words))), "")


def contact_fields(form: ClientForm, language: str, used: str, words: Words) -> list[Block]:
    """The fields; `used` says whose the address is already, which asks for a tick."""
    person = form.person
    roles = [blocks.option(capitalised(role_label(role, words)), role.value) for role in ContactRole]
    body = [
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
    languages = [blocks.option(label, code) for code, label in LANGUAGES.items()]
    return [
        *body,
        *share_box(used, words),
        blocks.input_(
            "phone",
            words.gettext("Phone"),
            blocks.text_input(max_length=PHONE_LENGTH, placeholder="06 39 98 21 07", initial=person.phone),
            optional=True,
        ),
        blocks.input_(
            "language", words.gettext("Language of messages"), blocks.select("value", languages, initial=language)
        ),
    ]


def share_box(used: str, words: Words) -> list[Block]:
    """Whose the address typed above is already, and the tick that uses it here too; nothing for nobody's."""
    if not used:
        return []
    box = blocks.option(words.gettext("Use this address here too"), "share")
    return [
        blocks.alert(f"{used} {words.gettext('Tick the box below, or correct the address.')}", "warning"),
        blocks.actions(blocks.checkboxes("value", [box]), block_id="shared"),
    ]


def typed_contact(client: Client, others: Sequence[Contact], view: Mapping[str, Any]) -> tuple[ClientForm, str]:
    """What was typed, after the client's other contacts, and the language chosen. NotFound for a forged choice."""
    fields = typed(view)
    role = str(fields.get("role") or ContactRole.DIRECTOR.value)
    language = str(fields.get("language") or next(iter(LANGUAGES)))
    if role not in {known.value for known in ContactRole} or language not in LANGUAGES:
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
    return form_beside(client, others, person), language


def form_beside(client: Client, others: Sequence[Contact], person: Person) -> ClientForm:
    """The form of that person, after the client's other contacts."""
    known = [Person(first_name=c.first_name, last_name=c.last_name, email=c.email or "") for c in others]
    return ClientForm(company=client.company, people=(*known, person), at=len(known))


def uses_of(records: Records, form: ClientForm, contact: Contact | None = None) -> dict[str, AddressUse]:
    """What the firm knows of the address typed, beside this client's own contacts, and beside that contact itself."""
    try:
        email = read_email(form.person.email)
    except Refusal:
        return {}
    own = {person.email for person in form.people[: form.at]} | ({contact.email} if contact else set())
    return {} if email in own else {email: AddressUse(records.contacts.of_email(email))}


def checked_contact(
    records: Records, view: Mapping[str, Any], form: ClientForm, uses: Mapping[str, AddressUse], office: Office
) -> Person:
    """The person, with values made clean; a warning is given once, and passes when the form is sent again."""
    return _checked(records, view, form, office, lambda insisting: checked_person(insisting, insisting.person, uses))


def checked_address(
    records: Records, view: Mapping[str, Any], form: ClientForm, uses: Mapping[str, AddressUse], office: Office
) -> str:
    """The same of the person's address alone."""
    return _checked(records, view, form, office, lambda insisting: checked_email(insisting, insisting.person, uses))


def _checked(
    records: Records, view: Mapping[str, Any], form: ClientForm, office: Office, check: Callable[[ClientForm], Clean]
) -> Clean:
    try:
        return check(form)
    except FormRefused as refused:
        given = warned_of(form, refused).warned
        insisted = {w for w in given if not records.first_time(f"warned:{view['id']}:{w}", office.now())}
        if isinstance(refused.errors.get("email"), SharedAddress):
            # The box of this form has another name than the wizard's.
            raise FormRefused({**refused.errors, "email": SharedAddress(same_file=True)}) from refused
        if not insisted:
            raise
    return check(replace(form, warned=frozenset(insisted)))


def asks_to_share(uses: Mapping[str, AddressUse], view: Mapping[str, Any]) -> bool:
    """Whether the address is somebody's already, and the form does not ask about it yet."""
    shown = {str(block.get("block_id")) for block in view["blocks"]}
    return any(use.contacts for use in uses.values()) and "shared" not in shown
