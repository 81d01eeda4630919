"""A contact at the door of the client space: a browser without scripts, and a letter in hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState, LinkKind
from domain.people import Collaborator, Role
from domain.tokens import hash_token
from handlers.web.app import create_app
from tests.offices import SmallHouse, SmallOffice

SITE = "https://space.valmont.example"


class Browser:
    """A visitor's browser: it keeps cookies, follows redirections, and fills forms as they are given."""

    def __init__(self, http: TestClient) -> None:
        self.http = http
        self.page: httpx.Response | None = None

    def opens(self, path: str) -> httpx.Response:
        self.page = self.http.get(path, follow_redirects=True)
        return self.page

    def presses(self, action: str, **typed: str) -> httpx.Response:
        """Send the form of that action, with its hidden token and what is typed."""
        assert self.page is not None, "no page is open"
        token = form_token(self.page, action)
        self.page = self.http.post(
            action, data={**typed, "token": token}, headers={"Origin": SITE}, follow_redirects=True
        )
        return self.page


def form_token(page: httpx.Response, action: str) -> str:
    """The hidden token of the form of that action."""
    token = re.search(
        rf'<form method="post" action="{re.escape(action)}"[^>]*>\s*'
        r'<input type="hidden" name="token" value="(\w+)">',
        page.text,
    )
    assert token, f"no form for {action} on this page"
    return token[1]


@dataclass
class Invited:
    """A contact with an invitation in hand, and the tokens of its letter."""

    office: SmallOffice
    manager: Collaborator
    client: Client
    contact: Contact
    invitation: Invitation
    tokens: dict[LinkKind, str]

    @property
    def now_stands(self) -> Invitation:
        with self.office.reading() as records:
            kept = records.invitations.get(self.invitation.id)
            assert kept is not None
            return kept

    @property
    def opening(self) -> str:
        return f"/i/{self.tokens[LinkKind.OPEN]}"

    @property
    def stop(self) -> str:
        return f"/s/{self.tokens[LinkKind.STOP]}"

    @property
    def not_me(self) -> str:
        return f"/w/{self.tokens[LinkKind.WRONG_PERSON]}"


def invite(office: SmallOffice, manager: Collaborator, client: Client, **points: str) -> Invited:
    contact = office.meet(client, **points)
    invitation = office.invite(contact)
    tokens = {kind: office.token() for kind in LinkKind}
    with office.records() as records:
        for kind, token in tokens.items():
            records.invitations.add_link(invitation.id, kind, hash_token(token), office.now())
        queued = replace(invitation.queue(office.now()), state=InvitationState.SENT)
        invitation = records.invitations.keep(queued)
    return Invited(office, manager, client, contact, invitation, tokens)


@pytest.fixture
def nadia(office: SmallOffice) -> Collaborator:
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def claire(office: SmallOffice, nadia: Collaborator) -> Invited:
    office.public_url = SITE
    return invite(office, nadia, office.follow("Atelier Morel", by=nadia), phone="+33639982107")


@pytest.fixture
def browser(house: SmallHouse) -> Iterator[Browser]:
    with TestClient(create_app(house, b"a secret of tests", SITE), base_url=SITE) as http:
        yield Browser(http)
