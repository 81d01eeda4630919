"""The further establishments of a row: those that the client has not yet, and those whose facts change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.activities import read_ape
from domain.addresses import read_postal_code
from domain.clients import Address, Company, Site
from domain.editing import SiteKept
from domain.form_errors import Errors
from domain.identifiers import read_nic, read_siret
from domain.refusals import FormRefused, Missing
from domain.text import read_optional
from domain.wizard_steps import STREET_LENGTH, TOWN_LENGTH


def read_sites(
    asked: Mapping[int, Mapping[str, object]], company: Company, existing: Sequence[Site]
) -> tuple[Sequence[Site], Sequence[Site]]:
    """The establishments to add, and those that the client has as they become.

    FormRefused, with the number of the establishment behind the key of each column.
    """
    held = {site.nic: site for site in existing}
    added: dict[str, Site] = {}
    changed: list[Site] = []
    errors: dict[str, Any] = {}
    for number, cells in sorted(asked.items()):
        try:
            nic = _nic(cells, company)
            if nic == company.nic or nic in added:
                raise FormRefused({"site_siret": SiteKept(f"{company.siren}{nic}")})
            site = _site(cells, held.get(nic, Site(nic)))
        except FormRefused as refused:
            errors |= {f"{key}.{number}": error for key, error in refused.errors.items()}
            continue
        if nic not in held:
            added[nic] = site
        elif site != held[nic]:
            changed.append(site)
    if errors:
        raise FormRefused(errors)
    return list(added.values()), changed


def _nic(cells: Mapping[str, object], company: Company) -> str:
    """FormRefused: site_siret."""
    errors, nic = Errors(), ""
    with errors.beside("site_siret"):
        siret, typed = str(cells.get("siret", "")), str(cells.get("nic", ""))
        if company.siren is None or not (siret or typed):
            raise Missing
        nic = (read_siret(siret, of_siren=company.siren).nic or "") if siret else read_nic(typed, company.siren)
    errors.raise_any()
    return nic


def _site(cells: Mapping[str, object], before: Site) -> Site:
    """What is written over what is known. FormRefused: site_ape, site_address, site_postal_code, site_town."""
    errors, address, ape = Errors(), before.address, before.ape
    country = str(cells.get("country", address.country))
    street, postal_code, town = address.street, address.postal_code, address.town
    with errors.beside("site_ape"):
        if "ape" in cells:
            ape = read_ape(str(cells["ape"])).code
    with errors.beside("site_address"):
        street = read_optional(str(cells.get("street", street)), STREET_LENGTH)
    with errors.beside("site_postal_code"):
        if "postal_code" in cells:
            postal_code = read_postal_code(str(cells["postal_code"]), country)
    with errors.beside("site_town"):
        town = read_optional(str(cells.get("town", town)), TOWN_LENGTH)
    errors.raise_any()
    return replace(before, ape=ape, address=Address(street, postal_code, town, country))
