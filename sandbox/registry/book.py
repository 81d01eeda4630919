"""The invented companies, written out as API Recherche d'entreprises writes its own.

`data/companies.json` keeps one short line a company, `data/samples.json` whole answers for
the odd cases (head office abroad, SIRET without its key, association, sole trader overseas), and
`data/empty.json` the fields of each part.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
HIDDEN = "[NON-DIFFUSIBLE]"
SOLE_TRADER = "1000"

REGIONS = {"37": "24", "41": "24", "45": "24", "44": "52", "75": "11", "33": "75", "69": "84", "67": "44", "974": "04"}
SECTIONS = (
    ("A", 3), ("B", 9), ("C", 33), ("D", 35), ("E", 39), ("F", 43), ("G", 47), ("H", 53), ("I", 56), ("J", 63),
    ("K", 66), ("L", 68), ("M", 75), ("N", 82), ("O", 84), ("P", 85), ("Q", 88), ("R", 93), ("S", 96), ("T", 98),
    ("U", 99),
)  # fmt: skip
"""NAF rev. 2: each section's letter and the last division in it."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Company:
    """One company: the answer without its matches, and every establishment in the form of a match."""

    result: Json
    establishments: tuple[Json, ...]

    @property
    def siren(self) -> str:
        return str(self.result["siren"])


@cache
def all_companies() -> tuple[Company, ...]:
    """Every company that the stand-in knows, the invented ones first."""
    written = json.loads((DATA / "companies.json").read_text(encoding="utf-8"))
    samples = json.loads((DATA / "samples.json").read_text(encoding="utf-8"))
    return (*(_company(line) for line in written), *(_sample(sample) for sample in samples))


@cache
def _empty(part: str) -> Json:
    """Every field that a part of the answer has, with what it holds when there is nothing to say."""
    templates: Json = json.loads((DATA / "empty.json").read_text(encoding="utf-8"))
    return dict(templates[part])


def _sample(sample: Json) -> Company:
    head_office = sample["result"]["siege"]
    listed = {found["siret"]: found for found in sample["establishments"]}
    listed.setdefault(head_office["siret"], _as_match(head_office))
    return Company(sample["result"], tuple(listed.values()))


def _company(line: Json) -> Company:
    hidden = bool(line.get("partial"))
    sole_trader = line["legal_form"] == SOLE_TRADER
    sites = [_establishment(line, site) for site in line["sites"]]
    head_office = next(
        site for site, written in zip(sites, line["sites"], strict=True) if not written.get("former_head")
    )
    head_office["est_siege"] = True
    name = HIDDEN if hidden and sole_trader else _full_name(line)
    result = {
        "siren": line["siren"],
        "nom_complet": name,
        "nom_raison_sociale": None if sole_trader and not hidden else (HIDDEN if sole_trader else line["name"]),
        "sigle": HIDDEN if hidden and line.get("acronym") else line.get("acronym"),
        "nombre_etablissements": len(sites),
        "nombre_etablissements_ouverts": sum(site["etat_administratif"] == "A" for site in sites),
        "siege": {key: head_office[key] for key in _empty("head_office")},
        "activite_principale": line["ape"],
        "activite_principale_naf25": None,
        "categorie_entreprise": "PME",
        "caractere_employeur": _employs(line),
        "annee_categorie_entreprise": "2024",
        "date_creation": min(site["opened"] for site in line["sites"]),
        "date_fermeture": line.get("closed"),
        "date_mise_a_jour": "2026-11-02T03:12:44",
        "date_mise_a_jour_insee": "2026-10-28T08:30:05",
        "date_mise_a_jour_rne": "2026-10-30T21:04:17",
        "dirigeants": [_director(someone, hidden and sole_trader) for someone in line["people"]],
        "etat_administratif": "C" if line.get("closed") else "A",
        "nature_juridique": line["legal_form"],
        "section_activite_principale": _section(line["ape"]),
        "tranche_effectif_salarie": line["staff"],
        "annee_tranche_effectif_salarie": "2024" if line["staff"] else None,
        "statut_diffusion": "P" if hidden else "O",
        "matching_etablissements": [],
        "finances": _finances(line.get("finances")),
        "complements": _complements(line),
        "tva": None if line.get("closed") else [_vat_number(line["siren"])],
    }
    return Company(result, tuple(_as_match(site) for site in sites))


def _establishment(line: Json, site: Json) -> Json:
    department = site["postcode"][:3] if site["postcode"].startswith("97") else site["postcode"][:2]
    street = " ".join(part for part in (site["number"], site["way"], site["street"]) if part)
    hidden = bool(line.get("partial"))
    return {
        **_empty("head_office"),
        "siret": site["siret"],
        "activite_principale": line["ape"],
        "adresse": HIDDEN if hidden else f"{street} {site['postcode']} {site['town']}",
        "numero_voie": HIDDEN if hidden else site["number"],
        "type_voie": HIDDEN if hidden else site["way"],
        "libelle_voie": HIDDEN if hidden else site["street"] or None,
        "code_postal": HIDDEN if hidden else site["postcode"],
        "commune": site["insee"],
        "libelle_commune": site["town"],
        "departement": department,
        "region": REGIONS[department],
        "est_siege": False,
        "ancien_siege": bool(site.get("former_head")),
        "etat_administratif": "F" if site.get("closed") else "A",
        "date_creation": site["opened"],
        "date_debut_activite": site["opened"],
        "date_fermeture": site.get("closed"),
        "date_mise_a_jour_insee": "2026-10-28T08:30:05",
        "liste_enseignes": [site["sign"]] if site.get("sign") and not hidden else None,
        "liste_idcc": line.get("idcc"),
        "nom_commercial": None if hidden else line.get("trade_name"),
        "caractere_employeur": _employs(line),
        "tranche_effectif_salarie": line["staff"],
        "annee_tranche_effectif_salarie": "2024" if line["staff"] else None,
        "statut_diffusion_etablissement": "P" if hidden else "O",
    }


def _as_match(establishment: Json) -> Json:
    """The shorter form of `matching_etablissements`: its address in one line, and whether it was the head office."""
    return {
        **{key: establishment[key] for key in _empty("establishment")},
        "ancien_siege": establishment.get("ancien_siege", False),
    }


def _full_name(line: Json) -> str:
    if line["legal_form"] != SOLE_TRADER:
        acronym = line.get("acronym")
        return f"{line['name']} ({acronym})" if acronym and not line.get("partial") else str(line["name"])
    owner = line["people"][0]
    name = f"{owner['first']} {owner['last']}"
    return f"{name} ({line['trade_name']})" if line.get("trade_name") else name


def _director(someone: Json, hidden: bool) -> Json:
    if "siren" in someone:
        return {
            "siren": someone["siren"],
            "denomination": someone["name"],
            "qualite": someone["quality"],
            "type_dirigeant": "personne morale",
        }
    return {
        "nom": HIDDEN if hidden else someone["last"],
        "prenoms": HIDDEN if hidden else someone["first"],
        "annee_de_naissance": HIDDEN if hidden else someone["born"][:4],
        "date_de_naissance": HIDDEN if hidden else someone["born"],
        "qualite": someone["quality"],
        "nationalite": HIDDEN if hidden else "Française",
        "type_dirigeant": "personne physique",
    }


def _complements(line: Json) -> Json:
    return {
        **_empty("complements"),
        "convention_collective_renseignee": bool(line.get("idcc")),
        "liste_idcc": line.get("idcc"),
        "est_association": line["legal_form"].startswith("92"),
        "est_entrepreneur_individuel": line["legal_form"] == SOLE_TRADER,
    }


def _finances(years: dict[str, list[int]] | None) -> Json | None:
    if years is None:
        return None
    return {
        year: {"annee_cloture_exercice": year, "ca": turnover, "resultat_net": profit}
        for year, (turnover, profit) in years.items()
    }


def _employs(line: Json) -> str:
    return "N" if line["staff"] in (None, "NN") else "O"


def _section(ape: str) -> str:
    division = int(ape[:2])
    return next(letter for letter, last in SECTIONS if division <= last)


def _vat_number(siren: str) -> str:
    """The French VAT number: its key is (12 + 3 x (SIREN mod 97)) mod 97."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
