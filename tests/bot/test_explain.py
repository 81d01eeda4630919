"""`guichet mail explain` on the drawer of lifelike mails: each has what is understood of it beside it."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.explain import explain_files
from bot.firm_file import read_firm

DRAWER = Path(__file__).parent.parent / "mails"
MAILS = sorted(DRAWER.glob("*.eml"))
FIELDS = [
    "file",
    "kind",
    "from",
    "original_sender",
    "subject",
    "date",
    "auth",
    "attachments",
    "attribution",
    "failed_recipient",
    "warnings",
]


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.stem)
def test_a_mail_of_the_drawer_is_understood_as_written_beside_it(mail: Path) -> None:
    (line,) = explain_files([mail], read_firm(DRAWER / "cabinet.json"), as_json=True)
    assert "\n" not in line
    understood = json.loads(line)
    assert list(understood) == FIELDS
    assert Path(understood["file"]) == mail
    expected = json.loads(mail.with_suffix(".json").read_text())
    assert {**understood, "file": mail.name} == expected


def test_the_drawer_is_full() -> None:
    assert len(MAILS) >= 60
    assert {mail.stem for mail in MAILS} | {"cabinet"} == {page.stem for page in DRAWER.glob("*.json")}


def test_people_read_a_few_lines_for_each_mail() -> None:
    firm = read_firm(DRAWER / "cabinet.json")
    forward, bounce, spoof = explain_files(
        [DRAWER / f"{name}.eml" for name in ("transfert-outlook", "retour-definitif", "usurpation-dmarc-fail")],
        firm,
        as_json=False,
    )
    assert "written by amelie@boulangerie-lucas.example" in forward
    assert "file: facture-scierie.pdf (application/pdf" in forward
    assert "client: Boulangerie Lucas (original_contact)" in forward
    assert "failed recipient: claire@atelier-morel.example" in bounce
    assert "warnings: failed_checks" in spoof


def test_a_firm_without_ids_is_described_by_siren_and_name(tmp_path: Path) -> None:
    file = tmp_path / "firm.json"
    file.write_text(
        json.dumps(
            {
                "mailbox": "depot@cabinet.example",
                "domain": "cabinet.example",
                "authserv_id": None,
                "staff": [],
                "clients": [
                    {
                        "name": "Atelier Morel",
                        "siren": "839 602 299",
                        "siret": None,
                        "deposit_address": None,
                        "contacts": [{"name": "Claire", "email": "Claire@Atelier-Morel.example"}],
                    }
                ],
                "sent": [{"message_id": "<x@y>", "client": "absent", "to": "a@b.example", "kind": "invitation"}],
            }
        )
    )
    (line,) = explain_files([DRAWER / "direct-outlook.eml"], read_firm(file), as_json=True)
    attribution = json.loads(line)["attribution"]
    assert attribution == {
        "client": {"siren": "839 602 299", "name": "Atelier Morel"},
        "by": "sender",
        "needs_human": False,
        "why": "contact",
    }


def test_a_firm_file_that_is_not_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "firm.json"
    file.write_text('{"clients": "none"}')
    with pytest.raises(ValidationError):
        read_firm(file)


def test_a_file_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(FileNotFoundError):
        list(explain_files([DRAWER / "absent.eml"], read_firm(DRAWER / "cabinet.json"), as_json=True))
