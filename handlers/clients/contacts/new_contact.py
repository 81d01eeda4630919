"""A contact comes into a file: kept, joined to the account of its address where it shares one, told to history."""

from dataclasses import replace
from datetime import datetime

from domain.books import Records
from domain.clients import Client
from domain.contacts import Account, Contact, NewContact
from domain.opening import contact_added
from domain.people import Collaborator
from domain.wizard import Person


def keep_new_contact(
    records: Records, client: Client, person: Person, new: NewContact, by: Collaborator, now: datetime
) -> tuple[Contact, Account | None]:
    """The contact kept, and the account that its address has already; nobody is written to."""
    contact = records.contacts.add(client.id, new)
    account = records.accounts.of_address(email=contact.email) if contact.email else None
    if account is not None and person.shares:
        contact = replace(contact, account_id=account.id)
        records.contacts.keep(contact)
    records.note(contact_added(contact, by, now))
    return contact, account
