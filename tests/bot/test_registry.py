"""The company registry, asked over HTTP: the sandbox's stand-in answers in its schema."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.office import House
from bot.registry import KEPT_FOR, RegistryLine
from domain.clients import Address
from domain.registry import RegistryCompany, RegistryUnavailable
from sandbox.person import Person
from sandbox.registry.book import all_companies
from tests.bot.opened import Opened
from tests.builders import a_firm
from tests.sandbox.serving import serving
from tests.waiting import PATIENCE, eventually

pytestmark = pytest.mark.slow

Found = TypeVar("Found")

HIDDEN = "[NON-DIFFUSIBLE]"


@pytest.fixture
def line(opened: Opened) -> Iterator[RegistryLine]:
    line = RegistryLine(opened.addresses["registry_url"])
    yield line
    line.close()


@pytest.fixture
def breaks(nadia: Person) -> Iterator[Callable[[str], None]]:
    broken: list[str] = []

    def break_it(fault: str) -> None:
        broken.append(fault)
        nadia.breaks(fault)

    yield break_it
    for fault in broken:
        nadia.breaks(fault, False)


def answered(ask: Callable[[], Found]) -> Found:
    """The answer, once the stand-in's limit of seven questions a second lets it through."""

    found: list[Found] = []

    def asked() -> bool:
        try:
            found.append(ask())
        except RegistryUnavailable:
            return False
        return True

    eventually(asked)
    return found[0]


def ask(line: RegistryLine, query: str) -> list[RegistryCompany]:
    return answered(lambda: line.ask(query))


def test_a_company_is_found_by_its_name_and_written_calmly(line: RegistryLine) -> None:
    atelier = next(found for found in ask(line, "atelier morel") if found.siren == "839602299")
    assert (atelier.name, atelier.nic, atelier.ape) == ("Atelier Morel", "00019", "43.32A")
    assert atelier.address == Address("8 rue des Tanneurs", "37000", "Tours")
    assert atelier.is_employer
    assert [director.last_name for director in atelier.directors] == ["Morel", "Morel"]
    assert {director.first_name for director in atelier.directors} == {"Claire", "Paul"}
    assert not atelier.is_ceased


def test_a_town_abroad_is_written_without_its_postal_code(line: RegistryLine) -> None:
    (exemple,) = ask(line, "90000018300013")
    assert exemple.address == Address("avenue Princesse Fictive", "98000", "Monaco", "MC")


def test_a_siret_brings_the_establishment_that_was_asked_for(line: RegistryLine) -> None:
    (amboise,) = ask(line, "83960229900027")
    assert (amboise.siren, amboise.nic) == ("839602299", "00027")
    assert amboise.address == Address("3 quai Charles Guinot", "37400", "Amboise")
    assert amboise.open_establishments == (("00019", "Tours"), ("00027", "Amboise"))


def test_a_siren_brings_the_head_office(line: RegistryLine) -> None:
    (atelier,) = ask(line, "839602299")
    assert atelier.nic == "00019"


def test_a_ceased_company_says_since_when(line: RegistryLine) -> None:
    (agency,) = ask(line, "811159383")
    assert agency.is_ceased
    assert agency.ceased_on == date(2025, 12, 31)


def test_what_the_law_hides_is_kept_nowhere(line: RegistryLine) -> None:
    hidden = [company for company in all_companies() if company.result["statut_diffusion"] == "P"]
    assert hidden
    for company in hidden:
        (found,) = ask(line, company.siren)
        assert found.address is None
        assert HIDDEN not in repr(found)


def test_a_company_that_does_not_exist_is_no_answer_and_no_failure(line: RegistryLine) -> None:
    assert ask(line, "999999980") == []


def test_a_question_too_short_is_no_answer_and_no_failure(line: RegistryLine) -> None:
    assert ask(line, "ab") == []


@pytest.mark.parametrize("fault", ["registry_down", "registry_slow"])
def test_a_registry_that_is_down_or_slow_is_unavailable(
    line: RegistryLine, breaks: Callable[[str], None], fault: str
) -> None:
    breaks(fault)
    with pytest.raises(RegistryUnavailable):
        line.ask("atelier morel")


def test_a_registry_that_nobody_serves_is_unavailable() -> None:
    line = RegistryLine("http://127.0.0.1:9/registry")
    with pytest.raises(RegistryUnavailable):
        line.ask("atelier morel")
    line.close()


class MoodyRegistry:
    """Answers what the test puts in `answers`, one after the other, and counts the questions."""

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def search(self, _request: Request) -> Response:
        self.asked += 1
        return self.answers.pop(0) if self.answers else JSONResponse({"results": []})


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("2", 2.0), (None, 1.0), ("soon", 1.0), ("86400", 300.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
def test_asked_to_wait_guichet_asks_nothing_until_then(retry_after: str | None, seconds: float) -> None:
    hour = [1000.0]
    moody = MoodyRegistry(Response(status_code=429, headers={"Retry-After": retry_after} if retry_after else {}))
    with serving([Route("/search", moody.search)]) as page:
        line = RegistryLine(str(page.base_url).rstrip("/"), monotonic=lambda: hour[0], patience=PATIENCE)
        with pytest.raises(RegistryUnavailable):
            line.ask("atelier morel")
        hour[0] += seconds - 0.1
        if seconds:
            with pytest.raises(RegistryUnavailable):
                line.ask("atelier morel")
        assert moody.asked == 1
        hour[0] += 0.2
        assert line.ask("atelier morel") == []
        assert moody.asked == 2
        line.close()


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=500),
        Response("<html>Bonjour</html>"),
        Response("[1, 2]", media_type="application/json"),
        Response(status_code=302, headers={"Location": "http://127.0.0.1:9/"}),
        Response(b"{" + b" " * 5_000_000 + b"}"),
    ],
)
def test_an_answer_that_is_no_answer_is_unavailable(answer: Response) -> None:
    with serving([Route("/search", MoodyRegistry(answer).search)]) as page:
        line = RegistryLine(str(page.base_url).rstrip("/"), patience=PATIENCE)
        with pytest.raises(RegistryUnavailable):
            line.ask("atelier morel")
        line.close()


def test_a_line_that_cannot_be_read_does_not_hide_the_others() -> None:
    good = all_companies()[0].result
    broken = [
        {},
        {"siren": "12"},
        {"siren": good["siren"], "siege": None},
        "text",
        None,
        {"matching_etablissements": 7},
    ]
    in_part = [{**good, "dirigeants": [3]}, {**good, "dirigeants": 3}]
    moody = MoodyRegistry(JSONResponse({"results": [*broken, *in_part, good]}))
    with serving([Route("/search", moody.search)]) as page:
        line = RegistryLine(str(page.base_url).rstrip("/"), patience=PATIENCE)
        assert [found.siren for found in line.ask("atelier morel")] == [good["siren"]] * 3
        line.close()


def test_an_answer_is_kept_a_day_and_spares_the_registry(
    opened: Opened, open_house: Callable[..., House], breaks: Callable[[str], None]
) -> None:
    house = open_house(registry_url=opened.addresses["registry_url"])
    office = house.of(house.database.create_firm(a_firm()).id)
    first = answered(lambda: office.registry.search("Atelier  MOREL"))
    breaks("registry_down")
    assert office.registry.search(" atelier morel ") == first
    with office.records() as records:
        key, later = "search:atelier morel", office.now() + KEPT_FOR + timedelta(minutes=1)
        assert records.registry.get(key, later - KEPT_FOR) is None
    with pytest.raises(RegistryUnavailable):
        office.registry.search("boulangerie lucas")


def test_a_siret_is_asked_as_it_is_printed_on_paper(opened: Opened, open_house: Callable[..., House]) -> None:
    house = open_house(registry_url=opened.addresses["registry_url"])
    office = house.of(house.database.create_firm(a_firm()).id)
    (found,) = answered(lambda: office.registry.search("839 602 299 00027"))
    assert found.nic == "00027"
