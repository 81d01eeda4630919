"""Whatever becomes of roles, portfolios, accesses and clients, nobody sees what the rules forbid, by any door."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import App, BoltRequest

from domain.acts import Act
from domain.books import ClientFilter
from domain.calendar import ONE_DAY
from domain.clients import Access, Client, ClientState
from domain.columns import Column
from domain.history import HistoryLine
from domain.messages import NewDocument
from domain.people import Collaborator, Role
from domain.requests import NewRequest
from domain.rights import may_see
from domain.team import departed
from handlers.clients.list_tools import list_sheet
from handlers.digest.message import digest_message
from handlers.words import words_for
from storage.records import FirmRecords
from tests.builders import a_message
from tests.handlers.rights_table import ROWS, Try, Who
from tests.handlers.slack_server import SlackServer
from tests.handlers.test_rights_matrix import DOORS, payload
from tests.offices import SmallOffice

NAMES = ("Atelier Morel", "Boulangerie Lucas", "Cave Lorieux", "Domaine Brault")
PEOPLE = ("Anne Petit", "Bruno Roche", "Chloé Simon", "Denis Faure")
# By each door, the lines that name a client: its code is typed by nobody, and shown wherever the client is.
LISTS = (
    ("command /client", Try(Who.EVERYONE, text="liste")),
    ("action client.list", Try(Who.EVERYONE, value="all")),
    ("event app_home_opened", Try(Who.EVERYONE)),
    ("action home.more.mail", Try(Who.EVERYONE)),
    ("action home.more.incidents", Try(Who.EVERYONE)),
    ("action home.more.incomplete", Try(Who.EVERYONE, value="incomplete")),
    ("action home.more.invitations", Try(Who.EVERYONE)),
)
BY_NAME = (
    ("command /client", Try(Who.SEES, text="{name}")),
    ("command /client", Try(Who.SEES, text="affecter {name}")),
    ("options client.find", Try(Who.SEES, text="{name}")),
    ("action client.open", Try(Who.SEES, value="c{client}")),
    ("action client.contacts", Try(Who.SEES, value="c{client}")),
    ("action client.assign", Try(Who.SEES, value="c{client}")),
    ("action mail.open", Try(Who.SEES, value="m{message}")),
)
# By an id that somebody kept, or forged: every door of the rights matrix that a client of the firm may be asked at.
THINGS = frozenset({"client", "contact", "invitation", "message", "document", "note", "request", "export"})
BY_ID = [
    (door, attempt)
    for door, tries in ROWS.items()
    for attempt in tries
    if attempt.ids and attempt.ids <= THINGS and attempt.who is not Who.NOBODY
]
# As many of them at each example, in turn.
AT_A_TIME, EXAMPLES = 20, 10


@dataclass
class Firm:
    """People, portfolios and clients whose standing changes at each step; codes and subjects betray a client."""

    office: SmallOffice
    app: App
    slack: SlackServer
    url: str
    people: Sequence[Collaborator]
    portfolios: Sequence[int]
    clients: Sequence[Client]
    things: dict[int, dict[str, object]]
    turn: Iterator[int]

    def betrays(self, client: Client) -> tuple[str, str]:
        return str(client.code), f"Secret {client.code}"

    def doors_in_turn(self) -> list[tuple[str, Try]]:
        """The next of the doors that take an id."""
        return [BY_ID[next(self.turn) % len(BY_ID)] for _ in range(AT_A_TIME)]

    def hear(self, door: str, how: Try, who: Collaborator, client: Client | None = None) -> str:
        ids: dict[str, object] = {"own_draft": "none", "name": "", "client": 0, "message": 0}
        if client is not None:
            ids |= {"name": client.name, **self.things[client.id]}
        calls, told = len(self.slack.calls), len(self.slack.ephemerals)
        body = payload(DOORS[door], how, who, ids, self.url)
        answer = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert answer.status == 200
        heard: list[Any] = [answer.body, self.slack.calls[calls:], self.slack.ephemerals[told:]]
        return json.dumps(heard, ensure_ascii=False)


@pytest.fixture
def firm(office: SmallOffice, app: App, slack_and_url: tuple[SlackServer, str]) -> Firm:
    slack, url = slack_and_url
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    people = [office.hire(name) for name in PEOPLE]
    portfolios = [office.open_portfolio(name).id for name in ("Artisans", "SCI")]
    clients = [office.follow(name, by=helene, code=f"K7Q{place}") for place, name in enumerate(NAMES)]
    now = office.now()
    things: dict[int, dict[str, object]] = {}
    for client in clients:
        contact = office.meet(client, email=f"contact@{client.code}.example")
        invitation = office.invite(contact)
        secret = f"Secret {client.code}"
        with office.records() as records:
            file = NewDocument(f"{secret}.pdf", "application/pdf", 1, "ab" * 32, now, client_id=client.id)
            things[client.id] = {
                "client": client.id,
                "contact": contact.id,
                "invitation": invitation.id,
                "message": records.messages.add(a_message(client_id=client.id, subject=secret)).id,
                "document": records.messages.add_document(file).id,
                "note": records.notes.add(client.id, helene.id, secret, now).id,
                "request": records.requests.add(NewRequest(client.id, secret, now.date(), now, helene.id)).id,
                "export": records.exports.ask(client.id, helene, now).id,
            }
            records.note(
                HistoryLine.by_person(helene, Act.CLIENT_EDITED, now, client_id=client.id, after={"name": secret})
            )
    return Firm(office, app, slack, url, people, portfolios, clients, things, count())


Move = Callable[[Firm, FirmRecords], None]


def of_person(change: Callable[[Collaborator], Collaborator], place: int) -> Move:
    def act(firm: Firm, records: FirmRecords) -> None:
        person = records.people.get(firm.people[place].id)
        assert person is not None
        records.people.keep(change(person))

    return act


def of_client(change: Callable[[Firm, Client], Client], place: int) -> Move:
    def act(firm: Firm, records: FirmRecords) -> None:
        client = records.clients.get(firm.clients[place].id)
        assert client is not None
        records.clients.keep(change(firm, client))

    return act


def acts() -> st.SearchStrategy[Move]:
    """One step: what the desks do to a person's rights, or to a client's."""
    person, client = st.integers(0, len(PEOPLE) - 1), st.integers(0, len(NAMES) - 1)
    portfolio = st.integers(0, 1)

    def role(place: int, to: Role) -> Move:
        return of_person(lambda who: replace(who, role=to), place)

    def joins(place: int, which: int) -> Move:
        def act(firm: Firm, records: FirmRecords) -> None:
            of_person(lambda who: replace(who, portfolios=who.portfolios ^ {firm.portfolios[which]}), place)(
                firm, records
            )

        return act

    def leaves(place: int) -> Move:
        def act(firm: Firm, records: FirmRecords) -> None:
            of_person(departed, place)(firm, records)
            records.clients.withdraw_access(firm.people[place].id)

        return act

    def returns(place: int) -> Move:
        return of_person(lambda who: replace(who, active=True, role=Role.COLLABORATOR), place)

    def gives(place: int, to: int) -> Move:
        return of_client(lambda firm, client: replace(client, chosen=client.chosen ^ {firm.people[to].id}), place)

    def manages(place: int, by: int) -> Move:
        return of_client(lambda firm, client: replace(client, manager_id=firm.people[by].id), place)

    def moves(place: int, which: int) -> Move:
        return of_client(lambda firm, client: replace(client, portfolio_id=firm.portfolios[which]), place)

    def opens(place: int, to: Access) -> Move:
        return of_client(lambda _, client: replace(client, access=to), place)

    def becomes(place: int, state: ClientState) -> Move:
        return of_client(lambda _, client: replace(client, state=state), place)

    def handed_over(leaver: int, heir: int) -> Move:
        return lambda firm, records: _ignored(records.clients.hand_over(firm.people[leaver].id, firm.people[heir].id))

    return st.one_of(
        st.builds(role, person, st.sampled_from(Role)),
        st.builds(joins, person, portfolio),
        st.builds(leaves, person),
        st.builds(returns, person),
        st.builds(gives, client, person),
        st.builds(manages, client, person),
        st.builds(moves, client, portfolio),
        st.builds(opens, client, st.sampled_from(Access)),
        st.builds(becomes, client, st.sampled_from(ClientState)),
        st.builds(handed_over, person, person),
    )


def _ignored(_: object) -> None:
    return None


def begin_again(firm: Firm) -> None:
    """Everybody a collaborator of no portfolio; every client active, its administrator's, and chosen for nobody."""
    with firm.office.records() as records:
        for person in firm.people:
            records.people.keep(person)
        for client in firm.clients:
            now = records.clients.get(client.id)
            assert now is not None
            records.clients.keep(replace(client, access=Access.CHOSEN, version=now.version))


def forbidden(firm: Firm) -> Iterator[tuple[Collaborator, Client]]:
    """Each person with each client that they may not see, as things stand."""
    with firm.office.reading() as records:
        people = [person for person in map(records.people.get, (each.id for each in firm.people)) if person]
        clients = [client for client in map(records.clients.get, (each.id for each in firm.clients)) if client]
    return ((person, client) for person in people for client in clients if not may_see(person, client))


@pytest.mark.slow
@pytest.mark.abuse("R1", "R3")
def test_whatever_becomes_of_rights_no_door_shows_what_they_forbid(firm: Firm) -> None:
    # The fixture serves every example: each begins again.
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(acts(), min_size=1, max_size=12))
    def walk(steps: list[Move]) -> None:
        begin_again(firm)
        for step in steps:
            with firm.office.records() as records:
                step(firm, records)
        hidden: dict[int, list[Client]] = {}
        for person, client in forbidden(firm):
            hidden.setdefault(person.id, []).append(client)
        for person in firm.people:
            _shown_nothing_of(firm, person, hidden.get(person.id, []))

    walk()


def _shown_nothing_of(firm: Firm, person: Collaborator, hidden: Sequence[Client]) -> None:
    if not hidden:
        return
    heard = [firm.hear(door, how, person) for door, how in LISTS]
    heard += [firm.hear(door, how, person, client) for client in hidden for door, how in BY_NAME]
    heard += [_exported(firm, person), _digest(firm, person)]
    for client in hidden:
        for mark in firm.betrays(client):
            assert not any(mark in answer for answer in heard), (person.name, client.name)
    asked = next(firm.turn) % len(hidden)
    for door, how in firm.doors_in_turn():
        answer = firm.hear(door, how, person, hidden[asked])
        for mark in (*firm.betrays(hidden[asked]), hidden[asked].name):
            assert mark not in answer, (person.name, door)


def _digest(firm: Firm, person: Collaborator) -> str:
    """What the digest of tomorrow would say."""
    with firm.office.reading() as records:
        who = records.people.get(person.id)
        assert who is not None
        if not who.active:
            return ""
        return str(digest_message(records, who, words_for("fr"), None, firm.office.now() + ONE_DAY))


def _exported(firm: Firm, person: Collaborator) -> str:
    """What the spreadsheet of all that this person may list says."""
    with firm.office.reading() as records:
        who = records.people.get(person.id)
        assert who is not None
        every = ClientFilter(states=tuple(ClientState), limit=100)
        content, _ = list_sheet(records, who, words_for("fr"), firm.office.now(), every, tuple(Column))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_every_door_that_takes_an_id_is_walked_through() -> None:
    """Ten examples of four people, twenty doors each, are more than there are."""
    assert {door for door, _ in BY_ID} >= {"action client.history", "action client.export", "action client.documents"}
    assert len(BY_ID) <= EXAMPLES * AT_A_TIME


def test_the_same_doors_show_what_the_rules_allow(firm: Firm) -> None:
    """Or the walk above would hold for an office that shows nothing to anybody."""
    begin_again(firm)
    anne, client = firm.people[0], firm.clients[0]
    with firm.office.records() as records:
        of_client(lambda _, it: replace(it, manager_id=anne.id), 0)(firm, records)
    for door, how in BY_NAME:
        heard = firm.hear(door, how, anne, client)
        assert any(mark in heard for mark in (*firm.betrays(client), client.name)), door
    assert str(client.code) in _exported(firm, anne)
    assert any(str(client.code) in firm.hear(door, how, anne) for door, how in LISTS)
