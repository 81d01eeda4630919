"""Editing a client file: what a person typed over what somebody else may have written meanwhile, and what it makes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.activities import SECTIONS
from domain.clients import Client, Company, Kind, Service, Site
from domain.form_errors import Errors
from domain.identifiers import read_siret
from domain.refusals import CodeTaken, FormRefused, Missing, Refusal
from domain.registry import RegistryCompany
from domain.text import read_optional
from domain.wizard import CeasedCompany, ClientForm, Hand
from domain.wizard_steps import CODE_LENGTH, company_by_hand, urssaf_numbers

# What stands in the fields of a form, by their names: a text, or the values ticked.
Value = str | tuple[str, ...]
Values = Mapping[str, Value]


@dataclass(eq=False)
class HasOtherSites(Refusal):
    """The SIREN may not change while further establishments of the old one are kept."""


@dataclass(eq=False)
class SiteKept(Refusal):
    """The client has that establishment already."""

    siret: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` are those to keep; `conflicts` are fields that this person and somebody else both changed."""

    values: Values
    conflicts: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewerValue:
    """Who wrote what the field now holds, and when; nobody when history does not say."""

    by: str
    at: datetime | None


def changed_fields(drawn: Values, typed: Values, insisted: Collection[str] = ()) -> frozenset[str]:
    """The fields in which the person wrote something else than was shown; `insisted` are those of an earlier turn."""
    return frozenset(name for name, value in typed.items() if value != drawn.get(name, "")) | frozenset(insisted)


def merged(drawn: Values, typed: Values, now: Values, insisted: Collection[str] = ()) -> Merged:
    """What was typed in a form drawn from an older file, over what the file holds now.

    A field left as it was shown takes the newer value: saving a form must not undo another's work.
    """
    mine = changed_fields(drawn, typed, insisted)
    values = {**now, **{name: value for name, value in typed.items() if name in mine or name not in now}}
    conflicts = {n for n in mine if n in now and now[n] not in (drawn.get(n, ""), typed.get(n, drawn.get(n, "")))}
    return Merged(values, frozenset(conflicts))


def with_company(
    client: Client,
    hand: Hand,
    sector: str,
    code: str,
    *,
    taken: CodeTaken | None,
    followed: Refusal | None,
    registry: RegistryCompany | None,
    ceased: bool,
    sites: Sequence[Site],
) -> Client:
    """The client with another company. FormRefused: the fields of `company_by_hand`, code, siret, ceased.

    `followed` says that another file has the new number, unless the person insists; `registry` is what the registry
    says of a number that changed.
    """
    errors, kept_code = Errors(), ""
    company = client.company
    try:
        company = company_by_hand(hand)
    except FormRefused as refused:
        errors.by_field.update(refused.errors)
    with errors.beside("code"):
        kept_code = read_optional(code, CODE_LENGTH)
        if taken is not None:
            raise taken
    if followed is not None:
        errors.refuse("siret", followed)
    if sites and company.siren != client.company.siren:
        errors.refuse("siret", HasOtherSites())
    if registry is not None and registry.is_ceased and not ceased:
        errors.refuse("ceased", CeasedCompany())
    errors.raise_any()
    company = replace(
        company,
        sector=sector if sector in SECTIONS else None,
        nic=company.nic or (client.company.nic if company.siren == client.company.siren else None),
        from_registry=client.company.from_registry and company.siren == client.company.siren,
    )
    return replace(client, company=company, code=kept_code or None)


def with_services(
    client: Client,
    kind: Kind,
    services: frozenset[Service],
    account: str,
    amount: str,
    warned: frozenset[str],
) -> Client:
    """The client of another kind or with other services. FormRefused: urssaf_account, urssaf_amount.

    Numbers that are not asked for any more are not kept.
    """
    errors = Errors()
    form = ClientForm(
        company=client.company,
        kind=kind,
        services=services,
        urssaf_account=account,
        last_declaration=amount,
        warned=warned,
    )
    account, amount = urssaf_numbers(form, errors)
    errors.raise_any()
    return replace(
        client,
        kind=kind,
        services=services,
        urssaf_account=account or None,
        last_declaration=Decimal(amount) if amount else None,
    )


def with_main_site(client: Client, site: Site) -> tuple[Client, Site | None]:
    """The client with that establishment as its main one, and the one that was, if it had one."""
    company = client.company
    was = Site(company.nic, company.ape, company.address, client_id=client.id) if company.nic else None
    moved = replace(company, nic=site.nic, ape=site.ape or company.ape, address=site.address)
    return replace(client, company=moved), was


def with_new_site(client: Client, site: Site) -> tuple[Client, Site | None]:
    """The client with one more establishment, and the one to be kept beside its main one.

    None where only the SIREN was known: that establishment is then the main one.
    """
    if client.company.nic is not None:
        return client, site
    return replace(client, company=replace(client.company, nic=site.nic)), None


def read_site(typed: str, company: Company, sites: Sequence[Site]) -> str:
    """The NIC of a SIRET of that very SIREN, not kept yet. Missing, SiteKept, and the refusals of `read_siret`."""
    if company.siren is None or not typed.strip():
        raise Missing
    read = read_siret(typed, of_siren=company.siren)
    if read.nic in {company.nic, *(site.nic for site in sites)}:
        raise SiteKept(read.siret or "")
    return read.nic or ""
