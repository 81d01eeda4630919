"""Asking for documents, sending one back, and what the contact sees of it."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from domain.clients import Access, Client, ClientState
from domain.contacts import Contact
from domain.documents import NotFiled
from domain.messages import Document, NewDocument
from tests.builders import MONDAY
from tests.handlers.post_office import Outbox, letter_text
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

CLAIRE = "claire@atelier-morel.example"


@pytest.fixture
def morel(office: SmallOffice, nadia: Person) -> Client:
    return office.follow("Atelier Morel", by=nadia.who)


@pytest.fixture
def claire(office: SmallOffice, morel: Client) -> Contact:
    return office.meet(morel, is_default=True)


def a_document(office: SmallOffice, client: Client, name: str = "avis.jpg", **points: Any) -> Document:
    with office.records() as records:
        blob = office.blobs.put(office.firm_id, name.encode())
        new = NewDocument(name, "image/jpeg", 240_000, blob, office.now(), client_id=client.id)
        return records.messages.add_document(replace(new, **points))


def ask_for_a_document(person: Person) -> None:
    person.command("/client morel")
    person.press("client.documents")
    person.press("request.new")


def acts(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [line.act for line in reversed(records.history(client.id, limit=100))]


def text_of(office: SmallOffice, outbox: Outbox, to: str) -> tuple[str, str]:
    """Subject and text of the one letter to that address."""
    [row] = outbox.letters(to)
    letter = message_from_bytes(row["body"], policy=policy.default)
    return str(letter["Subject"]).replace("\u00a0", " "), " ".join(letter_text(letter).split())


def test_documents_are_asked_for_in_one_letter(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client, claire: Contact
) -> None:
    ask_for_a_document(nadia)
    nadia.type(label1="Relevé bancaire")
    nadia.press("request.add")
    nadia.type(label2="Facture Scierie du Lochois")
    nadia.choose("period2", "Sans période")
    nadia.submit(times=2)
    assert nadia.view["callback_id"] == "client.documents"
    assert "À déposer · 2" in nadia.text.replace("*", "")
    assert "Rien pour le moment" not in nadia.text
    assert "Relevé bancaire, août 2026\n🟠 avant le 14 septembre" in nadia.text
    subject, text = text_of(office, outbox, CLAIRE)
    assert subject == "2 pièces à déposer avant le 14 septembre"
    assert "Il nous manque, dossier Atelier Morel : - Relevé bancaire, août 2026 - Facture Scierie du Lochois" in text
    assert acts(office, morel) == ["request.asked", "request.asked"]
    nadia.command("/client morel")
    assert "À déposer : Relevé bancaire, août 2026 · Facture Scierie du Lochois" in nadia.text


def test_nothing_is_asked_for_without_a_label_nor_for_yesterday(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client, claire: Contact
) -> None:
    ask_for_a_document(nadia)
    nadia.type(label1="  ")
    yesterday = (office.now() - timedelta(days=1)).date().isoformat()
    nadia._state(nadia.block("due"), nadia._element(nadia.block("due")), {"selected_date": yesterday})
    nadia.submit()
    assert nadia.errors == {
        "label1": "Remplissez ce champ.",
        "due": "Le 6 septembre est passé. Choisissez un jour à venir.",
    }
    assert outbox.letters() == []


def test_a_contact_without_an_address_is_not_written_to(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client
) -> None:
    office.meet(morel, email=None, is_default=True)
    ask_for_a_document(nadia)
    assert "Aucun contact n’a d’adresse qui fonctionne" in nadia.text
    nadia.type(label1="Relevé bancaire")
    nadia.submit()
    assert outbox.letters() == []
    assert acts(office, morel) == ["request.asked"]


def test_a_request_ends_when_a_person_says_so(nadia: Person, office: SmallOffice, morel: Client) -> None:
    ask_for_a_document(nadia)
    nadia.type(label1="Relevé bancaire")
    nadia.submit()
    nadia.pick_menu("request.end", "received")
    assert "Relevé bancaire" not in nadia.text
    assert acts(office, morel) == ["request.asked", "request.received"]


def test_a_late_request_says_so(nadia: Person, office: SmallOffice, morel: Client) -> None:
    ask_for_a_document(nadia)
    nadia.type(label1="Relevé bancaire")
    nadia.submit()
    office.pass_time(timedelta(days=10))
    nadia.command("/client morel")
    nadia.press("client.documents")
    assert "🔴 en retard, attendue le 14 septembre" in nadia.text


def test_a_document_is_sent_back_with_the_words_of_its_reason(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client, claire: Contact
) -> None:
    document = a_document(office, morel, contact_id=claire.id)
    nadia.command("/client morel")
    nadia.press("client.documents")
    nadia.press("document.redo")
    assert "Dossier Atelier Morel · déposée aujourd’hui à 9 h par Claire Morel" in nadia.text
    assert nadia.value("words").replace("\u00a0", " ") == "Image trop floue : photographiez-la à plat, à la lumière."
    nadia.choose("reason", "Incomplète")
    assert nadia.value("words").replace("\u00a0", " ") == "Il manque des pages : envoyez le document entier."
    nadia.type(words="Il manque la page 2.")
    nadia.submit(times=2)
    assert "🟠 à refaire" in nadia.text
    assert "Il manque la page 2." in nadia.text
    subject, text = text_of(office, outbox, CLAIRE)
    assert subject == "Une pièce à refaire"
    assert "avis.jpg : Il manque la page 2." in text
    assert acts(office, morel) == ["document.to_redo"]
    with office.reading() as records:
        kept = records.messages.document(document.id)
    assert kept is not None
    assert kept.version == 2


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("state", [{"redo_at": MONDAY}, {"filed": False}, {"refused": NotFiled.EMPTY}])
def test_a_document_without_that_button_is_not_sent_back_by_a_forged_one(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client, claire: Contact, state: dict[str, Any]
) -> None:
    document = a_document(office, morel, contact_id=claire.id)
    with office.records() as records:
        kept = records.messages.keep_document(replace(document, **state))
    nadia.command("/client morel")
    nadia.press("client.documents")
    assert "À refaire" not in nadia.text
    button = {"type": "button", "action_id": "document.redo", "value": f"d{document.id}"}
    nadia.press_in_message({"blocks": [{"type": "actions", "elements": [button]}]}, "document.redo")
    nadia.submit()
    assert "n’existe plus" in str(nadia.errors)
    assert outbox.letters() == []
    with office.reading() as records:
        assert records.messages.document(document.id) == kept


def test_a_client_that_receives_no_request_by_e_mail_is_not_written_to(
    nadia: Person, office: SmallOffice, outbox: Outbox, morel: Client, claire: Contact
) -> None:
    a_document(office, morel, contact_id=claire.id)
    ask_for_a_document(nadia)
    nadia.type(label1="Relevé bancaire")
    with office.records() as records:
        records.clients.keep(replace(morel, mails=frozenset()))
    nadia.submit()
    assert "Relevé bancaire, août 2026" in nadia.text
    nadia.press("request.new")
    assert "Ce client ne reçoit aucune demande par e-mail" in nadia.text
    assert not nadia.shows("tell")
    nadia.close()
    nadia.press("document.redo")
    assert "Ce client ne reçoit aucune demande par e-mail" in nadia.text
    nadia.submit()
    assert acts(office, morel) == ["request.asked", "document.to_redo"]
    assert outbox.letters(CLAIRE) == []


def test_documents_are_paged_and_the_refused_ones_found(nadia: Person, office: SmallOffice, morel: Client) -> None:
    for number in range(20):
        a_document(office, morel, f"facture-{number:02}.pdf")
    a_document(office, morel, "virus.zip", filed=False, refused=NotFiled.ARCHIVE)
    nadia.command("/client morel")
    nadia.press("client.documents")
    assert "1 à 8 sur 21" in nadia.text
    nadia.press("page.next")
    nadia.press("page.next")
    assert "17 à 21 sur 21" in nadia.text
    nadia.pick_filter("kind", "refused")
    assert "virus.zip" in nadia.text
    assert "facture" not in nadia.text


@pytest.mark.abuse("S4")
@pytest.mark.parametrize(("act", "letter"), [("client.documents", "c"), ("request.new", "c"), ("document.redo", "d")])
def test_the_documents_of_a_hidden_client_are_not_found(
    thomas: Person, nadia: Person, office: SmallOffice, act: str, letter: str
) -> None:
    hidden = office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    document = a_document(office, hidden)
    number = hidden.id if letter == "c" else document.id
    message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": act, "value": "c1"}]}]}
    answers = []
    for value in (f"{letter}{number}", f"{letter}999999"):
        thomas.press_in_message(message, act, value=value)
        answers.append(thomas.slack.ephemerals[-1]["text"])
    assert answers[0] == answers[1]
    assert thomas.stack == []


def test_nothing_is_asked_of_a_terminated_client(helene: Person, office: SmallOffice, nadia: Person) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    button = {"type": "button", "action_id": "request.new", "value": "c1"}
    message = {"blocks": [{"type": "actions", "elements": [button]}]}
    helene.press_in_message(message, "request.new", value=f"c{client.id}")
    assert helene.slack.ephemerals[-1]["text"] == "Le dossier Atelier Morel est résilié. Rétablissez-le d’abord."


@pytest.mark.abuse("S5")
def test_a_request_of_a_client_terminated_meanwhile_is_not_ended(helene: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=helene.who)
    ask_for_a_document(helene)
    helene.type(label1="Relevé bancaire")
    helene.submit()
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.pick_menu("request.end", "received")
    assert "est résilié" in helene.text
    assert acts(office, client) == ["request.asked"]


@pytest.mark.abuse("S5")
def test_a_document_of_a_client_terminated_meanwhile_is_not_sent_back(helene: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=helene.who)
    notice = a_document(office, client, filed=True)
    helene.command("/client morel")
    helene.press("client.documents")
    helene.press("document.redo")
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.submit()
    with office.reading() as records:
        assert records.messages.document(notice.id) == notice
