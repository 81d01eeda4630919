"""A row about a client that the firm has: its filled cells over what the file holds, the empty ones change nothing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.clients import Access, Client, Company, Site
from domain.editing import SiteKept
from domain.form_errors import Errors
from domain.importing.contacts import People, read_people
from domain.importing.creating import deposit_of, hand_of, with_sector
from domain.importing.insisting import insisted
from domain.importing.known import Importer, Known, Ledger
from domain.importing.nirs import new_nir
from domain.importing.outcomes import ToUpdate, Unchanged
from domain.importing.own_fields import warned_empty
from domain.importing.places import named_in
from domain.importing.refused import OtherDepositKept, OtherStateKept, Renamed
from domain.importing.rows import Line
from domain.importing.sites import read_sites
from domain.opening import language_in
from domain.refusals import FormRefused, Refusal
from domain.reserved import Reserved
from domain.rights import led_by
from domain.text import searchable
from domain.wizard import ClientForm, Hand
from domain.wizard_steps import assignment_step, company_by_hand, company_step


def updated(line: Line, client: Client, importer: Importer, known: Known, ledger: Ledger) -> ToUpdate | Unchanged:
    """The client as the row would have it. FormRefused; RoleTooLow where another must assign it."""
    errors = Errors()
    after, warnings = client, dict[str, Refusal]()
    with errors.of_all():
        after = replace(after, company=_company(line, client, known.sites.get(client.id, ())))
    with errors.of_all():
        after, warnings = _numbers(line, after)
    with errors.of_all():
        after = _places(line, after, importer)
    with errors.of_all():
        after = _extra(line, after, importer)
    with errors.of_all():
        # Its own is not read again: the firm's inbox may have changed since it was made.
        own = line.deposit.partition("@")[0] == client.deposit
        if not own and deposit_of(line, importer, known, client.id) is not None:
            raise FormRefused({"deposit": OtherDepositKept()})
    people = People((), (), {})
    with errors.of_all():
        existing = known.contacts.get(client.id, ())
        language = language_in(after.company.address.country)
        people = read_people(line, ClientForm(company=after.company), language, existing, importer, known, ledger)
    new_sites: Sequence[Site] = ()
    sites: Sequence[Site] = ()
    nir: str | None = None
    with errors.of_all():
        new_sites, sites = read_sites(line.sites, after.company, known.sites.get(client.id, ()))
    with errors.of_all():
        nir = new_nir(line.nir, after, importer.firm, known.nirs.get(client.id))
    errors.raise_any()
    kept = known.custom.get(client.id, {})
    custom = {each: (kept.get(each, ""), value) for each, value in line.custom.items() if kept.get(each, "") != value}
    if after == client and not any((custom, people.added, people.changed, new_sites, sites, nir)):
        return Unchanged(line.number, client.id)
    ledger.use(line.number, people.added)
    if searchable(after.name) != searchable(client.name):
        warnings["name"] = Renamed(client.name)
    warnings |= {**people.warnings, **warned_empty(importer.fields, {**kept, **line.custom})}
    return ToUpdate(line.number, client, after, people.changed, people.added, warnings, custom, new_sites, sites, nir)


def _company(line: Line, client: Client, sites: Sequence[Site]) -> Company:
    before = client.company
    was = Hand.of(before)
    hand = hand_of(line, was)
    if hand == was:
        return with_sector(before, line)
    read = company_by_hand(hand)
    if read.nic in {site.nic for site in sites}:
        raise FormRefused({"siret": SiteKept(read.siret or "")})
    same = replace(read, sector=before.sector, from_registry=before.from_registry)
    if same == before:
        return with_sector(before, line)
    return with_sector(replace(read, sector=read.sector if read.ape != before.ape else before.sector), line)


def _extra(line: Line, client: Client, importer: Importer) -> Client:
    """What no step of the wizard asks for. FormRefused: state; RoleTooLow for who may not say that it is ready.

    Nobody unsays by a sheet that a client is ready.
    """
    if line.extra.get("state", client.state) is not client.state:
        raise FormRefused({"state": OtherStateKept()})
    ready = client.ready_to_invite or bool(line.extra.get("ready_to_invite"))
    if ready and not client.ready_to_invite:
        led_by(importer.who, client, Reserved.CLIENT_INVITE)
    return replace(client, **{**line.extra, "ready_to_invite": ready}) if line.extra else client


def _numbers(line: Line, client: Client) -> tuple[Client, dict[str, Refusal]]:
    """The code, the kind, the services and their numbers; what the wizard would have asked about once, besides."""
    typed: dict[str, Any] = {name: value for name, value in line.form.items() if name != "second"}
    if not typed:
        return client, {}
    before = ClientForm(
        company=client.company,
        code=client.code or "",
        kind=client.kind,
        services=client.services,
        urssaf_account=client.urssaf_account or "",
        last_declaration="" if client.last_declaration is None else str(client.last_declaration),
    )
    form, warnings = insisted(replace(before, **typed), lambda asked: company_step(asked, None, None))
    return (
        replace(
            client,
            code=form.code or None,
            kind=form.kind,
            services=form.services,
            urssaf_account=form.urssaf_account or None,
            last_declaration=Decimal(form.last_declaration) if form.last_declaration else None,
        ),
        warnings,
    )


def _places(line: Line, client: Client, importer: Importer) -> Client:
    """The assignment, where the row says another: it takes who leads the client, and who would still see it."""
    if not line.place:
        return client
    named = named_in(line, importer)
    manager_id = named.get("manager_id", client.manager_id)
    portfolio_id = named.get("portfolio_id", client.portfolio_id)
    access, chosen = named.get("access", client.access), named.get("chosen", client.chosen)
    if not chosen and access is not Access.CHOSEN:
        chosen = client.chosen
    after = client.assigned(manager_id, portfolio_id, access, chosen)
    if after == client:
        return client
    led_by(importer.who, client, Reserved.CLIENT_ASSIGN)
    form = ClientForm(manager_id=manager_id, portfolio_id=portfolio_id, access=access, chosen=chosen)
    assignment_step(form, importer.who, manager_required=importer.firm.manager_required)
    return after
