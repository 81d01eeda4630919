"""What the sandbox's mail programs write, Guichet understands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.explain import explain_files
from bot.firm_file import read_firm
from sandbox.mail.automatic import bounce, out_of_office
from sandbox.mail.compose import Draft, compose
from sandbox.mail.programs import PROGRAMS, Language
from sandbox.mail.reading import Person, read
from tests.sandbox.test_mail_programs import BOTH_LANGUAGES, CLAIRE, EVERY_PROGRAM, FIRM, MONDAY, NADIA, WRITTEN

Json = dict[str, Any]

INVITATION = compose(Draft(FIRM, (CLAIRE,), "Votre espace client", "Bonjour Claire", MONDAY))
VALMONT = {
    "mailbox": FIRM.address,
    "domain": "cabinet-valmont.example",
    "authserv_id": "mx.sandbox.example",
    "staff": [{"name": NADIA.name, "email": NADIA.address}],
    "clients": [
        {
            "id": 1,
            "name": "Atelier Morel",
            "siren": "839602299",
            "siret": "83960229900019",
            "deposit_address": "depot+atelier-morel.k7qm2z@cabinet-valmont.example",
            "contacts": [{"name": CLAIRE.name, "email": CLAIRE.address}],
        }
    ],
    "sent": [
        {"message_id": read(INVITATION, MONDAY).message_id, "client": 1, "to": CLAIRE.address, "kind": "invitation"}
    ],
}


def understood(folder: Path, raw: bytes, sender: Person) -> Json:
    """What Guichet makes of a mail that passed the mail server's checks."""
    stamp = f"Authentication-Results: mx.sandbox.example; dmarc=pass header.from={sender.domain}\r\n"
    (folder / "firm.json").write_text(json.dumps(VALMONT))
    (folder / "mail.eml").write_bytes(stamp.encode() + raw)
    (line,) = explain_files([folder / "mail.eml"], read_firm(folder / "firm.json"), True)
    explained: Json = json.loads(line)
    return explained


@EVERY_PROGRAM
@BOTH_LANGUAGES
def test_a_forward_is_attributed_to_the_client_who_wrote_first(
    tmp_path: Path, program: str, language: Language
) -> None:
    original = read(compose(WRITTEN), MONDAY)
    raw = compose(Draft(NADIA, (FIRM,), "", "Pour info", MONDAY, (), (), program, language, original, "forward"))
    explained = understood(tmp_path, raw, NADIA)
    assert (explained["kind"], explained["original_sender"]) == ("forward", CLAIRE.address)
    assert (explained["attribution"]["client"]["name"], explained["attribution"]["by"]) == (
        "Atelier Morel",
        "original_sender",
    )
    assert [attachment["filename"] for attachment in explained["attachments"]] == ["relevé de novembre.pdf"]


@EVERY_PROGRAM
@BOTH_LANGUAGES
def test_an_answer_to_an_invitation_is_a_reply(tmp_path: Path, program: str, language: Language) -> None:
    original = read(INVITATION, MONDAY)
    raw = compose(Draft(CLAIRE, (FIRM,), "", "Merci !", MONDAY, (), (), program, language, original, "reply"))
    explained = understood(tmp_path, raw, CLAIRE)
    assert explained["kind"] == "reply"
    assert explained["attribution"]["client"]["name"] == "Atelier Morel"


@pytest.mark.parametrize("program", list(PROGRAMS))
def test_an_absence_notice_is_no_answer(tmp_path: Path, program: str) -> None:
    draft = Draft(CLAIRE, (FIRM,), "", "", MONDAY, program=program, original=read(INVITATION, MONDAY), act="reply")
    assert understood(tmp_path, out_of_office(draft), CLAIRE)["kind"] == "auto_reply"


def test_a_bounce_names_who_did_not_receive_the_invitation(tmp_path: Path) -> None:
    raw = bounce(CLAIRE.address, INVITATION, FIRM.address, MONDAY, CLAIRE.domain)
    explained = understood(tmp_path, raw, CLAIRE)
    assert (explained["kind"], explained["failed_recipient"]) == ("bounce_hard", CLAIRE.address)
    assert explained["attribution"]["client"]["name"] == "Atelier Morel"
