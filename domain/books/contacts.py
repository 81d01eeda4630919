"""The contacts of the clients, and the accounts of their spaces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.clients import Client
from domain.contacts import Account, Contact, NewContact
from domain.people import Collaborator


class ContactsBook(Protocol):
    def add(self, client_id: int, new: NewContact) -> Contact: ...
    def get(self, contact_id: int) -> Contact | None:
        """That contact, even one that was removed."""

    def visible_to(self, who: Collaborator, contact_id: int) -> Contact:
        """For someone who sees its client; NotFound."""

    def of_client(self, client_id: int) -> Sequence[Contact]:
        """The contacts of that client, those removed left out, as the other lists of this book do."""

    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Contact]]:
        """Those of several clients at once, by client."""

    def of_email(self, email: str) -> Sequence[Contact]:
        """Contacts with that address, over all clients not terminated."""

    def domains(self) -> Mapping[str, frozenset[int]]:
        """The mail domains of the contacts, each with the clients not terminated that use it."""

    def keep(self, contact: Contact) -> None: ...


class AccountsBook(Protocol):
    def of_address(self, email: str | None = None, phone: str | None = None) -> Account | None: ...
    def get(self, account_id: int) -> Account | None: ...
    def add(self, contact: Contact, password_hash: str | None, now: datetime) -> Account:
        """The account of the contact's e-mail, or else phone; AccountExists when the address has one."""

    def clients_of(self, account_id: int) -> Sequence[Client]: ...
    def open_session(self, account_id: int, token_hash: str, now: datetime, expires_at: datetime) -> None: ...
    def of_session(self, token_hash: str, now: datetime) -> Account | None: ...
    def close_session(self, token_hash: str) -> None: ...
    def close_sessions(self, account_id: int) -> None: ...
    def add_code(self, address: str, code_hash: str, now: datetime, expires_at: datetime) -> None:
        """One living code by address: a new one replaces the one before."""

    def try_code(self, address: str, code_hash: str, now: datetime) -> int | None:
        """None when the code is right (it is then used up); else the tries left, from 4 down to 0."""
