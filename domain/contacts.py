"""The people at a client: directors and others, and their one account by firm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.refusals import Refusal


class AccountExists(Refusal):
    """The address has its account already: it opens with its own password or code, and nothing replaces them."""


class ContactRole(StrEnum):
    DIRECTOR = "director"
    BILLING = "billing"
    PAYROLL = "payroll"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NewContact:
    """`email` lower case, `phone` in E.164; one of them at least when the person is to be invited."""

    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    language: str = "fr"
    role: ContactRole = ContactRole.DIRECTOR
    is_default: bool = False
    receives_invoices: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email or self.phone or ""

    def as_contact(
        self, number: int = 0, firm_id: int = 0, client_id: int = 0, account_id: int | None = None
    ) -> "Contact":
        """This person as a contact of that client file; kept nowhere while its number is 0."""
        return Contact(
            self.first_name,
            self.last_name,
            self.email,
            self.phone,
            self.language,
            self.role,
            self.is_default,
            self.receives_invoices,
            number,
            firm_id,
            client_id,
            account_id,
        )


@dataclass(frozen=True, slots=True)
class Contact(NewContact):
    """`email_failed_at`: when a letter to this address came back for good.

    `disowned_at`: when whoever reads that address said that the invitation was not for them.
    `removed_at`: when this person was taken out of the file; what they wrote and received stays.
    """

    id: int = 0
    firm_id: int = 0
    client_id: int = 0
    account_id: int | None = None
    email_failed_at: datetime | None = None
    disowned_at: datetime | None = None
    removed_at: datetime | None = None

    @property
    def is_reached(self) -> bool:
        """Whether a letter would find this person: an address that neither refused one nor was disowned."""
        return self.email is not None and not self.has_wrong_email

    @property
    def has_wrong_email(self) -> bool:
        return self.email_failed_at is not None or self.disowned_at is not None


@dataclass(frozen=True, slots=True)
class Account:
    """How a contact signs in to the client space: one account by firm and address, many client files.

    `password_hash` is None for those who sign in by a one-time code.
    """

    id: int
    firm_id: int
    email: str | None
    phone: str | None
    first_name: str
    last_name: str
    language: str
    password_hash: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """What the removal of a contact makes of the others: each of `changed` is to be kept."""

    removed: Contact
    changed: tuple[Contact, ...]


def readdressed(contact: Contact, email: str | None) -> Contact:
    """The contact at another address: what was wrong with the old one is forgotten, and its account opens no more."""
    if email == contact.email:
        return contact
    return replace(contact, email=email, email_failed_at=None, disowned_at=None, account_id=None)


def is_last_director(contact: Contact, others: Sequence[Contact]) -> bool:
    """Whether the file would be left without anybody who directs the client."""
    return contact.role is ContactRole.DIRECTOR and not any(o.role is ContactRole.DIRECTOR for o in others)


def remove(contact: Contact, others: Sequence[Contact], replaced_by: int | None, now: datetime) -> Removal:
    """The contact out of the file. Whoever takes over directs the client; the default contact and the invoice
    recipient pass to them, or else to the first of the others.
    """
    heir = replaced_by if replaced_by is not None else next((other.id for other in others), None)
    changed = []
    for other in others:
        after = replace(
            other,
            role=ContactRole.DIRECTOR if other.id == replaced_by else other.role,
            is_default=other.is_default or (contact.is_default and other.id == heir),
            receives_invoices=other.receives_invoices or (contact.receives_invoices and other.id == heir),
        )
        if after != other:
            changed.append(after)
    gone = replace(contact, removed_at=now, account_id=None, is_default=False, receives_invoices=False)
    return Removal(gone, tuple(changed))
