"""Closed clients: a list of their own for administrators, and what these are told when one comes back."""

from datetime import timedelta

import pytest

from domain.clients import Access, Client
from domain.life import terminated
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice


def end(office: SmallOffice, client: Client, by: Person, *, days_ago: int) -> None:
    with office.records() as records:
        when = office.now() - timedelta(days=days_ago)
        records.clients.keep(terminated(client, client.name, by.who, records.firm, when))


def test_administrators_have_those_to_restore_and_those_closed_apart(helene: Person, office: SmallOffice) -> None:
    end(office, office.follow("Vins Chaumier", by=helene.who), helene, days_ago=5)
    end(office, office.follow("Studio Kervran", by=helene.who), helene, days_ago=31)
    helene.command("/client liste")
    helene.pick_filter("scope", "all")
    helene.pick_filter("state", "terminated")
    assert "🔴 *Vins Chaumier*" in helene.text
    assert "Studio Kervran" not in helene.text
    helene.pick_filter("state", "closed")
    assert "🔴 *Studio Kervran*" in helene.text
    assert "fermé" in helene.text
    assert "Vins Chaumier" not in helene.text


@pytest.mark.abuse("R3")
def test_nobody_else_has_that_list(nadia: Person, helene: Person, office: SmallOffice) -> None:
    end(office, office.follow("Studio Kervran", by=nadia.who), helene, days_ago=31)
    nadia.command("/client liste")
    nadia.pick_filter("state", "closed", forged=True)
    assert "Studio Kervran" not in nadia.text


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (300, "Ce client a été suivi jusqu’en 2025. Un nouveau dossier repart de zéro."),
        (5, "Ce dossier est résilié depuis le 2 septembre. Vous pouvez le rétablir jusqu’au"),
    ],
)
def test_an_administrator_is_told_that_a_company_was_followed(
    helene: Person, office: SmallOffice, days_ago: int, said: str
) -> None:
    end(office, office.follow("Atelier Morel", by=helene.who, siren="839602299"), helene, days_ago=days_ago)
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    assert said in helene.text
    helene.submit()
    assert "Étape 2 sur 3" in helene.text
    helene.command("/client 839 602 299")
    assert said in helene.text


def test_an_administrator_who_searches_its_number_may_create_it_again(helene: Person, office: SmallOffice) -> None:
    end(office, office.follow("Atelier Morel", by=helene.who, siren="839602299"), helene, days_ago=300)
    helene.command("/client 839602299")
    assert "Créer" in helene.text
    helene.press("client.new")
    assert helene.shows("company")


@pytest.mark.abuse("R4")
def test_the_others_learn_nothing_of_it(nadia: Person, helene: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, siren="839602299", access=Access.EVERYONE)
    end(office, client, helene, days_ago=300)
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    assert "suivi jusqu’en" not in nadia.text
    nadia.command("/client 839602299")
    assert "suivi jusqu’en" not in nadia.text
