"""The people of a row: checked as those of the wizard, and laid over those that the client has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.contacts import Contact, NewContact
from domain.default_contact import Mark, marked, place_marked
from domain.importing.insisting import insisted
from domain.importing.known import Importer, Known, Ledger
from domain.importing.refused import AddressUsedElsewhere, OtherAddressKept
from domain.importing.rows import Line
from domain.opening import new_contact
from domain.refusals import FormRefused, Refusal
from domain.text import searchable
from domain.wizard import ClientForm, Person, SharedAddress
from domain.wizard_steps import AddressUse, checked_person


@dataclass(frozen=True, slots=True)
class People:
    """The contacts of a row: those to add, and those that the client has, changed."""

    added: Sequence[NewContact]
    changed: Sequence[Contact]
    warnings: Mapping[str, Refusal]


def read_people(
    line: Line,
    form: ClientForm,
    language: str,
    existing: Sequence[Contact],
    importer: Importer,
    known: Known,
    ledger: Ledger,
) -> People:
    """FormRefused, with the number of the contact behind the key of each column."""
    checked: list[tuple[NewContact, Contact | None]] = []
    errors: dict[str, Refusal] = {}
    warnings: dict[str, Refusal] = {}
    people: list[Person] = []
    for number, cells in sorted(line.contacts.items()):
        asked = dict(cells)
        speaks = asked.pop("language", None)
        try:
            theirs = _theirs(asked, existing)
            typed = _person(asked, theirs, importer)
            uses = _uses(line, typed, existing, known, ledger)
            with_others = replace(form, people=(*people, typed), at=len(people)) if people else form
            person, warned = _checked(with_others, typed, uses)
        except FormRefused as refused:
            errors |= {f"{key}.{number}": _in_a_sheet(error) for key, error in refused.errors.items()}
            continue
        people.append(person)
        warnings |= {f"{key}.{number}": error for key, error in warned.items()}
        contact = new_contact(person, str(speaks or (theirs.language if theirs else language)))
        checked.append((contact, theirs))
    if errors:
        raise FormRefused(errors)
    if not checked:
        return People((), (), {})
    return _with_chosen(checked, existing, warnings)


def _theirs(asked: Mapping[str, object], existing: Sequence[Contact]) -> Contact | None:
    """The contact that the client has already, by address or else by name; FormRefused when the two disagree."""
    if not existing:
        return None
    email = str(asked.get("email", "")).strip().lower()
    found = next((contact for contact in existing if email and contact.email == email), None)
    if found is not None:
        return found
    name = searchable(f"{asked.get('first_name', '')} {asked.get('last_name', '')}")
    namesake = next((contact for contact in existing if name and searchable(contact.name) == name), None)
    if namesake is not None and email and namesake.email:
        raise FormRefused({"email": OtherAddressKept(namesake.name)})
    return namesake


def _person(asked: Mapping[str, Any], theirs: Contact | None, importer: Importer) -> Person:
    if theirs is None:
        return Person(**asked, shares=importer.shares, by_email=bool(str(asked.get("email", "")).strip()))
    before = Person(
        first_name=theirs.first_name,
        last_name=theirs.last_name,
        email=theirs.email or "",
        phone=theirs.phone or "",
        role=theirs.role,
        is_default=theirs.is_default,
        receives_invoices=theirs.receives_invoices,
    )
    has_email = bool(str(asked.get("email", before.email)).strip())
    return replace(before, **asked, shares=importer.shares, by_email=has_email)


def _uses(
    line: Line, person: Person, existing: Sequence[Contact], known: Known, ledger: Ledger
) -> Mapping[str, AddressUse]:
    """What the firm and the earlier rows know of that address, the client's own contacts left out."""
    email = person.email.strip().lower()
    if not email or any(contact.email == email for contact in existing):
        return {}
    return {email: AddressUse([*known.uses.get(email, ()), *ledger.users(email, line.number)])}


def _checked(form: ClientForm, person: Person, uses: Mapping[str, AddressUse]) -> tuple[Person, Mapping[str, Refusal]]:
    return insisted(form, lambda asked: checked_person(asked, person, uses))


def _in_a_sheet(refusal: Refusal) -> Refusal:
    return AddressUsedElsewhere() if isinstance(refusal, SharedAddress) else refusal


def _with_chosen(
    checked: Sequence[tuple[NewContact, Contact | None]], existing: Sequence[Contact], warnings: Mapping[str, Refusal]
) -> People:
    """One default contact and one who receives the invoices: those whom the row names, or who were, or the first."""
    of_row = {theirs.id: contact for contact, theirs in checked if theirs is not None}
    kept = [_laid_over(contact, of_row.get(contact.id)) for contact in existing]
    everyone: list[NewContact] = [*kept, *(contact for contact, theirs in checked if theirs is None)]
    everyone = [*marked(everyone, {mark: place_marked(everyone, existing, mark) for mark in Mark})]
    changed = [
        contact
        for contact, was in zip(everyone, existing, strict=False)
        if isinstance(contact, Contact) and contact != was
    ]
    return People(everyone[len(kept) :], changed, warnings)


def _laid_over(contact: Contact, read: NewContact | None) -> Contact:
    if read is None:
        return contact
    return replace(
        contact,
        first_name=read.first_name,
        last_name=read.last_name,
        email=read.email,
        phone=read.phone,
        language=read.language,
        role=read.role,
        is_default=read.is_default,
        receives_invoices=read.receives_invoices,
    )
