"""The stand-in of API Recherche d'entreprises, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from stdnum import luhn

from sandbox.registry.book import HIDDEN, all_companies
from sandbox.registry.routes import RateLimit, routes
from sandbox.world import World
from tests.sandbox.serving import serving

Json = dict[str, Any]

ATELIER_MOREL = "839602299"
AMBOISE_WORKSHOP = "83960229900027"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(data=tmp_path)


@pytest.fixture
def registry(world: World) -> Iterator[httpx.Client]:
    with serving(routes(world)) as client:
        yield client


def found(registry: httpx.Client, **asked: str) -> list[Json]:
    answer = registry.get("/registry/search", params=asked)
    assert answer.status_code == 200, answer.text
    results: list[Json] = answer.json()["results"]
    return results


def names(results: list[Json]) -> list[str]:
    return [result["nom_complet"] for result in results]


def test_a_name_is_found_without_its_accents_and_the_living_come_first(registry: httpx.Client) -> None:
    assert names(found(registry, q="Mórel")) == ["MOREL ET FILS", "ATELIER MOREL", "SCI MOREL", "MOREL IMMOBILIER"]


def test_a_company_is_found_by_its_director_its_sign_and_its_town(registry: httpx.Client) -> None:
    assert names(found(registry, q="elisabeth chauvin halles")) == ["PHARMACIE DES HALLES", "SCI LES HALLES"]
    assert names(found(registry, q="fournil de grammont")) == ["NICOLAS BENOIT DELORME (LE FOURNIL DE GRAMMONT)"]
    assert names(found(registry, q="menuiserie loches")) == ["MENUISERIE LOCHOIS"]


def test_a_siren_lists_no_establishment(registry: httpx.Client) -> None:
    (company,) = found(registry, q="839 602 299")
    assert company["siren"] == ATELIER_MOREL
    assert company["siege"]["siret"] == "83960229900019"
    assert company["nombre_etablissements"] == 2
    assert company["matching_etablissements"] == []


def test_a_siret_gives_exactly_that_establishment_and_the_head_office(registry: httpx.Client) -> None:
    (company,) = found(registry, q="839 602 299 00027")
    assert [site["siret"] for site in company["matching_etablissements"]] == [AMBOISE_WORKSHOP]
    assert company["matching_etablissements"][0]["adresse"] == "3 QUAI CHARLES GUINOT 37400 AMBOISE"
    assert "numero_voie" not in company["matching_etablissements"][0]
    assert company["siege"]["libelle_commune"] == "TOURS"


def test_an_unknown_number_is_an_empty_answer_and_no_error(registry: httpx.Client) -> None:
    answer = registry.get("/registry/search", params={"q": "999999980"})
    assert answer.status_code == 200
    assert answer.json() == {"results": [], "total_results": 0, "page": 1, "per_page": 10, "total_pages": 0}


def test_a_former_head_office_is_listed_as_closed(registry: httpx.Client) -> None:
    (company,) = found(registry, q="ligerienne de chauffage")
    moved = next(site for site in company["matching_etablissements"] if site["ancien_siege"])
    assert (moved["etat_administratif"], moved["date_fermeture"]) == ("F", "2017-12-31")
    assert company["siege"]["libelle_commune"] == "JOUE-LES-TOURS"
    assert company["nom_complet"] == "LIGERIENNE DE CHAUFFAGE (LDC)"


def test_a_ceased_company_says_since_when(registry: httpx.Client) -> None:
    (company,) = found(registry, q="880342464")
    assert (company["etat_administratif"], company["date_fermeture"]) == ("C", "2026-09-30")
    assert company["siege"]["etat_administratif"] == "F"
    assert company["tva"] is None


def test_a_person_who_asked_for_privacy_is_found_by_number_only(registry: httpx.Client) -> None:
    private = next(
        company
        for company in all_companies()
        if company.result["statut_diffusion"] == "P" and company.result["siege"]["departement"] == "974"
    )
    (shown,) = found(registry, q=private.siren)
    assert shown["nom_complet"] == shown["nom_raison_sociale"] == HIDDEN
    assert shown["dirigeants"][0]["nom"] == HIDDEN
    assert (shown["siege"]["adresse"], shown["siege"]["code_postal"]) == (HIDDEN, HIDDEN)
    assert (shown["siege"]["libelle_commune"], shown["activite_principale"]) == ("SAINT-DENIS", "43.21A")
    assert private.siren not in [result["siren"] for result in found(registry, q="gisele hoarau")]


def test_a_company_with_partial_diffusion_keeps_its_name(registry: httpx.Client) -> None:
    (company,) = found(registry, q="holding moreau")
    assert (company["nom_complet"], company["sigle"], company["siege"]["adresse"]) == ("HOLDING MOREAU", HIDDEN, HIDDEN)


def test_filters_narrow_the_answer(registry: httpx.Client) -> None:
    assert names(found(registry, q="boulangerie", departement="974")) == ["BOULANGERIE DU BARACHOIS"]
    assert names(found(registry, q="morel", etat_administratif="C")) == ["MOREL IMMOBILIER"]
    assert names(found(registry, code_postal="37210", activite_principale="81.30Z")) == ["PAYSAGES DE LOIRE"]
    (both,) = found(registry, q="atelier morel", code_postal="37400,37210")
    assert [site["siret"] for site in both["matching_etablissements"]] == [AMBOISE_WORKSHOP]


def test_pages_cover_every_result_once(registry: httpx.Client) -> None:
    seen: list[str] = []
    for page in count(1):
        answer = registry.get("/registry/search", params={"q": "sci", "per_page": "3", "page": str(page)}).json()
        if not answer["results"]:
            break
        seen += names(answer["results"])
    assert len(seen) == len(set(seen)) == answer["total_results"] == 7
    assert answer["total_pages"] == 3


def test_a_minimal_answer_holds_only_what_is_included(registry: httpx.Client) -> None:
    (company,) = found(registry, q=ATELIER_MOREL, minimal="true", include="siege")
    assert company["siege"]["code_postal"] == "37000"
    assert "dirigeants" not in company


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"qs": "morel"},
        {"q": "ab"},
        {"q": "morel", "per_page": "26"},
        {"q": "morel", "page": "0"},
        {"q": "morel", "page": "un"},
        {"q": "morel", "page": "1000", "per_page": "25"},
        {"q": "morel", "etat_administratif": "F"},
        {"q": "morel", "include": "siege"},
    ],
)
def test_a_bad_question_is_refused_in_french(registry: httpx.Client, asked: dict[str, str]) -> None:
    answer = registry.get("/registry/search", params=asked)
    assert answer.status_code == 400
    assert answer.json()["erreur"]


def test_more_than_seven_questions_a_second_are_asked_to_wait(registry: httpx.Client) -> None:
    answers = (registry.get("/registry/search", params={"q": ATELIER_MOREL}) for _ in range(2000))
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"


def test_the_rate_is_counted_over_one_second_and_by_caller() -> None:
    limit = RateLimit(7)
    assert [limit.admits("here", at=10 + n / 10) for n in range(8)] == [True] * 7 + [False]
    assert limit.admits("there", at=10.7)
    assert limit.admits("here", at=11.01)
    assert not limit.admits("here", at=11.02)


def test_a_registry_that_is_down_answers_no_json(registry: httpx.Client, world: World) -> None:
    world.faults["registry_down"] = True
    answer = registry.get("/registry/search", params={"q": "morel"})
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_slow_registry_is_too_slow_for_a_form(registry: httpx.Client, world: World) -> None:
    world.faults["registry_slow"] = True
    with pytest.raises(httpx.ReadTimeout):
        registry.get("/registry/search", params={"q": "morel"}, timeout=1.5)


def test_every_invented_number_has_its_key_and_a_head_office() -> None:
    invented = [company for company in all_companies() if company.siren != "356000000"]
    assert len(invented) > 60
    for company in invented:
        numbers = [company.siren, *(site["siret"] for site in company.establishments)]
        assert all(luhn.is_valid(number) for number in numbers), company.siren
        assert company.result["siege"]["siret"] in numbers
