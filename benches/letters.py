"""Ten thousand lifelike mails from the drawer of the tests, and an office that knows half of those who wrote them."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from itertools import cycle, islice
from pathlib import Path

from benches.slack_load import CHANNEL, TEAM, USER
from domain.firm import Firm
from domain.people import Role
from storage.database import open_database
from storage.encryption import KeyRing
from tests.builders import MONDAY, a_new_client, a_new_contact

DRAWER = Path("tests/mails")
# What is there to be refused is no day's mail.
HOSTILE = "hostile-"
MESSAGE_ID = re.compile(rb"(?im)^message-id:.*\r?\n(?:[ \t].*\r?\n)*")
SENDER = re.compile(rb"(?im)^from:[ \t]*(.*\S)")


def letters(how_many: int) -> Iterator[bytes]:
    """Mails of the drawer over and over, each with a Message-ID and a first line of its own."""
    for number, mail in enumerate(islice(cycle(_drawer()), how_many)):
        head, gap, body = mail.partition(b"\r\n\r\n")
        own = b"Message-ID: <%d@bench.example>\r\nX-Bench: %d\r\n" % (number, number)
        yield own + MESSAGE_ID.sub(b"", head + b"\r\n")[:-2] + gap + b"%d\r\n" % number + body


def furnish(folder: Path, bot_token: str, clients: int = 500) -> str:
    """Make an office in that data folder, with a mail channel and clients; the URL of its books."""
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'guichet.db'}"
    database = open_database(url, KeyRing.of_file(folder / "keys"))
    database.migrate()
    firm = Firm(
        id=0,
        name="Banc",
        slack_team=TEAM,
        mail_from="depot@bench.example",
        mail_channel=CHANNEL,
        authserv_id="mx.bench",
    )
    firm_id = database.create_firm(firm, bot_token).id
    addresses = sorted(
        {parseaddr(found[1].decode("utf-8", "replace"))[1] for found in map(SENDER.search, _drawer()) if found}
    )
    with database.records(firm_id) as records:
        author = records.people.add(USER, "Banc", "banc@bench.example", Role.ADMINISTRATOR, "fr")
        known = iter(address for address in addresses[::2] if "@" in address)
        for number in range(clients):
            client = records.clients.add(a_new_client(f"Dossier {number}"), author, MONDAY)
            email = next(known, f"contact{number}@client{number}.example")
            records.contacts.add(client.id, a_new_contact(email=email.lower()))
    database.close()
    return url


def _drawer() -> list[bytes]:
    files = sorted(DRAWER.glob("*.eml"))
    return [re.sub(rb"\r?\n", b"\r\n", file.read_bytes()) for file in files if not file.name.startswith(HOSTILE)]
