"""A row that opens a client: the wizard's steps, one after the other, on what its cells hold."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.clients import Access, Company, NewClient, Site
from domain.form_errors import Errors
from domain.identifiers import NIC_LENGTH, SIREN_LENGTH, compact, read_nic, read_siren, read_siret
from domain.importing.contacts import People, read_people
from domain.importing.insisting import WARNINGS, insisted
from domain.importing.known import Importer, Known, Ledger
from domain.importing.nirs import new_nir
from domain.importing.outcomes import ToCreate
from domain.importing.own_fields import warned_empty
from domain.importing.places import named_in
from domain.importing.refused import ApeNotGiven, DepositTaken, NotADeposit
from domain.importing.rows import Line
from domain.importing.sites import read_sites
from domain.opening import language_in, open_client
from domain.refusals import CodeTaken, FormRefused, Missing, Refusal
from domain.registry import RegistryCompany
from domain.tokens import deposit_in
from domain.wizard import ClientForm, Hand
from domain.wizard_steps import assignment_step, company_by_hand, company_step

NOTHING_KNOWN = Hand()


def created(line: Line, importer: Importer, known: Known, ledger: Ledger) -> ToCreate:
    """The client that the row opens. FormRefused."""
    errors = Errors()
    company, deposit, places = None, "", dict[str, Any]()
    found = importer.registry.get(line.siren)
    with errors.of_all():
        company = _company(line, found, looked_up=importer.looks_up)
    with errors.of_all():
        places = _places(line, importer)
    with errors.of_all():
        deposit = deposit_of(line, importer, known, None) or ""
    taken = CodeTaken(line.code) if line.code in known.of_code else None
    filled: dict[str, Any] = {"services": importer.firm.default_services, **line.form, **places}
    form = ClientForm(registry=found, company=company, assigned=bool(places), **filled)
    people = People((), (), {})
    with errors.of_all():
        language = language_in(company.address.country) if company else "fr"
        people = read_people(line, form, language, (), importer, known, ledger)
    nir: str | None = None
    sites: Sequence[Site] = ()
    with errors.of_all():
        sites = read_sites(line.sites, company, ())[0] if company else ()
    with errors.of_all():
        nir = new_nir(line.nir, form, importer.firm, None)
    if errors.by_field:
        _check_steps(form, importer, taken, errors)
    errors.raise_any()
    new, warnings = _opened(form, deposit, importer, taken)
    if line.extra or line.custom or form.chosen:
        new = replace(new, **line.extra, custom=line.custom, chosen=form.chosen)
    ledger.use(line.number, people.added)
    warnings |= warned_empty(importer.fields, line.custom)
    return ToCreate(line.number, new, people.added, {**warnings, **people.warnings}, sites, nir)


def number_of(line: Line) -> str:
    """The SIREN or the SIRET of the row, whichever columns it was written in. FormRefused beside `siret`."""
    siren, nic, siret = (str(line.company.get(name, "")) for name in ("siren", "nic", "siret"))
    errors = Errors()
    with errors.beside("siret"):
        if siren and siret:
            return read_siret(siret, of_siren=read_siren(siren)).siret or ""
        if siren and nic:
            if len(compact(siren)) == SIREN_LENGTH and len(compact(nic)) == NIC_LENGTH:
                return siren + nic
            return read_siren(siren) + read_nic(nic, siren)
        return siret or siren
    raise FormRefused(errors.by_field)


def deposit_of(line: Line, importer: Importer, known: Known, client_id: int | None) -> str | None:
    """The local part of the deposit address that the row gives, None without one. FormRefused."""
    typed = line.deposit
    if not typed:
        return None
    address = typed if "@" in typed else f"{typed}@{importer.firm.domain}"
    deposit = deposit_in(address, importer.firm.mail_from)
    if deposit is None:
        example = importer.firm.deposit_address(f"{importer.firm.inbox}+morel.k7qm2z4p")
        raise FormRefused({"deposit": NotADeposit(typed, example)})
    if known.of_deposit.get(deposit, client_id) != client_id:
        raise FormRefused({"deposit": DepositTaken()})
    return deposit


def with_sector(company: Company, line: Line) -> Company:
    return replace(company, sector=line.file["sector"]) if "sector" in line.file else company


def hand_of(line: Line, before: Hand) -> Hand:
    """The company as typed, over what is known of it."""
    typed = {name: value for name, value in line.company.items() if name not in ("siren", "nic", "siret")}
    number = number_of(line)
    if before.siret:
        typed.pop("without_siren", None)
    if number:
        # The SIREN alone says nothing of the establishment.
        same = before.siret.startswith(compact(number))
        typed |= {"siret": before.siret if same else number, "without_siren": False}
    fields: dict[str, Any] = typed
    return replace(before, **fields) if before != NOTHING_KNOWN else Hand(**fields)


def _company(line: Line, found: RegistryCompany | None, *, looked_up: bool) -> Company:
    known = NOTHING_KNOWN
    if found is not None:
        address = found.address
        known = Hand(name=found.name, siret=found.siren + found.nic, ape=found.ape or "")
        if address is not None and not line.company.keys() & {"street", "postal_code", "town", "country"}:
            known = replace(
                known,
                street=address.street,
                postal_code=address.postal_code,
                town=address.town,
                country=address.country,
            )
    try:
        company = company_by_hand(hand_of(line, known))
    except FormRefused as refused:
        errors = dict(refused.errors)
        if isinstance(errors.get("ape"), Missing):
            del errors["ape"]
            if number_of(line):  # else a SIREN is asked for, or that there is none, and no activity yet
                errors["ape"] = ApeNotGiven(looked_up)
        raise FormRefused(errors) from refused
    from_registry = found is not None and not line.company.keys() - {"siren", "siret", "nic", "without_siren"}
    return with_sector(replace(company, from_registry=True) if from_registry else company, line)


def _places(line: Line, importer: Importer) -> dict[str, Any]:
    """Who answers for the client and who sees it, as named in the row or chosen for the whole sheet. FormRefused."""
    manager_id = importer.who.id if importer.is_alone else importer.manager_id
    places = {"manager_id": manager_id, "portfolio_id": importer.portfolio_id} | named_in(line, importer)
    return {"access": Access.EVERYONE if places["portfolio_id"] is None else Access.PORTFOLIO} | places


def _opened(
    form: ClientForm, deposit: str, importer: Importer, taken: CodeTaken | None
) -> tuple[NewClient, dict[str, Refusal]]:
    """The client, and what the wizard's steps would have asked about once. FormRefused with all that is wrong."""

    def opened(asked: ClientForm) -> NewClient:
        new, _ = open_client(
            asked,
            by=importer.who,
            firm=importer.firm,
            deposit=deposit or importer.new_deposit(form.name),
            # The twin of a second file was looked for already.
            followed=None,
            taken=taken,
            uses={},
        )
        return new

    try:
        return insisted(form, opened)
    except FormRefused:
        errors = Errors()
        _check_steps(form, importer, taken, errors)
        raise FormRefused(errors.by_field) from None


def _check_steps(form: ClientForm, importer: Importer, taken: CodeTaken | None, errors: Errors) -> None:
    """Gather what both steps refuse, the warnings aside."""
    if form.company is not None:
        try:
            company_step(form, None, taken)
        except FormRefused as refused:
            for key, error in refused.errors.items():
                if not isinstance(error, WARNINGS):
                    errors.refuse(key, error)
    if form.assigned:
        with errors.of_all():
            assignment_step(form, importer.who, manager_required=importer.firm.manager_required)
