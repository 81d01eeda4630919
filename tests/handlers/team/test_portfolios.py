"""« Portefeuilles »: created, renamed, filled, emptied and deleted; read by their members."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from domain.clients import ClientState
from domain.people import Collaborator, Portfolio, Role
from domain.team import departed
from storage.tables import history
from tests.handlers.clients.test_new_client import CLAIRE
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def portfolios(office: SmallOffice) -> Sequence[Portfolio]:
    with office.reading() as records:
        return records.people.portfolios()


def members(office: SmallOffice, portfolio_id: int) -> list[str]:
    with office.reading() as records:
        return [person.name for person in records.people.active() if portfolio_id in person.portfolios]


def acts(office: SmallOffice, about: str) -> list[str]:
    with office.reading() as records:
        rows = records.rows(records.of(history).order_by(history.c.id))
        return [row["act"] for row in rows if row["act"].startswith(about)]


def put_in_form(person: Person, *clients: str) -> None:
    """Choose those clients in the field « Dossiers à y mettre »."""
    block = person.block("clients")
    chosen = [option for name in clients for option in person.suggestions("clients", name)]
    person.choose_several(block, chosen)


def test_a_portfolio_is_created_with_its_people_and_clients(
    helene: Person, nadia: Person, thomas: Person, office: SmallOffice
) -> None:
    office.follow("Atelier Morel", by=helene.who)
    helene.command("/portefeuille nouveau")
    helene.type(title="  SCI et  patrimoine ")
    helene.tick("people", f"u{thomas.who.id}")
    put_in_form(helene, "morel")
    assert "🟢 Verront ces dossiers : Thomas Roux" in helene.text
    helene.submit(times=2)
    created = next(each for each in portfolios(office) if each.name == "SCI et patrimoine")
    assert members(office, created.id) == ["Thomas Roux"]
    with office.reading() as records:
        assert [client.name for client in records.clients.of_portfolio(created.id)] == ["Atelier Morel"]
        assert records.clients.count(thomas.who) == 0
    thomas.command("/portefeuille sci")
    assert "Atelier Morel" in thomas.text
    assert acts(office, "portfolio.") == ["portfolio.created"]
    assert acts(office, "client.") == ["client.assigned"]


def test_a_portfolio_is_renamed_and_its_people_change(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=helene.who, portfolio_id=1)
    helene.command("/portefeuille")
    assert "Artisans" in helene.text
    assert "1 dossier · 1 personne" in helene.text
    helene.pick_menu("portfolio.more", "edit:p1")
    helene.type(title="Artisans et commerces")
    helene.tick("people")
    assert "🟠 Ne les verront plus : Nadia Benali" in helene.text
    helene.submit(times=2)
    assert "Artisans et commerces" in helene.text
    assert "0 personne" in helene.text
    assert members(office, 1) == []
    assert acts(office, "portfolio.") == ["portfolio.changed"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("   ", "Remplissez ce champ."), ("Artisans", "Un autre portefeuille s’appelle Artisans.")],
)
def test_a_name_is_needed_and_is_not_another_s(
    helene: Person, nadia: Person, office: SmallOffice, typed: str, said: str
) -> None:
    helene.command("/portefeuille nouveau")
    helene.type(title=typed)
    helene.submit()
    assert helene.errors == {"title": said}
    assert len(portfolios(office)) == 1


def test_no_two_portfolios_share_a_name_whatever_its_case_and_accents(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    helene.command("/portefeuille nouveau")
    helene.type(title="Médical")
    helene.submit()
    assert "*Médical*" in helene.text
    helene.command("/portefeuille nouveau")
    helene.type(title="MEDICAL")
    helene.submit()
    assert helene.errors == {"title": "Un autre portefeuille s’appelle Médical."}


def test_a_name_that_no_portfolio_bears_is_said_above_the_list(helene: Person, nadia: Person) -> None:
    helene.command("/portefeuille zzz")
    assert "Aucun portefeuille ne s’appelle « zzz »." in helene.text
    assert "Nouveau portefeuille" in helene.text


def test_terminated_clients_are_counted_apart_from_the_list(helene: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Un", by=helene.who, portfolio_id=1)
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.command("/portefeuille")
    helene.pick_menu("portfolio.more", "delete:p1")
    assert "Ce portefeuille contient 1 dossier résilié. Déplacez-le d’abord." in helene.text


def test_a_portfolio_that_holds_clients_is_not_deleted_before_they_move(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    office.open_portfolio("SCI")
    for name in ("Un", "Deux"):
        office.follow(name, by=helene.who, portfolio_id=1)
    helene.command("/portefeuille")
    helene.pick_menu("portfolio.more", "delete:p1")
    assert "Ce portefeuille contient 2 dossiers. Déplacez-les d’abord." in helene.text
    helene.press("portfolio.move")
    helene.choose("to", "SCI")
    assert "🟠 Ne les verront plus : Nadia Benali" in helene.text
    helene.submit(times=2)
    helene.pick_menu("portfolio.more", "delete:p1")
    helene.submit(times=2)
    assert [portfolio.name for portfolio in portfolios(office)] == ["SCI"]
    assert acts(office, "portfolio.") == ["portfolio.deleted"]
    assert acts(office, "client.") == ["client.assigned"] * 2
    with office.reading() as records:
        assert len(records.clients.of_portfolio(2)) == 2


def test_a_client_created_meanwhile_keeps_its_portfolio(helene: Person, nadia: Person, office: SmallOffice) -> None:
    helene.command("/portefeuille")
    helene.pick_menu("portfolio.more", "delete:p1")
    office.follow("Atelier Morel", by=helene.who, portfolio_id=1)
    helene.submit()
    assert "Ce portefeuille contient 1 dossier. Déplacez-le d’abord." in helene.text
    assert len(portfolios(office)) == 1


def test_clients_may_move_to_no_portfolio(helene: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Un", by=helene.who, portfolio_id=1)
    helene.command("/portefeuille")
    helene.pick_menu("portfolio.more", "move:p1")
    helene.choose("to", "none")
    helene.submit()
    with office.reading() as records:
        moved = records.clients.get(client.id)
    assert moved is not None
    assert moved.portfolio_id is None


@pytest.mark.abuse("R1")
def test_members_see_their_own_portfolios_and_no_other(
    helene: Person, nadia: Person, thomas: Person, office: SmallOffice
) -> None:
    office.open_portfolio("SCI secrètes", helene.who)
    nadia.command("/portefeuille")
    assert "Artisans" in nadia.text
    assert "SCI" not in nadia.text
    nadia.press("portfolio.clients")
    assert nadia.view["callback_id"] == "client.list"
    thomas.command("/portefeuille")
    assert "Vous n’êtes dans aucun portefeuille." in thomas.text
    thomas.command("/portefeuille sci")
    assert "secrètes" not in thomas.text


@pytest.mark.abuse("S4")
def test_a_forbidden_portfolio_answers_as_one_that_never_was(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    hidden = office.open_portfolio("SCI secrètes", helene.who)
    answers = []
    for value in (f"p{hidden.id}", "p999"):
        nadia.command("/portefeuille")
        nadia.forge("portfolio.clients", value)
        answers.append(nadia.text)
    assert answers[0] == answers[1]
    assert "n’existe plus" in answers[0]


@pytest.mark.abuse("S5")
def test_an_administrator_lowered_meanwhile_deletes_nothing(
    helene: Person, nadia: Person, office: SmallOffice, at_work: Callable[[Collaborator], Person]
) -> None:
    helene.command("/portefeuille")
    helene.pick_menu("portfolio.more", "delete:p1")
    office.lower(helene.who)
    helene.submit()
    assert "Gérer les portefeuilles est réservé aux administrateurs" in helene.text
    assert len(portfolios(office)) == 1


def test_who_is_no_administrator_creates_no_portfolio(helene: Person, nadia: Person) -> None:
    nadia.command("/portefeuille nouveau")
    assert "réservé aux administrateurs : <@U0HELENE>" in words_of(nadia.slack.ephemerals[-1])


def test_help_says_what_can_be_typed(nadia: Person) -> None:
    nadia.command("/portefeuille aide")
    assert "/portefeuille artisans" in words_of(nadia.slack.ephemerals[-1])


def test_a_draft_whose_portfolio_or_manager_is_gone_goes_back_to_the_assignment(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    omar = office.hire("Omar Diallo", Role.MANAGER)
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.submit()
    assert nadia.value("portfolio")["value"] == "p1"
    nadia.choose("manager", "U0OMAR")
    nadia.submit()
    nadia.type(email=CLAIRE)
    nadia.submit()
    with office.records() as records:
        records.people.drop_portfolio(1)
        records.people.keep(departed(omar))
    nadia.submit()
    assert nadia.text.count("n’est plus là") + nadia.text.count("Personne de ce nom") >= 1
    assert nadia.shows("manager")
    nadia.submit()
    nadia.submit()
    nadia.submit()
    with office.reading() as records:
        assert records.clients.count(helene.who) == 1
