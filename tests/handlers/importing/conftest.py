"""Sheets of clients sent in Slack, and whoever carries the imports on."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from domain.importing.imports import SheetImport
from domain.sheets.sheet import Sheet
from handlers.importing.working import carry_on
from handlers.sheets import workbook
from tests.handlers.post_office import waiting
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

Rows = Sequence[Mapping[str, str]]
Sent = Callable[..., None]

MOREL = {"Raison sociale": "Atelier Morel", "SIREN": "839602299", "NIC": "00019", "Code APE": "43.32A"}
CLAIRE = {"Contact 1 : nom": "Morel", "Contact 1 : prénom": "Claire", "Contact 1 : e-mail": "claire@morel.example"}


def sheet_of(rows: Rows) -> bytes:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return workbook("Dossiers", headers, [[row.get(header, "") for header in headers] for row in rows])


def work(office: SmallOffice) -> SheetImport | None:
    """Carry on the import that waits, as the worker does."""
    with office.records() as records:
        imported = records.imports.claim("worker", office.now(), office.now())
    return carry_on(office, imported, lambda _records: True, lambda: None) if imported else None


def files(office: SmallOffice) -> list[tuple[str, str, bytes]]:
    """To whom, by what name, and what: the files that wait to leave for Slack."""
    bodies = [(row["to"], json.loads(row["body"])) for row in waiting(office, "slack.file")]
    return [(to, body["name"], base64.b64decode(body["content"])) for to, body in bodies]


def sheet_back(office: SmallOffice) -> Sheet:
    """The sheet that a trial gave back last."""
    return office.read_sheet(files(office)[-1][2])


@pytest.fixture
def send(office: SmallOffice) -> Sent:
    """Send a sheet through the form, and have it tried."""

    def through_the_form(
        person: Person, rows: Rows | bytes, *choices: str, name: str = "clients.xlsx", **chosen: Any
    ) -> None:
        person.command("/client importer")
        number = f"F0{len(office.files)}"
        office.files[number, person.who.slack_id] = rows if isinstance(rows, bytes) else sheet_of(rows)
        person.attach("file", number, name)
        if choices:
            person.tick("choices", *choices)
        for field, value in chosen.items():
            person.choose(field, value)
        person.submit()
        work(office)

    return through_the_form
