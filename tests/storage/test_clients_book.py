"""Client files in the books: kept whole, found by what people type, given to those who may see them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.acts import Act
from domain.books import ClientFilter
from domain.clients import Access, Address, ClientState, Kind, Service
from domain.history import By, HistoryLine
from domain.people import Role
from domain.refusals import ChangedMeanwhile, CodeTaken, NotFound
from tests.builders import MONDAY, a_company, a_firm, a_new_client, a_new_contact
from tests.offices import SmallHouse, SmallOffice


def test_a_client_is_read_as_it_was_written(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    portfolio = office.open_portfolio("Bâtiment", nadia)
    address = Address("12 rue des Lilas", "75011", "Paris")
    company = a_company(siren="839602299", nic="00012", ape="43.32A", sector="F", address=address, from_registry=True)
    new = a_new_client(
        company=company,
        code="0042",
        kind=Kind.EMPLOYER,
        services=frozenset({Service.URSSAF, Service.TAX}),
        urssaf_account="117000001234567890",
        last_declaration=Decimal("1234.50"),
        portfolio_id=portfolio.id,
        manager_id=nadia.id,
        access=Access.CHOSEN,
        chosen=frozenset({omar.id}),
    )
    with office.records() as records:
        kept = records.clients.add(new, nadia, office.now())
    with office.reading() as records:
        read = records.clients.get(kept.id)
    assert read == kept
    assert read is not None
    assert (read.company, read.services, read.last_declaration) == (company, new.services, Decimal("1234.50"))
    assert (read.chosen, read.created_at, read.created_by, read.version) == (frozenset({omar.id}), MONDAY, nadia.id, 1)


def test_two_clients_cannot_have_one_code(office: SmallOffice) -> None:
    office.hire()
    office.follow("Atelier Morel", code="0001")
    with pytest.raises(CodeTaken) as refusal:
        office.follow("Boulangerie Lefèvre", code="0001")
    assert refusal.value.code == "0001"


def test_a_taken_code_leaves_the_rest_of_the_transaction_usable(office: SmallOffice) -> None:
    nadia = office.hire()
    office.follow("Atelier Morel", code="0001")
    with office.records() as records:
        with pytest.raises(CodeTaken):
            records.clients.add(a_new_client("Boulangerie Lefèvre", code="0001"), nadia, office.now())
        records.clients.add(a_new_client("Boulangerie Lefèvre", code="0002"), nadia, office.now())
    with office.reading() as records:
        assert records.clients.last_code() == "0002"


def test_another_firm_may_give_the_same_code(house_of_each_kind: SmallHouse) -> None:
    for team in ("T1", "T2"):
        office = house_of_each_kind.found(slack_team=team)
        office.hire()
        assert office.follow(code="0001").code == "0001"


def test_the_highest_code_counts_as_numbers_do(office: SmallOffice) -> None:
    office.hire()
    for code in ("9", "10", None):
        office.follow(code=code)
    with office.reading() as records:
        assert records.clients.last_code() == "10"


def test_the_second_of_two_changes_learns_who_came_first(office: SmallOffice) -> None:
    nadia = office.hire()
    client = office.follow()
    with office.records() as records:
        kept = records.clients.keep(replace(client, channel="C1"))
        line = HistoryLine(office.now(), Act.CLIENT_CHANNEL, By.COLLABORATOR, nadia.id, client.id)
        records.note(line)
    assert kept.version == 2
    with pytest.raises(ChangedMeanwhile) as refusal, office.records() as records:
        records.clients.keep(replace(client, channel="C2"))
    assert (refusal.value.by, refusal.value.at) == ("Nadia Benali", MONDAY)
    with office.reading() as records:
        assert records.clients.get(client.id) == kept


def test_a_change_writes_who_is_given_access(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    client = office.follow(chosen=frozenset({nadia.id}))
    with office.records() as records:
        records.clients.keep(replace(client, chosen=frozenset({omar.id})))
    with office.reading() as records:
        changed = records.clients.get(client.id)
    assert changed is not None
    assert changed.chosen == {omar.id}


@pytest.mark.parametrize(
    "typed",
    ["ateLIER mor", "MOREL", "0042", "839 602 299", "83960229900012", "9602", "bourg-la-reine", "élodie", "muller@"],
)
def test_a_client_is_found_by_any_fragment(office: SmallOffice, typed: str) -> None:
    nadia = office.hire()
    address = Address("1 rue Haute", "92340", "Bourg-la-Reine")
    wanted = office.follow(
        company=a_company(siren="839602299", nic="00012", address=address), code="0042", urssaf_account="117000"
    )
    office.meet(wanted, first_name="Elodie", last_name="Müller", email="e.muller@morel.example")
    office.follow("Boulangerie Lefèvre")
    with office.reading() as records:
        found, total = records.clients.find(nadia, ClientFilter(text=typed))
    assert ([client.id for client in found], total) == ([wanted.id], 1)


def test_a_slip_of_the_keyboard_still_finds(office: SmallOffice) -> None:
    nadia = office.hire()
    office.follow("Atelier Morel")
    wanted = office.follow("Boulangerie Lefèvre")
    with office.reading() as records:
        found, total = records.clients.find(nadia, ClientFilter(text="boulangrie lefevre"))
    assert ([client.id for client in found], total) == ([wanted.id], 1)


def test_what_is_searched_follows_the_client_and_its_people(office: SmallOffice) -> None:
    nadia = office.hire()
    client = office.follow("Atelier Morel")
    contact = office.meet(client, first_name="Claire", last_name="Morel", email="claire@morel.example")
    with office.records() as records:
        records.contacts.keep(replace(contact, email="direction@menuiserie.example"))
        records.clients.keep(replace(client, company=replace(client.company, name="Menuiserie Horizon")))
    with office.reading() as records:
        totals = [
            records.clients.find(nadia, ClientFilter(text=typed))[1] for typed in ("direction", "horizon", "atelier")
        ]
    assert totals == [1, 1, 0]


def test_a_client_with_a_crowd_is_kept_and_found(office: SmallOffice) -> None:
    nadia = office.hire()
    client = office.follow("Atelier Morel")
    with office.records() as records:
        for number in range(120):
            records.contacts.add(
                client.id, a_new_contact(first_name="Émilie", email=f"employee-{number}@morel.example")
            )
    with office.reading() as records:
        assert records.clients.find(nadia, ClientFilter(text="atelier morel"))[1] == 1


def test_a_list_is_paged_in_the_order_of_names(office: SmallOffice) -> None:
    nadia = office.hire()
    for name in ("Zinc", "Éole", "Atelier", "Menuiserie"):
        office.follow(name)
    with office.reading() as records:
        first, total = records.clients.find(nadia, ClientFilter(limit=2))
        second, _ = records.clients.find(nadia, ClientFilter(limit=2, offset=2))
    assert total == 4
    assert [client.name for client in (*first, *second)] == ["Atelier", "Éole", "Menuiserie", "Zinc"]


def test_a_list_keeps_what_is_asked_for(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    portfolio = office.open_portfolio("Bâtiment", nadia, omar)
    mine = office.follow("À moi", by=nadia)
    shared = office.follow("Partagé", by=omar, portfolio_id=portfolio.id)
    ended = office.follow("Terminé", by=nadia)
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
        reader = records.people.get(nadia.id)
        assert reader is not None

        def ids(wanted: ClientFilter) -> list[int]:
            return [client.id for client in records.clients.find(reader, wanted)[0]]

        assert ids(ClientFilter(mine=True)) == [mine.id]
        assert ids(ClientFilter(portfolio_id=portfolio.id)) == [shared.id]
        assert ids(ClientFilter(states=(ClientState.TERMINATED,))) == []
        assert records.clients.count(reader) == 2


@pytest.mark.abuse("R1", "S12")
def test_a_client_one_may_not_see_is_no_client(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    secret = office.follow("Atelier Morel", by=nadia)
    with office.reading() as records:
        with pytest.raises(NotFound) as hidden:
            records.clients.visible_to(omar, secret.id)
        with pytest.raises(NotFound) as absent:
            records.clients.visible_to(omar, 99_999)
        assert records.clients.find(omar, ClientFilter(text="morel")) == ([], 0)
        assert records.clients.find(omar, ClientFilter(text="morelle")) == ([], 0)
        assert records.clients.visible_to(nadia, secret.id) == secret
    assert hidden.value.what == absent.value.what


def test_a_siren_finds_the_clients_that_are_followed(office: SmallOffice) -> None:
    office.hire()
    first = office.follow(siren="839602299", nic="00012")
    second = office.follow(siren="839602299", nic="00020")
    ended = office.follow(siren="839602299", nic="00038")
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
        assert {client.id for client in records.clients.of_siren("839602299")} == {first.id, second.id}
        assert [client.id for client in records.clients.of_siret("83960229900020")] == [second.id]
        assert records.clients.of_siret("83960229900038") == []
        assert records.clients.of_deposit(first.deposit) == first


def test_terminated_clients_are_the_administrators_alone(office: SmallOffice) -> None:
    nadia, boss = office.hire("Nadia Benali"), office.hire("Valérie Valmont", Role.ADMINISTRATOR)
    client = office.follow(by=nadia, access=Access.EVERYONE)
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
        with pytest.raises(NotFound):
            records.clients.visible_to(nadia, client.id)
        assert records.clients.visible_to(boss, client.id).state is ClientState.TERMINATED


def test_history_is_told_from_its_end(office: SmallOffice) -> None:
    nadia = office.hire()
    client = office.follow()
    with office.records() as records:
        for number, act in enumerate((Act.CLIENT_CREATED, Act.CLIENT_EDITED, Act.CLIENT_READY)):
            at = MONDAY + timedelta(minutes=number)
            records.note(HistoryLine(at, act, By.COLLABORATOR, nadia.id, client.id, after={"n": number}))
    with office.reading() as records:
        lines = records.history(client.id, limit=2)
    assert [(line.act, line.at, line.after) for line in lines] == [
        (Act.CLIENT_READY, MONDAY + timedelta(minutes=2), {"n": 2}),
        (Act.CLIENT_EDITED, MONDAY + timedelta(minutes=1), {"n": 1}),
    ]


def test_a_firm_is_read_as_it_was_written(office: SmallOffice) -> None:
    before = office.firm
    changed = replace(before, name="Valmont & Associés", chase_days=(2, 5), closed_days=frozenset({MONDAY.date()}))
    office.change_firm(name=changed.name, chase_days=changed.chase_days, closed_days=changed.closed_days)
    assert before == a_firm(id=office.firm_id)
    assert office.firm == changed


def test_clients_are_handed_over_together_and_whoever_read_one_learns_of_it(office: SmallOffice) -> None:
    omar, nadia = office.hire("Omar Diallo"), office.hire("Nadia Benali")
    first, second, other = (
        office.follow("Un", by=omar),
        office.follow("Deux", by=omar),
        office.follow("Trois", by=nadia),
    )
    with office.records() as records:
        assert records.clients.managed() == {omar.id: 2, nadia.id: 1}
        assert records.clients.hand_over(omar.id, nadia.id) == [first.id, second.id]
        assert records.clients.managed() == {nadia.id: 3}
        assert records.clients.get(other.id) == other
        with pytest.raises(ChangedMeanwhile):
            records.clients.keep(replace(first, code="0001"))


def test_clients_move_from_one_portfolio_to_another(office: SmallOffice) -> None:
    office.hire()
    building, food = office.open_portfolio("Bâtiment"), office.open_portfolio("Alimentation")
    clients = [office.follow(name, portfolio_id=building.id) for name in ("Un", "Deux", "Trois")]
    with office.records() as records:
        records.clients.move([clients[0].id, clients[1].id], food.id)
        records.clients.move([clients[2].id], None)
        assert [client.name for client in records.clients.of_portfolio(food.id)] == ["Deux", "Un"]
        assert records.clients.in_portfolios() == {food.id: 2, None: 1}


def test_what_was_given_one_by_one_is_taken_back_together(office: SmallOffice) -> None:
    nadia, omar = office.hire(), office.hire("Omar Diallo")
    given = office.follow("Un", access=Access.CHOSEN, chosen=frozenset({omar.id, nadia.id}))
    office.follow("Deux")
    with office.records() as records:
        assert records.clients.withdraw_access(omar.id) == [given.id]
        kept = records.clients.get(given.id)
        assert kept is not None
        assert kept.chosen == {nadia.id}


def test_channels_of_clients_are_listed(office: SmallOffice) -> None:
    office.hire()
    client = office.follow("Un")
    office.follow("Deux")
    with office.records() as records:
        records.clients.keep(replace(client, channel="C0UN"))
        assert [(found.name, found.channel) for found in records.clients.of_channel()] == [("Un", "C0UN")]


def test_a_search_of_two_thousand_words_is_answered(office: SmallOffice) -> None:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    client = office.follow("Atelier Morel", by=helene)
    with office.reading() as records:
        wordy = " ".join(f"m{number}rel" for number in range(2_000))
        assert records.clients.find(helene, ClientFilter(text=wordy)) == ([], 0)
        again, _ = records.clients.find(helene, ClientFilter(text="morel " * 2_000))
    assert again == [client]
