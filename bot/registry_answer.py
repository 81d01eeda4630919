"""Reading an answer of API Recherche d'entreprises: its own fields in, the domain's companies out."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.calm import calm_name, calm_street
from domain.clients import Address
from domain.countries import country_called
from domain.registry import RegistryCompany, RegistryDirector

Json = Mapping[str, Any]

RESTRICTED = "[NON-DIFFUSIBLE]"
SOLE_TRADER = "1000"  # Insee's legal category « entrepreneur individuel »


def companies(answer: Json, siret: str | None) -> list[RegistryCompany]:
    """The companies of an answer; of the establishment asked for when the question was a SIRET.

    A line that cannot be read is left out: the form can still be filled by hand.
    """
    read = [_company(result, siret) for result in _mappings(answer, "results")]
    return [company for company in read if company is not None]


def _company(result: Json, siret: str | None) -> RegistryCompany | None:
    siren = _text(result, "siren")
    head = _mapping(result, "siege")
    matching = _mappings(result, "matching_etablissements")
    asked = next((site for site in matching if _text(site, "siret") == siret), None)
    site = asked or head
    nic = _text(site, "siret")[9:]
    if not re.fullmatch(r"\d{9}", siren) or not re.fullmatch(r"\d{5}", nic):
        return None
    ended = _text(result, "etat_administratif") == "C"
    gone = asked is not None and _text(asked, "etat_administratif") == "F"
    return RegistryCompany(
        siren=siren,
        nic=nic,
        name=_name(result),
        ape=_text(site, "activite_principale") or _text(result, "activite_principale") or None,
        address=_address(site),
        trade=_trade(site),
        ceased_on=_day(_text(result if ended else site, "date_fermeture")) if ended or gone else None,
        is_ceased=ended or gone,
        is_employer=_text(result, "caractere_employeur") == "O",
        is_sole_trader=_text(result, "nature_juridique") == SOLE_TRADER,
        directors=_directors(result),
        open_establishments=_open(head, matching),
    )


def _name(result: Json) -> str:
    legal = _text(result, "nom_raison_sociale")
    # nom_complet adds the acronym or the trade name in brackets.
    return calm_name(legal or _text(result, "nom_complet").partition(" (")[0])


def _trade(site: Json) -> str:
    signs = site.get("liste_enseignes")
    sign = str(signs[0]) if isinstance(signs, list) and signs else ""
    return calm_name(_text(site, "nom_commercial") or ("" if sign == RESTRICTED else sign))


def _address(site: Json) -> Address | None:
    line = _text(site, "adresse")
    if not line:
        return None
    postal_code, town = _text(site, "code_postal"), _text(site, "libelle_commune")
    country = _text(site, "libelle_pays_etranger")
    if country:
        town = (_text(site, "libelle_commune_etranger") or town).removeprefix(postal_code).strip()
    # Establishments that merely match have no split fields: the street is the line up to the postal code, and abroad
    # the town what follows it.
    town = town or (line.partition(postal_code)[2].strip() if postal_code else "")
    parts = [_text(site, name) for name in ("numero_voie", "indice_repetition", "type_voie", "libelle_voie")]
    street = " ".join(part for part in parts if part)
    if not _text(site, "libelle_voie"):
        street = re.split(rf"\s*\b{re.escape(postal_code)}\b", line)[0] if postal_code else line
    return Address(calm_street(street), postal_code, calm_name(town), _country(country, postal_code))


def _country(name: str, postal_code: str) -> str:
    if postal_code.startswith("980"):
        return "MC"
    return country_called(name) or "FR"


def _directors(result: Json) -> tuple[RegistryDirector, ...]:
    read = [
        RegistryDirector(
            first_name=calm_name(_text(person, "prenoms").replace(",", " ").split(" ")[0]),
            last_name=calm_name(_text(person, "nom").partition(" (")[0]),
            quality=_text(person, "qualite"),
        )
        for person in _mappings(result, "dirigeants")
        if _text(person, "type_dirigeant") == "personne physique"
    ]
    return tuple(director for director in read if director.last_name)


def _open(head: Json, matching: list[Json]) -> tuple[tuple[str, str], ...]:
    sites = {
        _text(site, "siret")[9:]: calm_name(_text(site, "libelle_commune"))
        for site in [head, *matching]
        if _text(site, "etat_administratif") == "A"
    }
    return tuple(sites.items())


def _text(value: Json, name: str) -> str:
    """A field as text; nothing where it is absent or its publication restricted (Code de commerce, R. 123-232)."""
    found = value.get(name)
    return "" if found is None or found == RESTRICTED else str(found).strip()


def _mapping(value: Json, name: str) -> Json:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _mappings(value: Json, name: str) -> list[Json]:
    found = value.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
