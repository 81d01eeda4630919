"""The people at a client."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select

from domain.addresses import domain_of
from domain.clients import ClientState
from domain.contacts import Contact, NewContact
from storage.books.book import Book, kept, the_firms
from storage.books.search import refresh_search
from storage.rows import value_of, values_of
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
OF_CLIENTS = (
    select(contacts)
    .where(
        the_firms(contacts), contacts.c.client_id.in_(bindparam("ids", expanding=True)), contacts.c.removed_at.is_(None)
    )
    .order_by(contacts.c.id)
)
AT_ONCE = 500
ADDRESSES = FOLLOWED.with_only_columns(contacts.c.email, contacts.c.client_id).where(contacts.c.email.is_not(None))


class Contacts(Book):
    def add(self, client_id: int, new: NewContact) -> Contact:
        contact = Contact(**values_of(new), firm_id=self.firm_id, client_id=client_id)
        contact_id = self.insert(contacts, kept(contact))
        refresh_search(self, client_id)
        return replace(contact, id=contact_id)

    def get(self, contact_id: int) -> Contact | None:
        row = self.one(contacts, id=contact_id)
        return value_of(Contact, row) if row else None

    def of_client(self, client_id: int) -> Sequence[Contact]:
        return [value_of(Contact, row) for row in self.rows(OF_CLIENT, client=client_id)]

    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Contact]]:
        found: dict[int, list[Contact]] = defaultdict(list)
        for start in range(0, len(client_ids), AT_ONCE):
            for row in self.rows(OF_CLIENTS, ids=client_ids[start : start + AT_ONCE]):
                found[row["client_id"]].append(value_of(Contact, row))
        return found

    def of_email(self, email: str) -> Sequence[Contact]:
        return [value_of(Contact, row) for row in self.rows(OF_EMAIL, email=email.lower())]

    def domains(self) -> Mapping[str, frozenset[int]]:
        users: dict[str, set[int]] = {}
        for row in self.rows(ADDRESSES):
            users.setdefault(domain_of(row["email"]), set()).add(row["client_id"])
        return {domain: frozenset(ids) for domain, ids in users.items()}

    def keep(self, contact: Contact) -> None:
        self.change(contacts, contact.id, kept(contact))
        refresh_search(self, contact.client_id)
