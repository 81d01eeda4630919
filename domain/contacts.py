"""The people at a client: directors and others, and their one account by firm."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Contact(NewContact):
    """`email_failed_at`: when a letter to this address came back for good.

    `disowned_at`: when whoever reads that address said that the invitation was not for them.
    """

    id: int = 0
    firm_id: int = 0
    client_id: int = 0
    account_id: int | None = None
    email_failed_at: datetime | None = None
    disowned_at: datetime | None = None

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
