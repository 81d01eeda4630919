"""Confirmation of receipt, where the client ticked it: to a verified contact who sent documents, and nobody else."""

from dataclasses import replace

import pytest

from domain.clients import Client, Communication
from domain.contacts import Contact
from storage.tables import envelopes
from tests.handlers.mail.raw_mails import raw_mail
from tests.handlers.mail.test_intake import CLAIRE, PDF, receive
from tests.handlers.post_office import letter_text, letters
from tests.offices import SmallOffice


@pytest.fixture
def ticked(desk: SmallOffice, client: Client) -> Client:
    with desk.records() as records:
        return records.clients.keep(replace(client, mails=frozenset({Communication.RECEIPTS})))


@pytest.mark.usefixtures("ticked")
def test_what_came_in_is_named_to_whoever_sent_it(desk: SmallOffice, claire: Contact) -> None:
    receive(desk, raw_mail(CLAIRE, files=PDF))
    [letter] = letters(desk)
    assert letter["To"].addresses[0].addr_spec == claire.email
    assert str(letter["Subject"]) == "1 pièce bien reçue"
    text = letter_text(letter).replace("\u00a0", " ")
    assert "Bien reçu, dossier Atelier Morel :" in text
    assert "- releve-novembre.pdf" in text
    assert letter["Auto-Submitted"] == "auto-generated"
    assert not list(letter.iter_attachments())
    with desk.reading() as records:
        [waiting] = [row for row in records.rows(records.of(envelopes)) if row["way"] == "mail"]
    assert (waiting["subject_kind"], waiting["for_client"]) == ("receipt", True)


@pytest.mark.usefixtures("client", "claire")
def test_a_client_that_did_not_tick_it_receives_none(desk: SmallOffice) -> None:
    receive(desk, raw_mail(CLAIRE, files=PDF))
    assert letters(desk) == []


@pytest.mark.usefixtures("ticked", "claire")
def test_a_mail_without_documents_is_not_answered(desk: SmallOffice) -> None:
    receive(desk, raw_mail(CLAIRE))
    assert letters(desk) == []


@pytest.mark.abuse("M14")
@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize(
    ("sender", "check", "headers"),
    [
        (CLAIRE, "fail", {}),
        (CLAIRE, None, {}),
        ("Inconnu <x@ailleurs.example>", "pass", {}),
        (CLAIRE, "pass", {"Auto-Submitted": "auto-replied"}),
        (CLAIRE, "pass", {"Auto-Submitted": "auto-generated"}),
        (CLAIRE, "pass", {"Precedence": "bulk", "List-Id": "<lettre.example>"}),
        (CLAIRE, "pass", {"X-Guichet": "1234"}),
    ],
)
def test_nobody_unverified_unknown_or_mechanical_is_answered(
    desk: SmallOffice, ticked: Client, sender: str, check: str | None, headers: dict[str, str]
) -> None:
    receive(
        desk, raw_mail(sender, check=check, headers=headers, files=PDF, to=desk.firm.deposit_address(ticked.deposit))
    )
    assert letters(desk) == []


@pytest.mark.abuse("M11")
@pytest.mark.usefixtures("ticked", "claire")
def test_two_programs_that_answer_each_other_soon_stop(desk: SmallOffice) -> None:
    for number in range(12):
        pdf = f"%PDF-1.4 {number}".encode()
        receive(desk, raw_mail(CLAIRE, subject=f"Relevé {number}", files={f"releve-{number}.pdf": pdf}))
    assert len(letters(desk)) == 5
