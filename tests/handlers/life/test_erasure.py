"""A client erased: nothing of it can be found any more, in the database, on disk or in the outbox (P8)."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.about import About
from domain.acts import Act
from domain.books import Mailbox, Records
from domain.clients import Address, Client, ClientState, Site
from domain.custom_fields import FieldType, NewField
from domain.drafts import Draft
from domain.history import By, HistoryLine
from domain.importing.imports import ImportState, SheetImport
from domain.invitations import LinkKind
from domain.messages import NewDocument
from domain.office import BlobLost
from domain.outbox import Subject
from domain.people import Collaborator, Role
from domain.requests import NewRequest
from domain.tokens import hash_token
from handlers.life.archive import build_exports
from handlers.life.sweep import erase_due, warn_of_erasure
from handlers.post import post, send_file
from storage.database import Database
from storage.outbox import claim
from storage.tables import history, search_words
from tests.builders import a_message, a_raw_mail, an_envelope
from tests.handlers.post_office import Outbox, posts, waiting
from tests.handlers.slack_person import Person
from tests.offices import SmallHouse, SmallOffice

WORD = "zanzibarite"
NOW = datetime.now(UTC)


def furnish(office: SmallOffice, by: Collaborator) -> Client:
    """A client whose every place holds the word, and a twin that holds it nowhere."""
    client = office.follow(f"Atelier {WORD}", by=by, siren="839602299", code=f"{WORD}-1")
    contact = office.meet(
        client, first_name=WORD, last_name=WORD, email=f"claire@{WORD}.example", is_default=True, phone="+33639982107"
    )
    invitation = office.invite(contact)
    now = office.now()
    with office.records() as records:
        field = records.custom_fields.add(NewField("Remarque", FieldType.TEXT))
        records.custom_fields.keep_values(client.id, {field.id: f"Connu sous {WORD}"})
        records.notes.add(client.id, by.id, f"Note sur {WORD}", now)
        records.sites.add(client.id, Site("00027", address=Address(f"2 rue {WORD}", "37400", WORD)))
        records.nirs.keep(client.id, "184123726104256")
        account = records.accounts.add(contact, None, now)
        records.contacts.keep(records.contacts.of_client(client.id)[0])
        records.accounts.open_session(account.id, hash_token(office.token()), now, now + timedelta(days=30))
        records.accounts.add_code(f"claire@{WORD}.example", "hash", now, now + timedelta(minutes=10))
        records.invitations.add_link(invitation.id, LinkKind.OPEN, hash_token(office.token()), now)
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:p@h/INBOX"))
        mail = EmailMessage()
        mail["Subject"] = WORD
        mail.set_content(f"{WORD} {WORD}")
        raw = office.blobs.put(office.firm_id, mail.as_bytes())
        [mailbox] = records.inbound.mailboxes()
        received = records.inbound.add(a_raw_mail(mailbox.id, 7, blob=raw, message_id=f"<1@{WORD}.example>"))
        assert received is not None
        message = records.messages.add(
            a_message(
                client_id=client.id,
                contact_id=contact.id,
                inbound_id=received.id,
                subject=WORD,
                text=f"Bonjour {WORD}",
                sender=f"claire@{WORD}.example",
                message_id=f"<1@{WORD}.example>",
            )
        )
        records.messages.note_check(f"claire@{WORD}.example", passed=True, now=now)
        records.messages.decide_sender(f"claire@{WORD}.example", client.id, ignored=False)
        blob = office.blobs.put(office.firm_id, f"facture {WORD}".encode())
        records.messages.add_document(
            NewDocument(f"{WORD}.pdf", "application/pdf", 9, blob, now, client.id, message.id, contact.id)
        )
        waiting_blob = office.blobs.put(office.firm_id, f"annexe {WORD}".encode())
        unfiled = NewDocument(f"annexe-{WORD}.pdf", "application/pdf", 9, waiting_blob, now, None, message.id)
        records.messages.add_document(unfiled)
        records.requests.add(NewRequest(client.id, f"Relevé {WORD}", now.date(), now, by.id))
        draft = Draft("d1", office.firm_id, by.id, 4, WORD, {"name": WORD}, now, client.id)
        records.drafts.keep(draft)
        records.registry.put(f"search {WORD}", {"name": WORD}, now)
        records.limits.take(f"write:claire@{WORD}.example", 3, timedelta(hours=1), now)
        card = post(records, now, "C0COURRIER", f"Courrier de {WORD}", [], about=(About.MESSAGE, message.id))
        records.cards.posted(card.id, "C0COURRIER", "111.222")
        kept = post(records, now, by.slack_id, f"Brouillon {WORD}", [], about=(About.DRAFT, draft.number))
        records.cards.posted(kept.id, "D0HELENE", "111.333")
        letter = an_envelope(to=f"claire@{WORD}.example", subject=Subject(About.INVITATION, invitation.id))
        unsent = (About.ENVELOPE, records.outbox.add(letter))
        told = post(records, now, by.slack_id, f"Message non parti : claire@{WORD}.example", [], about=unsent)
        records.cards.posted(told.id, "D0HELENE", "111.555")
        records.outbox.add(an_envelope(to=f"claire@{WORD}.example", order_key=f"contact:{contact.id}"))
        line = HistoryLine(now, Act.CONTACT_EMAIL_CHANGED, By.GUICHET, None, client.id, contact.id, {"email": WORD}, {})
        records.note(line)
        records.note(HistoryLine(now, Act.ACCOUNT_SIGNED_IN, By.CONTACT, subject_id=account.id, after={"who": WORD}))
    former = office.follow(f"{WORD} Claire", by=by, deposit=f"{WORD}@valmont.example")
    with office.records() as records:
        records.merging.merge(client.id, former.id, by, office.now())
    return client


def bytes_of(office: SmallOffice, folder: Path) -> bytes:
    """Every byte of the database and of what is kept on disk."""
    database = Path(str(office.database.engine.url.database))
    parts = [database, database.with_name(database.name + "-wal"), database.with_name(database.name + "-journal")]
    parts += [path for path in folder.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in parts if path.exists())


def age(folder: Path) -> None:
    """The files on disk were put there yesterday."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (NOW.timestamp() - 86400,) * 2)


@pytest.fixture
def blob_folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.mark.abuse("P8")
def test_a_unique_word_written_everywhere_is_found_nowhere_once_erased(
    helene: Person, office: SmallOffice, blob_folder: Path
) -> None:
    client = furnish(office, helene.who)
    other = office.follow("Boulangerie Lucas", by=helene.who)
    with office.records() as records:
        kept = office.blobs.put(office.firm_id, b"facture Lucas")
        records.messages.add_document(NewDocument("lucas.pdf", "application/pdf", 9, kept, office.now(), other.id))
    with office.records() as records:
        record = records.exports.ask(client.id, helene.who, office.now())
        tried = SheetImport(0, office.firm_id, helene.who.id, "clients.xlsx", office.now(), ImportState.TRIED)
        sheet = records.imports.add(tried, sheet=f"Raison sociale\nAtelier {WORD}".encode())
        records.imports.keep_answers(sheet.id, WORD.encode())
    assert build_exports(office) == 1
    with office.reading() as records:
        export = records.exports.get(record.id)
        word = records.connection.execute(select(search_words.c.word).where(search_words.c.word == WORD)).scalar()
    assert export is not None
    assert export.blob is not None
    assert word == WORD
    assert WORD.encode() in bytes_of(office, blob_folder)
    helene.command(f"/client {WORD}")
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.terminate")
    helene.choose("reason", "Autre")
    helene.type(name=client.name)
    helene.submit()
    helene.press("client.erase")
    helene.tick("kept", "yes")
    helene.type(name=client.name)
    helene.submit()
    assert "Ce dossier est en cours d’effacement." in helene.text
    age(blob_folder)
    assert erase_due(office, NOW) == 1
    assert erase_due(office, NOW) == 0
    office.database.compact()
    found = bytes_of(office, blob_folder)
    assert WORD.encode() not in found
    assert b"lucas.pdf" in found
    assert office.blobs.get(office.firm_id, kept) == b"facture Lucas"
    with office.reading() as records:
        # Sealed or packed, the word would not be seen in the bytes.
        assert (records.imports.sheet(sheet.id), records.imports.answers(sheet.id)) == (None, None)
        assert records.exports.get(record.id) is None
        assert records.nirs.count() == 0
    with pytest.raises(BlobLost):
        office.blobs.get(office.firm_id, export.blob)
    helene.command("/client lucas")
    assert helene.view["callback_id"] == "client.card"
    deleted = [json.loads(row["body"])["args"] for row in waiting(office, "slack.delete")]
    assert {"channel": "C0COURRIER", "ts": "111.222"} in deleted
    assert {("D0HELENE", "111.333"), ("D0HELENE", "111.555")} <= {(one["channel"], one["ts"]) for one in deleted}
    with office.reading() as records:
        lines = records.connection.execute(select(history)).mappings().all()
        mail = records.inbound.get(1)
    [left] = [line for line in lines if line["act"] == "client.erased"]
    assert (left["subject_id"], left["by_id"], left["client_id"]) == (client.id, helene.who.id, None)
    assert mail is not None
    assert (mail.state, mail.uid) == ("erased", 7)


def ended(office: SmallOffice, name: str) -> Client:
    """A client whose hour has come."""
    client = office.follow(name)
    now = office.now()
    with office.records() as records:
        records.clients.keep(
            replace(
                client,
                state=ClientState.TERMINATED,
                terminated_from=ClientState.ACTIVE,
                terminated_at=now,
                erase_at=now,
            )
        )
        records.erasure.told(client.id, now)
    return client


def an_import(office: SmallOffice, by: Collaborator, state: ImportState) -> SheetImport:
    """One whose file and whose message bear the word."""
    new = SheetImport(0, 0, by.id, f"{WORD}.xlsx", office.now(), state, ignored=(WORD,))
    with office.records() as records:
        kept = records.imports.add(new, sheet=WORD.encode())
        post(records, office.now(), by.slack_id, f"Essai de {WORD}.xlsx", [], about=(About.IMPORT, kept.id))
    return kept


@pytest.mark.abuse("P8")
def test_the_imports_that_wait_give_way_and_those_that_are_over_are_named_no_more(
    helene: Person, office: SmallOffice
) -> None:
    ended(office, "Atelier Morel")
    over = an_import(office, helene.who, ImportState.DONE)
    with office.records() as records:
        (report,) = records.cards.about(About.IMPORT, over.id)
        records.cards.posted(report.id, "D0HELENE", "111.444")
    waits = [an_import(office, helene.who, state) for state in (ImportState.RECEIVED, ImportState.TRIED)]
    with office.records() as records:
        about = (About.SHEET, helene.who.id)
        send_file(records, office.now(), "U0HELENE", "liste.xlsx", b"PK", "Votre liste", about=about)
        (given,) = records.cards.about(About.SHEET, helene.who.id)
        records.cards.given(given.id, "F0LISTE")
    assert erase_due(office, NOW) == 1
    with office.reading() as records:
        kept = [records.imports.get(one.id) for one in (over, *waits)]
        assert [(one.state, one.filename, one.ignored) for one in kept if one] == [
            (ImportState.DONE, "", ()),
            (ImportState.DROPPED, "", ()),
            (ImportState.DROPPED, "", ()),
        ]
        assert [records.imports.sheet(one.id) for one in waits] == [None, None]
        assert records.cards.about(About.SHEET, helene.who.id) == []
    assert {"channel": "D0HELENE", "ts": "111.444"} in bodies(office, "slack.delete")
    assert bodies(office, "slack.take_back") == [{"file": "F0LISTE"}]
    assert waiting(office, "slack.file") == []
    told = [body["text"] for body in bodies(office, "slack.update")]
    assert len(told) == 2
    assert WORD not in str(told)


def test_the_import_that_is_being_written_ends_first(helene: Person, office: SmallOffice) -> None:
    ended(office, "Atelier Morel")
    written = an_import(office, helene.who, ImportState.CONFIRMED)
    assert erase_due(office, NOW) == 0
    with office.records() as records:
        records.imports.move(written, replace(written, state=ImportState.DONE))
    assert erase_due(office, NOW) == 1


def test_what_ends_while_its_sheet_is_on_its_way_keeps_nothing(helene: Person, office: SmallOffice) -> None:
    received = an_import(office, helene.who, ImportState.RECEIVED)
    with office.records() as records:
        records.imports.move(received, received.erased())
        assert not records.imports.renew(received.id, "worker", NOW)
        records.imports.keep_sheet(received.id, WORD.encode())
        records.imports.keep_answers(received.id, WORD.encode())
        assert (records.imports.sheet(received.id), records.imports.answers(received.id)) == (None, None)


def bodies(office: SmallOffice, way: str) -> list[dict[str, Any]]:
    return [json.loads(row["body"])["args"] for row in waiting(office, way)]


@pytest.mark.abuse("P8")
def test_a_person_of_another_client_keeps_account_letters_and_checks(
    helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = furnish(office, helene.who)
    other = office.follow("SCI Morel", by=helene.who)
    address = f"claire@{WORD}.example"
    twin = office.meet(other, email=address)
    with office.records() as records:
        account = records.accounts.of_address(email=address)
        assert account is not None
        for contact in (*records.contacts.of_client(client.id), twin):
            records.contacts.keep(replace(contact, account_id=account.id))
        records.outbox.add(an_envelope(to=address, order_key=f"contact:{twin.id}"))
        ended = records.clients.get(client.id)
        assert ended is not None
        _ask(records, ended, office)
    assert erase_due(office, NOW) == 1
    with office.reading() as records:
        assert records.accounts.of_address(email=address) == account
        assert records.messages.used_to_pass(address)
        assert [contact.id for contact in records.contacts.of_email(address)] == [twin.id]
    assert [row["order_key"] for row in outbox.letters(address)] == [f"contact:{twin.id}"]


def test_a_letter_on_its_way_is_waited_for(helene: Person, office: SmallOffice) -> None:
    client = furnish(office, helene.who)
    with office.records() as records:
        _ask(records, client, office)
    office.change_firm(invitation_read_at=office.now())
    assert claim(office.database, "me", NOW, office.now())
    assert erase_due(office, NOW) == 0
    with office.reading() as records:
        assert records.clients.get(client.id) is not None


def test_the_administrators_are_warned_once_a_month_before(helene: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        records.clients.keep(_to_erase(client, office, timedelta(days=40)))
    assert warn_of_erasure(office) == 0
    office.pass_time(timedelta(days=10))
    assert (warn_of_erasure(office), warn_of_erasure(office)) == (1, 0)
    [told] = posts(office)
    assert (told["channel"], told["text"].replace("\u00a0", " ")) == (
        helene.who.slack_id,
        "Dossier Atelier Morel : effacement le 17 octobre.",
    )
    assert erase_due(office, NOW) == 0
    office.pass_time(timedelta(days=31))
    assert erase_due(office, NOW) == 1


def test_after_a_long_stop_the_warning_comes_first_and_leaves_a_month(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        records.clients.keep(_to_erase(client, office, timedelta(days=400)))
    office.pass_time(timedelta(days=3000))
    assert (erase_due(office, NOW), warn_of_erasure(office), erase_due(office, NOW)) == (0, 1, 0)
    assert [told["channel"] for told in posts(office)] == [helene.who.slack_id]
    office.pass_time(timedelta(days=29))
    assert erase_due(office, NOW) == 0
    office.pass_time(timedelta(days=1))
    assert erase_due(office, NOW) == 1


@pytest.fixture
def each_kind(database: Database, tmp_path: Path) -> SmallOffice:
    """One firm's office, on each kind of database in turn."""
    return SmallHouse(database, tmp_path / "blobs").found()


@pytest.mark.abuse("P8")
def test_every_kind_of_database_erases_the_history_of_that_client_alone(each_kind: SmallOffice) -> None:
    helene = each_kind.hire("Hélène Valmont", Role.ADMINISTRATOR)
    client = furnish(each_kind, helene)
    with each_kind.records() as records:
        records.note(HistoryLine(each_kind.now(), Act.FIRM_CHANGED, By.GUICHET))
        _ask(records, client, each_kind)
    assert erase_due(each_kind, NOW) == 1
    with each_kind.reading() as records:
        acts = records.connection.execute(select(history.c.act).where(history.c.firm_id == each_kind.firm_id))
        assert sorted(acts.scalars()) == ["client.erased", "firm.changed"]


def _ask(records: Records, client: Client, office: SmallOffice) -> None:
    """An administrator asks for the erasure, now."""
    records.clients.keep(_to_erase(client, office))
    records.erasure.told(client.id, office.now())


def _to_erase(client: Client, office: SmallOffice, wait: timedelta = timedelta()) -> Client:
    now = office.now()
    return replace(
        client,
        state=ClientState.TERMINATED,
        terminated_at=now,
        terminated_from=ClientState.ACTIVE,
        erase_at=now + wait,
    )
