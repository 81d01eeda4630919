"""The words among which a typing slip is looked for: written with the client, and forgotten after it."""

import threading
from dataclasses import replace

import pytest

from domain.books import ClientFilter
from domain.clients import Access, Client
from domain.people import Collaborator, Role
from storage.books.vocabulary import known_words
from tests.builders import a_new_client
from tests.offices import SmallHouse, SmallOffice


def named(office: SmallOffice, who: Collaborator, typed: str, offset: int = 0, limit: int = 8) -> tuple[list[str], int]:
    with office.reading() as records:
        clients, count = records.clients.find(who, ClientFilter(text=typed, offset=offset, limit=limit))
    return [client.name for client in clients], count


def words_of(office: SmallOffice) -> set[str]:
    with office.reading() as records:
        return set(known_words(records))


def rename(office: SmallOffice, client: Client, name: str) -> None:
    with office.records() as records:
        kept = records.clients.get(client.id)
        assert kept is not None
        records.clients.keep(replace(kept, company=replace(kept.company, name=name)))


@pytest.mark.parametrize(
    "typed", ["tpaisserie", "tapiserie vidal", "vidla", "cliare", "0201 tapisserei", "vidal-tapis"]
)
def test_a_slip_in_any_word_and_any_order_still_finds(office: SmallOffice, typed: str) -> None:
    nadia = office.hire()
    wanted = office.follow("Tapisserie Vidal", code="0201")
    office.meet(wanted, first_name="Claire", last_name="Morin", email="claire@vidal.example")
    office.follow("Boulangerie Lefèvre")
    assert named(office, nadia, typed) == (["Tapisserie Vidal"], 1)


def test_a_new_name_is_understood_at_once_and_an_old_one_forgotten_later(office: SmallOffice) -> None:
    nadia = office.hire()
    client = office.follow("Tapisserie Vidal")
    rename(office, client, "Menuiserie Horizon")
    assert named(office, nadia, "menuisrie") == (["Menuiserie Horizon"], 1)
    assert named(office, nadia, "tapiserie") == ([], 0)
    with office.records() as records:
        records.clients.renew_words()
    assert {"menuiserie", "horizon"} <= words_of(office)
    assert not {"tapisserie", "vidal"} & words_of(office)


def test_a_word_that_another_client_has_is_kept(office: SmallOffice) -> None:
    office.hire()
    client = office.follow("Tapisserie Vidal")
    office.follow("Tapisserie Morel")
    rename(office, client, "Menuiserie Vidal")
    with office.records() as records:
        records.clients.renew_words()
    assert {"tapisserie", "menuiserie", "vidal", "morel"} <= words_of(office)


def test_no_number_is_kept_for_its_slips(office: SmallOffice) -> None:
    office.hire()
    office.follow("Garage 2000 du Cher", code="0107", siren="817308380")
    assert words_of(office) == {"garage", "cher"}


def test_more_than_can_be_ranked_are_counted_and_paged_by_name(office: SmallOffice) -> None:
    nadia = office.hire()
    with office.records() as records:
        for number in range(230):
            new = a_new_client(f"Menuiserie {1000 + number}", manager_id=nadia.id)
            records.clients.add(new, nadia, office.now())
    for typed in ("menuiserie", "menuisrie"):
        first, count = named(office, nadia, typed, limit=3)
        assert (first, count) == (["Menuiserie 1000", "Menuiserie 1001", "Menuiserie 1002"], 230)
        last, _ = named(office, nadia, typed, offset=228, limit=8)
        assert last == ["Menuiserie 1228", "Menuiserie 1229"]


@pytest.mark.abuse("S12", "R1")
def test_a_slip_near_the_name_of_a_hidden_client_finds_what_a_firm_without_it_would_find(
    house_of_each_kind: SmallHouse,
) -> None:
    answers = []
    for number, hidden in enumerate(("Tapisserie Vidal", None)):
        office = house_of_each_kind.found(slack_team=f"T0{number}")
        head = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
        thomas = office.hire("Thomas Roux")
        office.follow("Garage Vidol", by=thomas)
        if hidden:
            office.follow(hidden, by=head, access=Access.CHOSEN, code="0201")
        typed = ("vidal", "vidl", "tapiserie", "tapisserie", "0201", "tapiserie vidol")
        answers.append([named(office, thomas, text) for text in typed])
    assert answers[0] == answers[1]
    assert answers[0][0] == (["Garage Vidol"], 1)


def test_the_words_of_another_firm_stay_there(house_of_each_kind: SmallHouse) -> None:
    one, other = house_of_each_kind.found(slack_team="T1"), house_of_each_kind.found(slack_team="T2")
    one.hire()
    one.follow("Tapisserie Vidal")
    other.hire()
    other.follow("Boulangerie Lucas")
    with other.records() as records:
        records.clients.renew_words()
    assert words_of(one) == {"tapisserie", "vidal"}
    assert words_of(other) == {"boulangerie", "lucas"}


def test_words_are_not_forgotten_while_somebody_writes_them(office: SmallOffice) -> None:
    """On SQLite the second waits for the first; on PostgreSQL it gives up, and comes again hours later."""
    nadia = office.hire()
    old = office.follow("Tapisserie Vidal")
    rename(office, old, "Menuiserie Horizon")

    def renew() -> None:
        with office.records() as records:
            records.clients.renew_words()

    sweep = threading.Thread(target=renew)
    with office.records() as records:
        kept = records.clients.visible_to(nadia, old.id)
        records.clients.keep(replace(kept, company=replace(kept.company, name="Tapisserie Horizon")))
        sweep.start()
        if records.dialect == "postgresql":
            sweep.join()
    sweep.join()
    assert {"tapisserie", "horizon"} <= words_of(office)
    assert named(office, nadia, "tapiserie") == (["Tapisserie Horizon"], 1)
