"""The form of « Nouveau dossier »: what its four steps hold, as typed.

A form is kept in a draft between two presses, so it holds what was typed even where that is wrong;
`wizard_steps.py` checks each step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from domain.activities import read_ape
from domain.clients import Access, Address, Client, Company, Kind, Service
from domain.contacts import ContactRole
from domain.refusals import NotFound, Refusal
from domain.registry import RegistryCompany


class Sending(StrEnum):
    """When the invitations leave."""

    NOW = "now"
    MORNING = "morning"  # the next working morning
    LATER = "later"  # when someone says so


@dataclass(eq=False)
class CeasedCompany(Refusal):
    """The company has ended, and nobody said that a client file is wanted all the same."""


@dataclass(eq=False)
class UnusualAccount(Refusal):
    """An Urssaf account shorter than usual: kept when the person insists."""

    account: str


@dataclass(eq=False)
class LikelySlip(Refusal):
    """A domain that is one slip away from a well-known one: kept when the person insists."""

    domain: str
    meant: str


@dataclass(eq=False)
class BouncedBefore(Refusal):
    """A letter to that address came back for good: kept when the person insists."""

    address: str
    day: date


@dataclass(eq=False)
class SharedAddress(Refusal):
    """The address is already that of a contact of the firm, and the box was not ticked.

    `same_file` when no client file is being created: only a contact.
    """

    same_file: bool = False


@dataclass(eq=False)
class TypedTwice(Refusal):
    """Two people of the same form have that address; `name` is the first."""

    name: str


@dataclass(eq=False)
class AuthorWouldLoseSight(Refusal):
    """Nobody makes a client that they would not see."""


def sector_of(ape: str | None) -> str | None:
    """The section letter of an APE code; None without one, or for one that no list knows."""
    try:
        return read_ape(ape).section if ape else None
    except Refusal:
        return None


def company_of(registry: RegistryCompany) -> Company:
    """What the registry says of a company; its name is empty when it may not be disclosed."""
    return Company(
        name=registry.name,
        siren=registry.siren,
        nic=registry.nic,
        ape=registry.ape,
        sector=sector_of(registry.ape),
        address=registry.address or Address(),
        from_registry=True,
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """The company as typed by hand. `siret` holds a SIREN or a SIRET."""

    name: str = ""
    siret: str = ""
    without_siren: bool = False
    ape: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = "FR"

    @classmethod
    def of(cls, company: Company) -> Self:
        """That company, to be corrected."""
        return cls(
            name=company.name,
            siret=company.siret or company.siren or "",
            without_siren=company.siren is None,
            ape=company.ape or "",
            street=company.address.street,
            postal_code=company.address.postal_code,
            town=company.address.town,
            country=company.address.country,
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the client, as typed. `shares` is the tick « Créer un autre dossier sous cette adresse »."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    role: ContactRole = ContactRole.DIRECTOR
    from_registry: bool = False
    by_email: bool = True
    shares: bool = False
    is_default: bool = False
    receives_invoices: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def is_untouched(self) -> bool:
        """Nothing typed: a name that the registry gave does not count."""
        if self.email.strip() or self.phone.strip():
            return False
        return self.from_registry or not (self.first_name.strip() or self.last_name.strip())


@dataclass(frozen=True, slots=True)
class ClientForm:
    """Everything the wizard has gathered so far.

    `registry` is the line that was picked, `company` what will be kept (picked, corrected or typed; None before).
    `custom` are the values of the firm's required fields, by their ids.
    `warned` are the warnings already given once: the same value passes the second time.
    `assigned` once the second step was proposed, `sending` None until the third was.
    `at` is the place in `people` of the one whose fields are shown. `drawn` grows with each company picked.
    `summed` while a step is opened again from the summary, which then comes next. `message_id` is the letter that
    the client is created from. `nir` is a social security number that was checked, `typed_nir` one that is not yet:
    neither is written with the rest.
    `registry_silent` when the company was typed by hand because the registry did not answer.
    """

    registry: RegistryCompany | None = None
    company: Company | None = None
    hand: Hand = field(default_factory=Hand)
    query: str = ""
    registry_silent: bool = False
    second: bool = False
    ceased: bool = False
    code: str = ""
    kind: Kind = Kind.OTHER
    services: frozenset[Service] = frozenset()
    urssaf_account: str = ""
    last_declaration: str = ""
    nir: str = field(default="", repr=False)
    typed_nir: str = field(default="", repr=False)
    custom: Mapping[int, str] = field(default_factory=dict)
    manager_id: int | None = None
    portfolio_id: int | None = None
    access: Access = Access.PORTFOLIO
    chosen: frozenset[int] = frozenset()
    assigned: bool = False
    people: tuple[Person, ...] = ()
    at: int = 0
    sending: Sending | None = None
    warned: frozenset[str] = frozenset()
    drawn: int = 0
    summed: bool = False
    message_id: int | None = None

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "ClientForm":
        """The form kept in a draft; NotFound when an older Guichet wrote it otherwise."""
        try:
            return FORM.validate_python(data)
        except ValidationError as error:
            raise NotFound("draft") from error

    def written(self) -> dict[str, Any]:
        """Plain values, for the draft; a social security number is kept apart, sealed."""
        written: dict[str, Any] = FORM.dump_python(self, mode="json", exclude=NOT_WRITTEN)
        return written

    @property
    def name(self) -> str:
        """What the draft is called."""
        return self.company.name if self.company else self.hand.name

    @property
    def person(self) -> Person:
        """The one whose fields are shown."""
        return self.people[self.at] if self.at < len(self.people) else Person()

    @property
    def invited(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.by_email and person.email)

    def picked(self, registry: RegistryCompany) -> Self:
        """The company of the registry, its kind proposed, its directors ready to be chosen from."""
        kind = Kind.OTHER
        if registry.is_employer:
            kind = Kind.EMPLOYER
        elif registry.is_sole_trader:
            kind = Kind.SELF_EMPLOYED
        return replace(
            self,
            registry=registry,
            company=company_of(registry),
            registry_silent=False,
            kind=kind,
            urssaf_account="",
            last_declaration="",
            nir="",
            second=False,
            ceased=False,
            people=self.people if self.message_id else (),
            at=0,
            drawn=self.drawn + 1,
            summed=False,
        )

    def taken_from(self, client: Client) -> Self:
        """The same company as that client, for a second file."""
        return replace(
            self,
            registry=None,
            company=client.company,
            registry_silent=False,
            kind=client.kind,
            urssaf_account="",
            last_declaration="",
            nir="",
            second=False,
            people=(),
            at=0,
            drawn=self.drawn + 1,
            summed=False,
        )

    def with_person(self, person: Person) -> Self:
        """That person in the place whose fields are shown."""
        return replace(self, people=(*self.people[: self.at], person, *self.people[self.at + 1 :]))

    def without_person(self, place: int) -> Self:
        people = (*self.people[:place], *self.people[place + 1 :])
        return replace(self, people=people, at=len(people))


FORM = TypeAdapter(ClientForm)
NOT_WRITTEN = {"nir", "typed_nir"}
