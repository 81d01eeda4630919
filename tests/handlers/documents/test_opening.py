"""A document opened from Slack: a link that serves once, for those who see its client."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from domain.clients import Access, Client
from domain.documents import NotFiled
from domain.messages import Document, NewDocument
from domain.people import Collaborator
from handlers.web.app import create_app
from tests.handlers.slack_person import Person
from tests.handlers.web.conftest import SITE, Browser
from tests.offices import SmallHouse, SmallOffice

PDF = b"%PDF-1.4 un avis"


@pytest.fixture
def browser(house: SmallHouse, office: SmallOffice) -> Iterator[Browser]:
    office.public_url = SITE
    with TestClient(create_app(house, b"a secret of tests", SITE), base_url=SITE) as http:
        yield Browser(http)


@pytest.fixture
def client(office: SmallOffice, nadia: Person) -> Client:
    return office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)


@pytest.fixture
def notice(office: SmallOffice, client: Client) -> Document:
    with office.records() as records:
        blob = office.blobs.put(office.firm_id, PDF)
        new = NewDocument("../avis.pdf", "application/pdf", len(PDF), blob, office.now(), client.id)
        return records.messages.add_document(new)


def link_of(person: Person) -> str:
    person.command("/client morel")
    person.press("client.documents")
    person.press("document.open")
    [button] = person.block("next")["elements"]
    return str(button["url"]).removeprefix(SITE)


def test_a_document_is_taken_by_a_link_that_serves_once(nadia: Person, browser: Browser, notice: Document) -> None:
    link = link_of(nadia)
    assert "Une pièce pour vous seulement" in browser.opens(link).text
    page = browser.presses(link)
    assert "Atelier Morel" in page.text
    taken = browser.http.get(f"{page.url.path}/file")
    assert taken.content == PDF
    assert taken.headers["content-disposition"] == "attachment; filename*=UTF-8''avis.pdf"
    assert taken.headers["content-type"] == "application/octet-stream"
    assert browser.opens(link).status_code == 404


@pytest.mark.abuse("S4")
def test_a_right_withdrawn_closes_the_page(
    nadia: Person, office: SmallOffice, browser: Browser, client: Client, notice: Document
) -> None:
    unused = link_of(nadia)
    browser.opens(link_of(nadia))
    assert browser.page is not None
    page = browser.presses(browser.page.url.path)
    with office.records() as records:
        records.clients.keep(replace(client, manager_id=None))
    for path in (page.url.path, f"{page.url.path}/file", "/staff/documents/987654/file", unused):
        assert browser.http.get(path).status_code == 404


@pytest.mark.abuse("S4")
def test_who_may_not_see_the_client_is_given_no_link(
    nadia: Person, office: SmallOffice, notice: Document, at_work: Callable[[Collaborator], Person]
) -> None:
    stranger = at_work(office.hire("Thomas Roux"))
    button = {"type": "button", "action_id": "document.open", "text": {"type": "plain_text", "text": "x"}}
    message = {"blocks": [{"type": "actions", "elements": [button]}]}
    for value in (f"d{notice.id}", "d987654"):
        stranger.press_in_message(message, "document.open", value=value)
        assert stranger.stack == []


def test_a_refused_file_is_not_opened(nadia: Person, office: SmallOffice, notice: Document) -> None:
    with office.records() as records:
        records.messages.keep_document(replace(notice, refused=NotFiled.ARCHIVE))
    nadia.command("/client morel")
    nadia.press("client.documents")
    assert "Ouvrir" not in nadia.text
