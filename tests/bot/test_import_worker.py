"""The worker of the imports, from a sheet downloaded from a real Slack to the rows in the books and the report."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from bot.dispatcher import Dispatcher
from bot.imports import ImportWorker
from bot.mail_sender import MailSender
from bot.mail_urls import mail_server
from bot.office import FirmOffice, House
from bot.sent_folder import SentFolders
from bot.slack import slack_app
from bot.slack_client import web_client
from bot.slack_sender import SlackSender
from bot.smtp import SendingServer
from bot.socket import SlackSocket
from domain.books import ClientFilter
from domain.clients import ClientState
from domain.people import Collaborator, Role
from handlers.life.sweep import erase_due
from handlers.sheets import workbook
from sandbox.person import Person
from sandbox.screens import Message
from tests.bot.dispatching import NO_SERVER
from tests.bot.opened import Opened
from tests.builders import a_firm

pytestmark = pytest.mark.slow

HEADERS = ["Raison sociale", "SIREN", "Code APE", "Code dossier", "Contact 1 : nom", "Contact 1 : e-mail"]
ROWS = [
    ["Atelier Morel", "839602299", "43.32A", "0001", "Morel", "claire@morel.example"],
    ["Menuiserie Vidal", "850885054", "43.32A", "0002", "Vidal", "paul@vidal.example"],
    ["Transport Loir", "80331", "49.41A", "0003", "", ""],
]
SHEET = workbook("Dossiers", HEADERS, ROWS)
BACK = "clients, vérifié.xlsx"


@pytest.fixture
def office(opened: Opened, open_house: Callable[..., House]) -> Iterator[FirmOffice]:
    """A firm whose parts are at work as `guichet run` starts them: Slack's socket, the outbox, the imports."""
    slack = opened.addresses["slack_api_url"]
    house = open_house(slack)
    firm = house.database.create_firm(a_firm(slack_team="T0VALMONT"), bot_token=opened.addresses["bot_token"])
    office = house.of(firm.id)
    with office.records() as records:
        records.people.add("U0HELENE", "Hélène Valmont", None, Role.ADMINISTRATOR, "fr")
    mail = MailSender(house.database, SendingServer(mail_server(NO_SERVER), 5), SentFolders(house.database))
    dispatcher = Dispatcher(house.database, house.clock, mail, SlackSender(house.database, slack))
    house.when_written(dispatcher.wake)
    line = SlackSocket(slack_app(house, slack), opened.addresses["app_token"], web_client(slack))
    with ExitStack() as open_parts:
        for part in (dispatcher, ImportWorker(house), line):
            part.start()
            open_parts.callback(part.stop)
        assert line.wait_until_up(60)
        yield office


@pytest.fixture
def helene(opened: Opened) -> Iterator[Person]:
    with Person(opened.page, "U0HELENE", patience=60) as person:
        yield person


def sends(person: Person) -> None:
    person.types("/client importer")
    form = person.waits_for_modal("Importer des dossiers")
    form.attach("Fichier", {"clients.xlsx": SHEET})
    assert form.submits() == {}


def sheets_back(person: Person) -> list[Message]:
    return [message for message in person.messages() if any(file["name"] == BACK for file in message.files)]


def names(office: FirmOffice) -> list[str]:
    with office.reading() as records:
        who: Collaborator = records.people.administrators()[0]
        found, _ = records.clients.find(who, ClientFilter(limit=50))
    return [client.name for client in found]


@pytest.mark.abuse("A5", "P8")
def test_a_sheet_sent_twice_opens_each_client_once_and_what_was_given_back_goes_with_an_erased_client(
    office: FirmOffice, helene: Person
) -> None:
    sends(helene)
    trial = helene.sees_message("Essai de clients.xlsx terminé")
    assert "Transport Loir" in trial.text
    helene.waits_for(lambda: sheets_back(helene) or None, "the sheet given back")
    assert names(office) == []
    trial.press("import.confirm")
    helene.sees_message("2 dossiers enregistrés. 1 ligne refusée reste dans le fichier.")
    assert names(office) == ["Atelier Morel", "Menuiserie Vidal"]

    sends(helene)
    again = helene.sees_message("Essai de clients.xlsx terminé")
    assert "identiques" in again.text
    assert not any(button.startswith("Importer") for button in again.buttons)
    assert names(office) == ["Atelier Morel", "Menuiserie Vidal"]
    helene.waits_for(lambda: len(sheets_back(helene)) == 2 or None, "the second sheet given back")

    with office.records() as records:
        client = records.clients.of_code("0001")
        assert client is not None
        now = office.now()
        ended = replace(client, state=ClientState.TERMINATED, terminated_from=client.state, terminated_at=now)
        records.clients.keep(replace(ended, erase_at=now))
        records.erasure.told(client.id, now)
    helene.waits_for(lambda: erase_due(office, office.now()) or None, "the erasure")
    helene.waits_for(lambda: not sheets_back(helene) or None, "the sheets taken back")
    helene.sees_message("Import abandonné")

    def said() -> str:
        return "\n".join(message.text for message in helene.messages())

    helene.waits_for(lambda: "2 dossiers enregistrés" not in said() or None, "the report taken back")
