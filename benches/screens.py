"""Every screen of a firm of 600 clients and 15 people: from the press to the view that Slack receives."""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from benches.books import Books, databases, open_office
from benches.rows import Row, percentile, say
from bot.slack import slack_app
from domain.clients import Access
from domain.invitations import InvitationState
from domain.people import Collaborator, Portfolio, Role
from storage.database import Visitor
from tests.builders import a_message
from tests.handlers.conftest import MOREL
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import TEAM, SlackServer, slack_server
from tests.offices import SmallOffice

CLIENTS, PEOPLE, PORTFOLIOS = 600, 15, 4
ROUNDS = 7
MOST = 200.0
EXPORT = "the export of a list"
TOWNS = ("Tours", "Amboise", "Loches", "Vouvray", "Saint-Avertin")

Screen = Callable[[Person], object]
SCREENS: dict[str, Screen] = {
    "Home": lambda person: person.open_home(),
    "/client": lambda person: person.command("/client"),
    "a search": lambda person: person.command("/client menuiserie 12"),
    "a search with a slip": lambda person: person.command("/client menuisrie"),
    "a card": lambda person: person.command("/client 00123"),
    "the wizard": lambda person: person.command("/client nouveau"),
}


def rows() -> Iterator[Row]:
    with databases() as opened, tempfile.TemporaryDirectory() as folder, slack_server() as (slack, url):
        for name, books in opened.items():
            say(f"screens: {name}")
            office, people = _furnish(books, Path(folder))
            app = slack_app(_House(office), url)  # type: ignore[arg-type]  # what Slack's side needs
            took: dict[str, list[float]] = {}
            for who in people:
                person = Person(app, slack, url, who)
                for _ in range(ROUNDS + 1):
                    for screen, milliseconds in _walk(person, slack):
                        took.setdefault(f"{screen} ({who.role})", []).append(milliseconds)
            warm = {screen: times[1:] for screen, times in took.items()}
            sheets = [each for screen in list(warm) if screen.startswith(EXPORT) for each in warm.pop(screen)]
            yield _row(name, warm)
            what = f"a list of {CLIENTS} clients as a spreadsheet, put in the outbox, {name}"
            yield Row(what, f"p50 {median(sheets):.0f} ms, p95 {percentile(sheets, 95):.0f} ms")


def _row(name: str, took: dict[str, list[float]]) -> Row:
    slowest = max(took, key=lambda screen: percentile(took[screen], 95))
    worst = percentile(took[slowest], 95)
    every = [each for times in took.values() for each in times]
    return Row(
        f"{len(took)} screens of a firm of {CLIENTS} clients and {PEOPLE} people, {name}",
        f"p50 {median(every):.0f} ms; the slowest, {slowest}: p95 {worst:.0f} ms",
        "",
        None,
        f"every screen < {MOST:.0f} ms",
        worst < MOST,
    )


class _House:
    """The one office, as Slack's side asks for it."""

    def __init__(self, office: SmallOffice) -> None:
        self.office = office

    def visitor(self, team_id: str, slack_id: str | None) -> Visitor | None:
        with self.office.reading() as records:
            who = records.people.of_slack(slack_id) if slack_id else None
        return Visitor(self.office.firm_id, "xoxb-bench", who) if team_id == TEAM else None

    def of(self, _firm_id: int) -> SmallOffice:
        return self.office


def _furnish(books: Books, folder: Path) -> tuple[SmallOffice, list[Collaborator]]:
    """The office, with one person of each role whose screens are looked at."""
    office, head = open_office(books, folder, 0)
    office.registry.companies = [MOREL]
    # Else the first days would stand in place of an administrator's Home.
    office.change_firm(invitation_read_at=office.now())
    managers = [office.hire(f"Responsable {n}", Role.MANAGER, f"U0M{n}") for n in range(PORTFOLIOS)]
    others = [office.hire(f"Collaborateur {n}", Role.COLLABORATOR, f"U0C{n}") for n in range(PEOPLE - PORTFOLIOS - 1)]
    portfolios = [office.open_portfolio(f"Portefeuille {n}", m, *others[n::PORTFOLIOS]) for n, m in enumerate(managers)]
    chance = Random(1)
    for number in range(CLIENTS):
        _client(office, number, managers[number % PORTFOLIOS], portfolios[number % PORTFOLIOS], chance)
    books.settle()
    with office.reading() as records:
        return office, [records.people.get(who.id) or who for who in (head, managers[0], others[0])]


def _client(office: SmallOffice, number: int, manager: Collaborator, portfolio: Portfolio, chance: Random) -> None:
    """A client with a director; some invited, some unreachable, some waiting, some that wrote."""
    client = office.follow(
        f"Menuiserie {chance.choice(TOWNS)} {number}",
        by=manager,
        code=f"{number:05}",
        siren=f"{chance.randrange(10**9):09}",
        portfolio_id=portfolio.id,
        access=Access.EVERYONE if number % 3 == 0 else Access.PORTFOLIO,
    )
    contact = office.meet(client, email=f"direction@client{number}.example")
    if number % 4 == 0:
        office.invite(contact, state=InvitationState.BOUNCED if number % 44 == 0 else InvitationState.SENT)
    elif number % 7 == 0:
        office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    if number % 6 == 0:
        with office.records() as records:
            of_nobody = number % 18 == 0
            records.messages.add(
                a_message(client_id=None if of_nobody else client.id, needs_person=of_nobody, why="unknown_sender")
            )


def _walk(person: Person, slack: SlackServer) -> Iterator[tuple[str, float]]:
    for name, go in SCREENS.items():
        yield name, _timed(partial(go, person))
    person.command("/client")
    yield "all the clients", _timed(lambda: person.pick_filter("scope", "all"))
    yield "the clients to complete", _timed(lambda: person.pick_filter("state", "incomplete"))
    person.pick_filter("state", "active")
    yield "the next page", _timed(lambda: person.press("page.next"))
    yield "the export's form", _timed(lambda: person.press("list.export"))
    yield EXPORT, _timed(person.submit)
    person.command("/client 00120")
    yield "the contacts", _timed(lambda: person.press("client.contacts"))
    person.stack.clear()
    for counter in ("incidents", "mail", "invitations"):
        person.stack.clear()
        yield f"the list of {counter}", _timed(partial(person.press, f"home.more.{counter}"))
    slack.calls.clear()


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
