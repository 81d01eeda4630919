"""The desks as people meet them: the real Bolt app over a real small office, and people at work in Slack."""

from collections.abc import Callable, Iterator

import pytest
from slack_bolt import App
from sqlalchemy import select

from bot.slack import slack_app
from domain.clients import Address
from domain.people import Collaborator, Role
from domain.registry import RegistryCompany, RegistryDirector
from handlers.firm.history_words import TOLD_OF_THE_FIRM
from handlers.life.history_words import SENTENCES
from storage.database import Visitor
from storage.tables import history
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import TEAM, SlackServer, slack_server
from tests.offices import SmallHouse, SmallOffice

MOREL = RegistryCompany(
    siren="839602299",
    nic="00019",
    name="Atelier Morel",
    ape="43.32A",
    address=Address("8 rue des Tanneurs", "37000", "Tours"),
    trade="menuiserie",
    is_employer=True,
    directors=(RegistryDirector("Claire", "Morel", "Gérance"), RegistryDirector("Paul", "Morel", "Gérance")),
    open_establishments=(("00019", "Tours"), ("00027", "Amboise")),
)


class SlackHouse:
    """The offices, as Slack's side asks for them."""

    def __init__(self, house: SmallHouse, office: SmallOffice) -> None:
        self.house = house
        self.office = office

    def visitor(self, team_id: str, slack_id: str | None) -> Visitor | None:
        if team_id != TEAM:
            return None
        with self.office.reading() as records:
            who = records.people.of_slack(slack_id) if slack_id else None
        return Visitor(self.office.firm_id, f"xoxb-{self.office.firm_id}", who)

    def of(self, firm_id: int) -> SmallOffice:
        return self.office


@pytest.fixture
def slack_and_url() -> Iterator[tuple[SlackServer, str]]:
    with slack_server() as pair:
        yield pair


@pytest.fixture
def slack(slack_and_url: tuple[SlackServer, str]) -> SlackServer:
    return slack_and_url[0]


@pytest.fixture
def app(house: SmallHouse, office: SmallOffice, slack_and_url: tuple[SlackServer, str]) -> App:
    return slack_app(SlackHouse(house, office), slack_and_url[1])  # type: ignore[arg-type]  # what Slack's side needs


@pytest.fixture
def at_work(app: App, slack_and_url: tuple[SlackServer, str]) -> Callable[[Collaborator], Person]:
    """Gives a collaborator a Slack."""

    def sit_down(who: Collaborator, team: str = TEAM) -> Person:
        return Person(app, slack_and_url[0], slack_and_url[1], who, team)

    return sit_down


@pytest.fixture
def helene(office: SmallOffice, at_work: Callable[[Collaborator], Person]) -> Person:
    """Hélène Valmont, administrator, at work in Slack; the registry knows Atelier Morel."""
    office.registry.companies = [MOREL]
    return at_work(office.hire("Hélène Valmont", Role.ADMINISTRATOR))


@pytest.fixture
def nadia(office: SmallOffice, at_work: Callable[[Collaborator], Person], helene: Person) -> Person:
    """Nadia Benali, manager, in the portfolio « Artisans »."""
    who = office.hire("Nadia Benali", Role.MANAGER)
    office.open_portfolio("Artisans", who)
    with office.reading() as records:
        return at_work(records.people.get(who.id) or who)


@pytest.fixture
def thomas(office: SmallOffice, at_work: Callable[[Collaborator], Person], nadia: Person) -> Person:
    """Thomas Roux, collaborator, in no portfolio."""
    return at_work(office.hire("Thomas Roux", Role.COLLABORATOR))


@pytest.fixture
def outbox(office: SmallOffice) -> Outbox:
    return Outbox(office)


@pytest.fixture(autouse=True)
def every_line_can_be_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does to a client or to the firm, its history has a sentence for it."""
    office: SmallOffice | None = request.getfixturevalue("office") if "office" in request.fixturenames else None
    yield
    if office is not None:
        with office.reading() as records:
            of_a_client = history.c.client_id.is_not(None)
            for which, told in ((of_a_client, SENTENCES.keys()), (~of_a_client, TOLD_OF_THE_FIRM)):
                acts = records.connection.execute(select(history.c.act).where(which).distinct())
                assert set(acts.scalars()) <= told
