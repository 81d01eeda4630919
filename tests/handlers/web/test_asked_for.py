"""What a contact sees of the documents that the firm waits for, and of those to be redone."""

from dataclasses import replace
from datetime import date

from domain.documents import NotFiled
from domain.messages import NewDocument
from domain.requests import NewRequest, RedoReason, RequestEnd
from tests.handlers.web.conftest import Browser, Invited

CONFIRMED = {"first_name": "Claire", "last_name": "Morel", "sign_in": "code", "sure": "yes"}


def test_the_space_says_what_is_missing_until_it_is_received(browser: Browser, claire: Invited) -> None:
    office, now = claire.office, claire.office.now()
    with office.records() as records:
        asked = NewRequest(
            claire.client.id, "Relevé <b>bancaire</b>", date(2026, 9, 30), now, claire.manager.id, "2026-08"
        )
        request = records.requests.add(asked)
    browser.opens(claire.opening)
    home = browser.presses(claire.opening, **CONFIRMED)
    assert "Il nous manque une pièce." in home.text
    assert "Relevé &lt;b&gt;bancaire&lt;/b&gt;, août\u00a02026" in home.text
    assert "avant le 30\u00a0septembre" in home.text
    with office.records() as records:
        late = NewRequest(claire.client.id, "Avis de taxe", date(2026, 9, 1), now, claire.manager.id)
        overdue = records.requests.add(late)
    assert "en retard, attendue le 1er\u00a0septembre" in browser.opens("/").text
    with office.records() as records:
        records.requests.keep(overdue.end(RequestEnd.DROPPED, claire.manager.id, now))
        records.requests.keep(request.end(RequestEnd.RECEIVED, claire.manager.id, now))
    assert "Il nous manque" not in browser.opens("/").text


def test_the_space_says_what_is_to_be_redone_and_why(browser: Browser, claire: Invited) -> None:
    office, now = claire.office, claire.office.now()
    with office.records() as records:
        blob = office.blobs.put(office.firm_id, b"photo")
        document = records.messages.add_document(
            NewDocument("avis.jpg", "image/jpeg", 5, blob, now, client_id=claire.client.id)
        )
        words = "Image trop floue."
        redo = replace(document, redo_at=now, redo_reason=RedoReason.UNREADABLE, redo_words=words)
        records.messages.keep_document(redo)
    browser.opens(claire.opening)
    home = browser.presses(claire.opening, **CONFIRMED)
    assert "À refaire" in home.text
    assert "Image trop floue." in home.text


def test_the_space_counts_all_the_documents_of_a_client_file(browser: Browser, claire: Invited) -> None:
    office, now = claire.office, claire.office.now()
    browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    with office.records() as records:
        opened = records.contacts.visible_to(claire.manager, claire.contact.id)
    second = office.follow("SCI Morel", by=claire.manager)
    again = office.meet(second)
    with office.records() as records:
        records.contacts.keep(replace(again, account_id=opened.account_id))
        for number in range(51):
            new = NewDocument(f"facture-{number}.pdf", "application/pdf", 5, f"{number:064x}", now, claire.client.id)
            records.messages.add_document(new)
        records.messages.add_document(replace(new, filename="logo.png", decoration=True))
        records.messages.add_document(replace(new, filename="virus.zip", filed=False, refused=NotFiled.ARCHIVE))
    home = browser.opens("/").text
    assert "51 pièces reçues" in home
    assert "facture-50.pdf" in home
    assert "logo.png" not in home
    assert "virus.zip" not in home
