"""An office with a mailbox, a mail channel and a client whose director writes."""

import pytest

from domain.books import Mailbox
from domain.clients import Access, Client
from domain.contacts import Contact
from domain.people import Collaborator, Role
from tests.handlers.mail.raw_mails import STAMP
from tests.offices import SmallOffice

CHANNEL = "C0COURRIER"


@pytest.fixture
def nadia(office: SmallOffice) -> Collaborator:
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def desk(office: SmallOffice, nadia: Collaborator) -> SmallOffice:
    """The office, its mail channel read by Nadia alone, its provider's stamps known."""
    office.change_firm(mail_channel=CHANNEL, authserv_id=STAMP)
    office.channels[CHANNEL] = frozenset({nadia.slack_id})
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imap://x"))
    return office


@pytest.fixture
def client(desk: SmallOffice, nadia: Collaborator) -> Client:
    return desk.follow("Atelier Morel", by=nadia, access=Access.CHOSEN, deposit="courrier+atelier-morel.k7qm2z4p")


@pytest.fixture
def claire(desk: SmallOffice, client: Client) -> Contact:
    return desk.meet(client, phone="+33639982107")
