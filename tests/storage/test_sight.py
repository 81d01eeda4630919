"""The WHERE clause of what a person may see, held beside the rule of the domain."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.books import ClientFilter
from domain.clients import Access, ClientState, NewClient
from domain.people import Collaborator, Role
from domain.rights import may_see
from storage.database import Database
from storage.records import FirmRecords
from tests.builders import MONDAY, a_firm, a_new_client


@dataclass
class Cast:
    """Two firms' people and portfolios, in one transaction that is never committed."""

    records: FirmRecords
    people: list[Collaborator]
    portfolios: list[int]
    stranger: Collaborator


@pytest.fixture
def cast(database: Database) -> Iterator[Cast]:
    firm, other = database.create_firm(a_firm(slack_team="T1")), database.create_firm(a_firm(slack_team="T2"))
    with database.records(other.id) as records:
        stranger = records.people.add("U0", "Stranger", None, Role.ADMINISTRATOR, "fr")
    with database.records(firm.id) as records:
        people = [records.people.add(f"U{n}", f"Person {n}", None, Role.COLLABORATOR, "fr") for n in range(3)]
        portfolios = [records.people.add_portfolio(f"Portfolio {n}", []).id for n in range(3)]
        yield Cast(records, people, portfolios, stranger)


def new_clients(cast: Cast) -> st.SearchStrategy[NewClient]:
    ids = [person.id for person in cast.people]
    return st.builds(
        a_new_client,
        access=st.sampled_from(Access),
        manager_id=st.none() | st.sampled_from(ids),
        portfolio_id=st.none() | st.sampled_from(cast.portfolios),
        chosen=st.frozensets(st.sampled_from(ids)),
    )


def readers_of(cast: Cast) -> st.SearchStrategy[Collaborator]:
    members = st.builds(
        replace,
        st.sampled_from(cast.people),
        role=st.sampled_from(Role),
        active=st.booleans(),
        portfolios=st.frozensets(st.sampled_from(cast.portfolios)),
    )
    return members | st.just(cast.stranger)


@pytest.mark.abuse("R1", "T1")
def test_the_books_show_exactly_what_the_rule_allows(cast: Cast) -> None:
    books = cast.records.clients

    # The fixtures serve every example: each undoes what it wrote.
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(new=new_clients(cast), state=st.sampled_from(ClientState), who=readers_of(cast))
    def hold_side_by_side(new: NewClient, state: ClientState, who: Collaborator) -> None:
        savepoint = cast.records.connection.begin_nested()
        client = books.keep(replace(books.add(new, cast.people[0], MONDAY), state=state))
        expected = [client] if may_see(who, client) else []
        found = books.find(who, ClientFilter(states=tuple(ClientState)))
        searched = books.find(who, ClientFilter(text="morel", states=tuple(ClientState)))
        savepoint.rollback()
        assert found == searched == (expected, len(expected))

    hold_side_by_side()


def test_a_reader_of_another_firm_is_shown_nothing(cast: Cast) -> None:
    cast.records.clients.add(a_new_client(access=Access.EVERYONE), cast.people[0], MONDAY)
    assert cast.records.clients.find(cast.stranger, ClientFilter()) == ([], 0)
