"""People, contacts and accounts in the books: found by what they are known by, and by nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients import ClientState
from domain.contacts import AccountExists
from domain.people import Role
from domain.team import NameTaken, PortfolioNotEmpty
from tests.builders import MONDAY
from tests.offices import SmallHouse, SmallOffice

MINUTE = timedelta(minutes=1)


def test_people_are_found_by_slack_id_and_by_address(office: SmallOffice) -> None:
    nadia = office.hire("Nadia Benali", slack_id="U7", email="Nadia@Valmont.example")
    with office.reading() as records:
        assert records.people.of_slack("U7") == nadia
        assert records.people.of_email("nadia@valmont.EXAMPLE") == nadia
        assert records.people.get(nadia.id) == nadia
        assert records.people.of_slack("U8") is None


def test_a_leaver_stays_in_the_books_and_out_of_the_list(office: SmallOffice) -> None:
    omar, nadia = office.hire("Omar Diallo"), office.hire("Nadia Benali")
    with office.records() as records:
        records.people.keep(replace(omar, active=False))
    with office.reading() as records:
        assert records.people.active() == [nadia]
        assert records.people.of_slack(omar.slack_id) == replace(omar, active=False)


def test_portfolios_have_members_who_come_and_go(office: SmallOffice) -> None:
    nadia = office.hire()
    building, food = office.open_portfolio("Bâtiment", nadia, nadia), office.open_portfolio("Alimentation")
    with office.records() as records:
        member = records.people.get(nadia.id)
        assert member is not None
        assert member.portfolios == {building.id}
        records.people.keep(replace(member, portfolios=frozenset({food.id}), role=Role.MANAGER))
    with office.reading() as records:
        assert records.people.active()[0].portfolios == {food.id}
        assert records.people.portfolios() == [food, building]


def test_a_portfolio_is_renamed_and_no_two_share_a_name(office: SmallOffice) -> None:
    building, food = office.open_portfolio("Bâtiment"), office.open_portfolio("Alimentation")
    with office.records() as records:
        records.people.keep_portfolio(replace(building, name="Artisans", channel="C0ARTISANS"))
        with pytest.raises(NameTaken):
            records.people.keep_portfolio(replace(food, name="Artisans"))
        with pytest.raises(NameTaken):
            records.people.add_portfolio("Alimentation", ())
    with office.reading() as records:
        assert records.people.portfolio(building.id) == replace(building, name="Artisans", channel="C0ARTISANS")
        assert records.people.portfolio(999) is None


def test_people_and_portfolios_stand_in_the_order_of_the_alphabet(office: SmallOffice) -> None:
    for name in ("zoé Petit", "Thomas Roux", "Émilie Fournier", "Éric Lambert"):
        office.hire(name)
        office.open_portfolio(name)
    with office.reading() as records:
        for found in (records.people.active(), records.people.portfolios()):
            assert [each.name for each in found] == ["Émilie Fournier", "Éric Lambert", "Thomas Roux", "zoé Petit"]


def test_only_an_empty_portfolio_goes(office: SmallOffice) -> None:
    nadia = office.hire()
    building = office.open_portfolio("Bâtiment", nadia)
    client = office.follow(portfolio_id=building.id)
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
        with pytest.raises(PortfolioNotEmpty) as refused:
            records.people.drop_portfolio(building.id)
        assert (refused.value.clients, refused.value.ended) == (1, 1)
        assert records.people.active()[0].portfolios == {building.id}
        records.clients.move([client.id], None)
        records.people.drop_portfolio(building.id)
    with office.reading() as records:
        assert records.people.portfolios() == []
        assert records.people.active()[0].portfolios == frozenset()


def test_members_of_a_portfolio_are_set_all_together(office: SmallOffice) -> None:
    nadia, omar, thomas = office.hire(), office.hire("Omar Diallo"), office.hire("Thomas Roux")
    building = office.open_portfolio("Bâtiment", nadia, omar)
    with office.records() as records:
        records.people.set_members(building.id, [omar.id, thomas.id])
    with office.reading() as records:
        members = [person.name for person in records.people.active() if building.id in person.portfolios]
    assert members == ["Omar Diallo", "Thomas Roux"]


def test_contacts_are_found_by_address_over_clients_not_terminated(office: SmallOffice) -> None:
    office.hire()
    first, second, ended = office.follow("Un"), office.follow("Deux"), office.follow("Trois")
    contacts = [office.meet(client, email="claire@morel.example") for client in (first, second, ended)]
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
        assert records.contacts.of_email("Claire@Morel.example") == contacts[:2]
        assert records.contacts.of_client(second.id) == [contacts[1]]
        changed = replace(contacts[0], email_failed_at=MONDAY, phone="+33612345678")
        records.contacts.keep(changed)
        assert records.contacts.get(contacts[0].id) == changed


def test_one_account_opens_several_client_files(office: SmallOffice) -> None:
    office.hire()
    first, second = office.follow("Atelier"), office.follow("Boulangerie")
    claire, again = office.meet(first), office.meet(second)
    with office.records() as records:
        account = records.accounts.add(claire, "argon2", MONDAY)
        records.contacts.keep(replace(again, account_id=account.id))
        assert records.accounts.get(account.id) == account
        assert records.accounts.of_address(email=claire.email) == account
        assert [client.id for client in records.accounts.clients_of(account.id)] == [first.id, second.id]


@pytest.mark.abuse("W3")
def test_an_address_that_has_its_account_keeps_it(office: SmallOffice) -> None:
    office.hire()
    claire, twin = office.meet(office.follow("Atelier")), office.meet(office.follow("Boulangerie"))
    with office.records() as records:
        account = records.accounts.add(claire, "the owner's", MONDAY)
        with pytest.raises(AccountExists):
            records.accounts.add(twin, "somebody else's", MONDAY)
        assert records.accounts.get(account.id) == account
        assert [client.name for client in records.accounts.clients_of(account.id)] == ["Atelier"]


def test_a_contact_without_mail_signs_in_by_phone(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow(), email=None, phone="+33612345678")
    with office.records() as records:
        account = records.accounts.add(contact, None, MONDAY)
        assert records.accounts.of_address(phone="+33612345678") == account
        assert records.accounts.of_address() is None


def test_a_session_lasts_until_its_hour_or_until_closed(office: SmallOffice, house_of_each_kind: SmallHouse) -> None:
    office.hire()
    contact = office.meet(office.follow())
    with office.records() as records:
        account = records.accounts.add(contact, None, MONDAY)
        for token in ("a", "b", "c"):
            records.accounts.open_session(account.id, token, MONDAY, MONDAY + MINUTE)
        assert records.accounts.of_session("a", MONDAY) == account
        assert records.accounts.of_session("a", MONDAY + MINUTE) is None
        records.accounts.close_session("a")
        assert records.accounts.of_session("a", MONDAY) is None
        assert records.accounts.of_session("b", MONDAY) == account
    assert house_of_each_kind.of_session("b") is office
    assert house_of_each_kind.of_session("a") is None
    with office.records() as records:
        records.accounts.close_sessions(account.id)
        assert records.accounts.of_session("c", MONDAY) is None
        assert records.accounts.of_address(email=contact.email) == account


@pytest.mark.abuse("W4")
def test_a_code_has_five_tries_and_one_use(office: SmallOffice) -> None:
    with office.records() as records:
        accounts = records.accounts
        accounts.add_code("claire@morel.example", "right", MONDAY, MONDAY + MINUTE)
        assert [accounts.try_code("claire@morel.example", "wrong", MONDAY) for _ in range(4)] == [4, 3, 2, 1]
        assert accounts.try_code("claire@morel.example", "right", MONDAY) is None
        assert accounts.try_code("claire@morel.example", "right", MONDAY) == 0
        accounts.add_code("claire@morel.example", "right", MONDAY, MONDAY + MINUTE)
        assert [accounts.try_code("claire@morel.example", "wrong", MONDAY) for _ in range(5)][-1] == 0
        assert accounts.try_code("claire@morel.example", "right", MONDAY) == 0


def test_a_new_code_replaces_the_one_before_and_both_expire(office: SmallOffice) -> None:
    with office.records() as records:
        accounts = records.accounts
        accounts.add_code("claire@morel.example", "first", MONDAY, MONDAY + MINUTE)
        accounts.try_code("claire@morel.example", "wrong", MONDAY)
        accounts.add_code("claire@morel.example", "second", MONDAY, MONDAY + MINUTE)
        assert accounts.try_code("claire@morel.example", "first", MONDAY) == 4
        assert accounts.try_code("claire@morel.example", "second", MONDAY + MINUTE) == 0
        assert accounts.try_code("claire@morel.example", "second", MONDAY) is None
