"""The export of one client: asked for, made apart, told to others, and taken by that person alone (P7, A2)."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from starlette.testclient import TestClient

from domain.books import Mailbox
from domain.clients import Address, Client, Site
from domain.custom_fields import FieldType, NewField
from domain.messages import NewDocument
from domain.people import Role
from domain.requests import NewRequest
from domain.tokens import hash_token
from handlers.life.archive import build_exports
from handlers.web.app import create_app
from tests.builders import a_message, a_raw_mail
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.handlers.web.conftest import SITE, Browser
from tests.offices import SmallHouse, SmallOffice

MASKED = "1 84 •• •• ••• ••• 56".replace(" ", "\u00a0")
TOLD_IN_SHEETS = {
    "client",
    "client_access",
    "client_nir",
    "contact",
    "custom_value",
    "document",
    "former_deposit",
    "history",
    "invitation",
    "message",
    "note",
    "request",
    "site",
}
# What is in the data alone: letters as they left, cards, waits, what a merger remembers.
SERVES_THE_PROGRAM = {"inbound_mail", "merger", "outbox"}
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def browser(house: SmallHouse, office: SmallOffice) -> Iterator[Browser]:
    office.public_url = SITE
    with TestClient(create_app(house, b"a secret of tests", SITE), base_url=SITE) as http:
        yield Browser(http)


@pytest.fixture
def morel(office: SmallOffice, helene: Person) -> Client:
    client = office.follow("Atelier Morel", by=helene.who, code=FORMULA)
    contact = office.meet(client)
    with office.records() as records:
        message = records.messages.add(a_message(client_id=client.id, contact_id=contact.id, subject="../Relevé"))
        for name in ("../../facture.pdf", "facture.pdf"):
            blob = office.blobs.put(office.firm_id, name.encode())
            new = NewDocument(name, "application/pdf", 9, blob, office.now(), client.id, message.id)
            records.messages.add_document(new)
        lost = NewDocument("perdue.pdf", "application/pdf", 9, "ee" * 32, office.now(), client.id)
        records.messages.add_document(lost)
    return client


def ask(person: Person) -> None:
    person.command("/client morel")
    person.pick_menu("client.more", "client.other_acts")
    person.press("client.export")


def link_of(person: Person, outbox: Outbox) -> str:
    """The path behind the button that the person is given."""
    message = next(m for m in outbox.posts(person.who.slack_id) if "Export prêt" in m["text"])
    person.press_in_message(message, "export.open")
    [button] = person.block("next")["elements"]
    return str(button["url"]).removeprefix(SITE)


def archive(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(content))


@pytest.mark.abuse("R5")
def test_an_export_is_recorded_told_made_and_taken(
    helene: Person, office: SmallOffice, outbox: Outbox, morel: Client, browser: Browser
) -> None:
    marc = office.hire("Marc Tessier", Role.ADMINISTRATOR)
    ask(helene)
    assert "L’export du dossier *Atelier Morel* est en préparation." in helene.text
    [told] = outbox.posts(marc.slack_id)
    assert told["text"] == "Hélène Valmont a demandé l’export du dossier Atelier Morel."
    assert (build_exports(office), build_exports(office)) == (1, 0)
    browser.opens(link_of(helene, outbox))
    assert browser.page is not None
    page = browser.presses(browser.page.url.path)
    assert "Atelier Morel" in page.text
    for of_clients in ("suit votre dossier", "Le cabinet répond", "Vos données"):
        assert of_clients not in page.text
    taken = browser.http.get(f"{page.url.path}/file")
    assert taken.status_code == 200
    assert taken.headers["content-disposition"].startswith("attachment;")
    assert taken.headers["content-disposition"].endswith("Atelier%20Morel.zip")
    assert taken.headers["x-content-type-options"] == "nosniff"
    inside = archive(taken.content)
    assert inside.testzip() is None
    assert sorted(inside.namelist()) == [
        "client.json",
        "client.xlsx",
        "documents/0001 facture.pdf",
        "documents/0002 facture.pdf",
        "documents/0003 perdue.pdf.lost.txt",
        "import.xlsx",
        "messages/0001 Relevé.txt",
    ]
    data = json.loads(inside.read("client.json"))
    assert data["client"][0]["name"] == "Atelier Morel"
    assert data["contact"][0]["email"] == "claire@atelier-morel.example"
    assert data["history"][-1]["act"] == "client.exported"
    assert {"token_hash", "password_hash", "search"} & {
        key for rows in data.values() for row in rows for key in row
    } == set()


@pytest.mark.abuse("P1")
def test_what_came_later_is_in_the_data_and_in_the_workbook(
    helene: Person, office: SmallOffice, outbox: Outbox, morel: Client, browser: Browser
) -> None:
    now = office.now()
    with office.records() as records:
        field = records.custom_fields.add(NewField("Cave", FieldType.TEXT))
        records.custom_fields.keep_values(morel.id, {field.id: "à Vouvray"})
        records.notes.add(morel.id, helene.who.id, "Préfère le téléphone", now)
        records.sites.add(morel.id, Site("00027", address=Address("2 rue B", "37400", "Amboise")))
        records.requests.add(NewRequest(morel.id, "Relevé d’avril", now.date(), now, helene.who.id))
        records.nirs.keep(morel.id, "184123726104256")
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:p@h/INBOX"))
        raw = office.blobs.put(office.firm_id, b"Subject: Bilan\r\n\r\nCi-jointe")
        received = records.inbound.add(a_raw_mail(1, 7, blob=raw))
        assert received is not None
        mail = a_message(client_id=morel.id, inbound_id=received.id, subject="Bilan", text="En pièce jointe")
        records.messages.add(mail)
    former = office.follow("Morel Claire", by=helene.who)
    with office.records() as records:
        records.merging.merge(morel.id, former.id, helene.who, office.now())
    ask(helene)
    build_exports(office)
    browser.opens(link_of(helene, outbox))
    assert browser.page is not None
    page = browser.presses(browser.page.url.path)
    inside = archive(browser.http.get(f"{page.url.path}/file").content)
    data = json.loads(inside.read("client.json"))
    assert (data["custom_value"][0]["field"], data["custom_value"][0]["value"]) == ("Cave", "à Vouvray")
    assert data["note"][0]["text"] == "Préfère le téléphone"
    assert (data["site"][0]["nic"], data["site"][0]["town"]) == ("00027", "Amboise")
    assert data["request"][0]["label"] == "Relevé d’avril"
    assert data["former_deposit"][0]["deposit"] == former.deposit
    assert data["message"][-1]["text"] == "En pièce jointe"
    assert data["client_nir"] == [{"client_id": morel.id, "nir": MASKED}]
    assert inside.read("messages/0002 Bilan.eml").endswith(b"Ci-jointe")
    with zipfile.ZipFile(BytesIO(inside.read("client.xlsx"))) as parts:
        texts = parts.read("xl/sharedStrings.xml").decode()
        sheets = parts.read("xl/workbook.xml").decode()
    for text in ("à Vouvray", "Préfère le téléphone", "00027", "Relevé d’avril", former.deposit, "En pièce jointe"):
        assert text in texts
    for name in (
        "Dossier client",
        "Établissements",
        "Contacts",
        "Courriers",
        "Pièces demandées",
        "Notes",
        "Historique",
    ):
        assert f'name="{name}"' in sheets
    for text in ("Contact par défaut", "export demandé", "Hélène Valmont", "07/09/2026 9 h", MASKED):
        assert text.replace(" ", "\u00a0") in texts.replace(" ", "\u00a0")
    # Nothing in it needs us to be read: no key, no word of the program.
    for text in ("client_id", "created_by", "claire@atelier-morel.example, ", "director", "T07:00"):
        assert text not in texts
    assert set(data) - TOLD_IN_SHEETS <= SERVES_THE_PROGRAM
    assert b"184123726104256" not in b"".join(inside.read(name) for name in inside.namelist()) + texts.encode()


@pytest.mark.abuse("A2")
def test_every_cell_of_the_workbook_is_text(
    helene: Person, office: SmallOffice, outbox: Outbox, morel: Client, browser: Browser
) -> None:
    ask(helene)
    build_exports(office)
    browser.opens(link_of(helene, outbox))
    assert browser.page is not None
    page = browser.presses(browser.page.url.path)
    inside = archive(browser.http.get(f"{page.url.path}/file").content)
    with zipfile.ZipFile(BytesIO(inside.read("client.xlsx"))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert escape(FORMULA, {'"': "&quot;"}) in texts or escape(FORMULA) in texts
    cells = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*>", sheet)]
    assert cells
    assert all('t="s"' in cell for cell in cells)
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


@pytest.mark.abuse("P7")
def test_the_link_serves_once_for_five_minutes_and_the_file_for_a_day(
    helene: Person, office: SmallOffice, outbox: Outbox, morel: Client, browser: Browser
) -> None:
    ask(helene)
    build_exports(office)
    late = link_of(helene, outbox)
    office.pass_time(timedelta(minutes=5))
    assert browser.opens(late).status_code == 404
    path = link_of(helene, outbox)
    for _ in range(3):
        assert browser.opens(path).status_code == 200  # what looks at a link uses nothing up
    page = browser.presses(path)
    assert browser.opens(path).status_code == 404
    assert browser.http.get(f"{page.url.path}/file").status_code == 200
    office.pass_time(timedelta(hours=9))
    assert browser.http.get(f"{page.url.path}/file").status_code == 404
    browser.opens(link_of(helene, outbox))
    office.pass_time(timedelta(hours=15))
    message = next(m for m in outbox.posts(helene.who.slack_id) if "Export prêt" in m["text"])
    helene.press_in_message(message, "export.open")
    assert helene.slack.ephemerals[-1]["text"] == "Ceci n’existe plus, ou n’est pas parmi ce que vous voyez."


@pytest.mark.abuse("P7")
def test_another_s_export_is_not_found_by_any_way(
    helene: Person,
    nadia: Person,
    office: SmallOffice,
    outbox: Outbox,
    morel: Client,
    browser: Browser,
    house: SmallHouse,
) -> None:
    marc = office.hire("Marc Tessier", Role.ADMINISTRATOR)
    ask(helene)
    build_exports(office)
    path = link_of(helene, outbox)
    browser.opens(path)
    page = browser.presses(path)
    file = f"{page.url.path}/file"
    with TestClient(create_app(house, b"a secret of tests", SITE), base_url=SITE) as stranger:
        unknown = stranger.get("/exports/999999/file")
        assert (unknown.status_code, stranger.get(file).status_code) == (404, 404)
        assert stranger.get(file).text == unknown.text
        with office.records() as records:
            records.exports.open_session(marc.id, hash_token("x" * 26), office.now() + timedelta(hours=1))
        stranger.cookies.set("__Host-staff", "x" * 26)
        assert stranger.get(file).status_code == 404
    message = next(m for m in outbox.posts(helene.who.slack_id) if "Export prêt" in m["text"])
    nadia.press_in_message(message, "export.open")
    assert nadia.slack.ephemerals[-1]["text"] == "Ceci n’existe plus, ou n’est pas parmi ce que vous voyez."
    office.lower(helene.who, Role.MANAGER)
    assert browser.http.get(file).status_code == 404


def test_only_administrators_export(nadia: Person, helene: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    button = {"type": "button", "action_id": "client.export", "value": f"c{client.id}"}
    nadia.press_in_message({"blocks": [{"type": "actions", "elements": [button]}]}, "client.export")
    assert "Exporter un dossier est réservé aux administrateurs" in nadia.slack.ephemerals[-1]["text"]
    with office.reading() as records:
        assert records.exports.waiting() is None
    assert words_of(nadia.stack) == ""


def test_a_job_cut_short_is_begun_again(helene: Person, office: SmallOffice, outbox: Outbox, morel: Client) -> None:
    ask(helene)
    with office.reading() as records:
        first = records.exports.waiting()
    assert first is not None
    assert build_exports(office) == 1
    with office.records() as records:
        assert not records.exports.ready(first, "ab" * 32, 1, office.now())
    assert len([m for m in outbox.posts(helene.who.slack_id) if "Export prêt" in m["text"]]) == 1
