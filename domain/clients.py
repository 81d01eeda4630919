"""A client of the firm: the company or person it follows, and who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self


class ClientState(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    TERMINATED = "terminated"


class Kind(StrEnum):
    """Statut: what the Urssaf service asks for depends on it."""

    EMPLOYER = "employer"
    SELF_EMPLOYED = "self_employed"
    OTHER = "other"


class Service(StrEnum):
    """Online services that the client has ticked."""

    URSSAF = "urssaf"
    NET_ENTREPRISES = "net_entreprises"
    TAX = "tax"


class Communication(StrEnum):
    """E-mails that the contacts of the client receive beside those that a person writes to them."""

    REQUESTS = "requests"  # documents asked for, or to redo
    RECEIPTS = "receipts"  # after each document received


class FeeType(StrEnum):
    """How the firm's expenses are charged."""

    FLAT = "flat"
    ACTUAL = "actual"


# ISO 4217: those in use where clients of a French firm have their accounts.
class Access(StrEnum):
    """Who sees the client beside its manager and the administrators."""

    PORTFOLIO = "portfolio"
    EVERYONE = "everyone"
    CHOSEN = "chosen"


CURRENCIES = ("EUR", "CHF", "GBP", "USD", "CAD", "XPF", "MAD", "DZD", "TND", "XOF", "XAF", "MGA", "MUR", "JPY", "CNY")
ASKED_FOR = frozenset({Communication.REQUESTS})
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Company:
    """Who the client is, as the registry or a person wrote it.

    `siren` is None for a natural person, a foreign company or an association without one.
    `ape` is written 43.32A; `sector` is a section letter of the NAF.
    """

    name: str
    siren: str | None = None
    nic: str | None = None
    ape: str | None = None
    sector: str | None = None
    address: Address = field(default_factory=Address)
    from_registry: bool = False

    @property
    def siret(self) -> str | None:
        return self.siren + self.nic if self.siren and self.nic else None


@dataclass(frozen=True, slots=True)
class Client:
    """A client file. `version` grows at each change, for optimistic locking.

    `chosen` are the ids of the collaborators given access one by one, whatever `access` says.
    `terminated_at`, `terminated_from` (the state before) and `erase_at` stand together on a terminated one.
    `currency` and `fee_type` are the firm's when None.
    `deposit` is the local part of its deposit address: `depot+atelier-morel.k7qm2z`.
    """

    id: int
    firm_id: int
    company: Company
    deposit: str
    created_at: datetime
    created_by: int
    code: str | None = None
    kind: Kind = Kind.OTHER
    services: frozenset[Service] = frozenset()
    urssaf_account: str | None = None
    last_declaration: Decimal | None = None
    portfolio_id: int | None = None
    manager_id: int | None = None
    access: Access = Access.PORTFOLIO
    chosen: frozenset[int] = frozenset()
    channel: str | None = None
    state: ClientState = ClientState.ACTIVE
    ready_to_invite: bool = False
    terminated_at: datetime | None = None
    terminated_from: ClientState | None = None
    erase_at: datetime | None = None
    currency: str | None = None
    fee_type: FeeType | None = None
    mails: frozenset[Communication] = ASKED_FOR
    version: int = 1

    @property
    def name(self) -> str:
        return self.company.name

    def assigned(
        self, manager_id: int | None, portfolio_id: int | None, access: Access, chosen: frozenset[int]
    ) -> Self:
        return replace(self, manager_id=manager_id, portfolio_id=portfolio_id, access=access, chosen=chosen)


def imagined(company: Company, firm_id: int, author_id: int, deposit: str = "…") -> Client:
    """A client of that company that is kept nowhere: to draw what it would become, or to ask who would see it."""
    return Client(0, firm_id, company, deposit, NEVER, author_id)


@dataclass(frozen=True, slots=True)
class NewClient:
    """What the wizard has gathered and checked, ready to be kept; `custom` are the firm's own fields, by their ids."""

    company: Company
    deposit: str
    code: str | None = None
    kind: Kind = Kind.OTHER
    services: frozenset[Service] = frozenset()
    urssaf_account: str | None = None
    last_declaration: Decimal | None = None
    portfolio_id: int | None = None
    manager_id: int | None = None
    access: Access = Access.PORTFOLIO
    chosen: frozenset[int] = frozenset()
    currency: str | None = None
    fee_type: FeeType | None = None
    mails: frozenset[Communication] = ASKED_FOR
    custom: Mapping[int, str] = field(default_factory=dict)
    state: ClientState = ClientState.ACTIVE
    ready_to_invite: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A further establishment of the client's SIREN; the main one is in its `Company`."""

    nic: str
    ape: str | None = None
    address: Address = field(default_factory=Address)
    id: int = 0
    firm_id: int = 0
    client_id: int = 0
