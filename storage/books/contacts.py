"""The people at a client."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select

from domain.addresses import domain_of
from domain.clients import ClientState
from domain.contacts import Contact, NewContact
from domain.people import Collaborator
from domain.refusals import NotFound
from storage.books.book import Book, kept, of_these_clients, the_firms
from storage.books.search import refresh_search
from storage.rows import value_of
from storage.sight import unseen_by
from storage.tables import clients, contacts

FOLLOWED = (
    select(contacts)
    .join(clients, (clients.c.firm_id == contacts.c.firm_id) & (clients.c.id == contacts.c.client_id))
    .where(the_firms(contacts), clients.c.state != ClientState.TERMINATED, contacts.c.removed_at.is_(None))
)
OF_CLIENT = (
    select(contacts)
    .where(the_firms(contacts), contacts.c.client_id == bindparam("client"), contacts.c.removed_at.is_(None))
    .order_by(contacts.c.id)
)
OF_EMAIL = FOLLOWED.where(contacts.c.email == bindparam("email")).order_by(contacts.c.id)
OF_CLIENTS = of_these_clients(contacts).where(contacts.c.removed_at.is_(None)).order_by(contacts.c.id)
ADDRESSES = FOLLOWED.with_only_columns(contacts.c.email, contacts.c.client_id).where(contacts.c.email.is_not(None))


class Contacts(Book):
    def add(self, client_id: int, new: NewContact) -> Contact:
        contact = new.as_contact(firm_id=self.firm_id, client_id=client_id)
        contact_id = self.insert(contacts, kept(contact))
        refresh_search(self, client_id)
        return replace(contact, id=contact_id)

    def get(self, contact_id: int) -> Contact | None:
        row = self.one(contacts, id=contact_id)
        return self.read(contacts, value_of(Contact, row)) if row else None

    def visible_to(self, who: Collaborator, contact_id: int) -> Contact:
        row = self.row(self.of(contacts, contacts.c.id == contact_id, ~unseen_by(who, contacts)))
        if row is None:
            raise NotFound("contact")
        return self.read(contacts, value_of(Contact, row))

    def of_client(self, client_id: int) -> Sequence[Contact]:
        return [self.read(contacts, value_of(Contact, row)) for row in self.rows(OF_CLIENT, client=client_id)]

    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Contact]]:
        found = self.rows_of_clients(OF_CLIENTS, client_ids)
        return {
            client_id: [self.read(contacts, value_of(Contact, row)) for row in rows]
            for client_id, rows in found.items()
        }

    def of_email(self, email: str) -> Sequence[Contact]:
        return [self.read(contacts, value_of(Contact, row)) for row in self.rows(OF_EMAIL, email=email.lower())]

    def domains(self) -> Mapping[str, frozenset[int]]:
        users: dict[str, set[int]] = {}
        for row in self.rows(ADDRESSES):
            users.setdefault(domain_of(row["email"]), set()).add(row["client_id"])
        return {domain: frozenset(ids) for domain, ids in users.items()}

    def keep(self, contact: Contact) -> None:
        self.keep_changes(contacts, contact)
        refresh_search(self, contact.client_id)
