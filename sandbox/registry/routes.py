"""A stand-in of API Recherche d'entreprises, in its schema: GET /registry/search."""

from __future__ import annotations

import asyncio
import math
import re
import time
import unicodedata
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.registry.book import HIDDEN, Company, all_companies

REQUESTS_A_SECOND = 7
SLOW_ANSWER = 4.0
FIRST_RESULTS = 10_000
FILTERS = ("code_postal", "departement", "activite_principale", "etat_administratif", "nature_juridique")
FIELDS_OF_MINIMAL = ("siege", "complements", "dirigeants", "finances", "matching_etablissements", "tva")

Json = dict[str, Any]


class BadQuestion(Exception):
    """A search that the registry refuses; the text is its own French sentence."""


class Faulty(Protocol):
    """What the registry's routes need of the world."""

    @property
    def faults(self) -> Mapping[str, bool]: ...


class RateLimit:
    """At most so many requests in any second, for each caller."""

    def __init__(self, a_second: int) -> None:
        self._a_second = a_second
        self._seen: dict[str, deque[float]] = {}

    def admits(self, caller: str, at: float) -> bool:
        """Whether the caller may ask at that moment (monotonic seconds); a refused question does not count."""
        recent = self._seen.setdefault(caller, deque())
        while recent and recent[0] <= at - 1:
            recent.popleft()
        if len(recent) >= self._a_second:
            return False
        recent.append(at)
        return True


@dataclass(frozen=True)
class Question:
    """A search as it was asked, its parameters read and checked."""

    text: str
    filters: Mapping[str, frozenset[str]]
    page: int
    per_page: int
    matches: int
    minimal: bool
    include: frozenset[str]

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Question:
        """The question of a query string; raises BadQuestion with the registry's own words."""
        text = asked.get("q", "").strip()
        filters = {name: _listed(asked[name]) for name in FILTERS if asked.get(name, "").strip()}
        if not text and not filters:
            raise BadQuestion("Veuillez indiquer au moins un paramètre de recherche.")
        if len(text) < 3 and not filters:
            raise BadQuestion("3 caractères minimum pour les termes de la requête (ou utilisez au moins un filtre)")
        if not filters.get("etat_administratif", frozenset()) <= {"A", "C"}:
            raise BadQuestion("L'état administratif doit prendre une des valeurs suivantes : ['A', 'C'].")
        minimal = asked.get("minimal", "").casefold() == "true"
        include = _listed(asked.get("include", ""))
        if include and not minimal:
            raise BadQuestion("Veuillez indiquer si vous souhaitez une réponse minimale avec le filtre `minimal=True`.")
        question = cls(
            text=text,
            filters=filters,
            page=_number(asked, "page", 1, 1000),
            per_page=_number(asked, "per_page", 10, 25),
            matches=_number(asked, "limite_matching_etablissements", 10, 100),
            minimal=minimal,
            include=include,
        )
        if question.page * question.per_page > FIRST_RESULTS:
            raise BadQuestion("Le nombre total de résultats est restreint à 10 000. Veuillez préciser votre recherche.")
        return question

    @property
    def digits(self) -> str | None:
        """The SIREN or SIRET that was asked for, spaces left out; None for words."""
        number = re.sub(r"\s", "", self.text)
        return number if re.fullmatch(r"[0-9]{9}|[0-9]{14}", number) else None


def search(question: Question) -> Json:
    """The registry's answer: a SIREN lists no establishment, a SIRET exactly that one, words those that match."""
    found = sorted(_found(question), key=lambda hit: hit[0])
    first = (question.page - 1) * question.per_page
    shown = found[first : first + question.per_page]
    return {
        "results": [_shown(company, matches, question) for _, company, matches in shown],
        "total_results": len(found),
        "page": question.page,
        "per_page": question.per_page,
        "total_pages": math.ceil(len(found) / question.per_page),
    }


def _found(question: Question) -> list[tuple[tuple[bool, int, str], Company, list[Json]]]:
    hits = []
    for company in all_companies():
        matches = _matches(company, question)
        if matches is None or not _passes(company, matches, question):
            continue
        name = _plain(company.result["nom_complet"])
        ceased = company.result["etat_administratif"] == "C"
        rank = 0 if name.startswith(_plain(question.text)) else 1
        hits.append(((ceased, rank, name), company, _kept(matches, question)))
    return hits


def _matches(company: Company, question: Question) -> list[Json] | None:
    """The establishments that answer the text; None when the company does not."""
    if question.digits is not None:
        if len(question.digits) == 9:
            return [] if company.siren == question.digits else None
        return [site for site in company.establishments if site["siret"] == question.digits] or None
    asked = _words(question.text)
    of_company = _words(_names(company))
    sites = [
        site for site in company.establishments if all(_begins(word, of_company | _words_of(site)) for word in asked)
    ]
    return sites or None


def _passes(company: Company, matches: list[Json], question: Question) -> bool:
    for name, wanted in question.filters.items():
        match name:
            case "code_postal" | "departement":
                sites = matches or [company.result["siege"]]
                if not any(_in_place(site, name, wanted) for site in sites):
                    return False
            case _:
                if company.result[name] not in wanted:
                    return False
    return True


def _kept(matches: list[Json], question: Question) -> list[Json]:
    places = {name: wanted for name, wanted in question.filters.items() if name in ("code_postal", "departement")}
    kept = [site for site in matches if all(_in_place(site, name, wanted) for name, wanted in places.items())]
    return kept[: question.matches]


def _in_place(site: Json, name: str, wanted: frozenset[str]) -> bool:
    if name == "code_postal":
        return site["code_postal"] in wanted
    commune = site["commune"] or ""
    return (commune[:3] if commune.startswith("97") else commune[:2]) in wanted


def _shown(company: Company, matches: list[Json], question: Question) -> Json:
    result = {**company.result, "matching_etablissements": matches}
    if not question.minimal:
        return result
    left_out = set(FIELDS_OF_MINIMAL) - question.include
    return {key: value for key, value in result.items() if key not in left_out}


def _names(company: Company) -> str:
    people = (
        f"{someone.get('prenoms', '')} {someone.get('nom', '')} {someone.get('denomination', '')}"
        for someone in company.result["dirigeants"]
    )
    return " ".join([company.result["nom_complet"], company.result["nom_raison_sociale"] or "", *people])


def _words_of(site: Json) -> frozenset[str]:
    signs = " ".join(site["liste_enseignes"] or [])
    return _words(f"{site['adresse']} {site['libelle_commune'] or ''} {site['nom_commercial'] or ''} {signs}")


def _words(text: str) -> frozenset[str]:
    return frozenset(_plain(text.replace(HIDDEN, " ")).split())


def _begins(start: str, words: frozenset[str]) -> bool:
    return any(word.startswith(start) for word in words)


def _plain(text: str) -> str:
    """Lower case, without accents or punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def _listed(value: str) -> frozenset[str]:
    return frozenset(part.strip() for part in value.split(",") if part.strip())


def _number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = asked.get(name, "").strip()
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
        raise BadQuestion(f"Veuillez indiquer un paramètre `{name}` entre `1` et `{most}`, par défaut `{default}`.")
    return int(value)


def routes(world: Faulty) -> list[Route]:
    """GET /registry/search, slow or down when the world's faults `registry_slow` and `registry_down` say so."""
    limit = RateLimit(REQUESTS_A_SECOND)

    async def answer(request: Request) -> Response:
        if world.faults.get("registry_down"):
            return HTMLResponse("<html><body><h1>503 Service Unavailable</h1></body></html>", status_code=503)
        if world.faults.get("registry_slow"):
            await asyncio.sleep(SLOW_ANSWER)  # the fault itself
        caller = request.client.host if request.client else ""
        if not limit.admits(caller, time.monotonic()):
            return JSONResponse({}, status_code=429, headers={"Retry-After": "1"})
        try:
            question = Question.read(request.query_params)
        except BadQuestion as refusal:
            return JSONResponse({"erreur": str(refusal)}, status_code=400)
        return JSONResponse(search(question))

    return [Route("/registry/search", answer, methods=["GET"])]
