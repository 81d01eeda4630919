"""An import at which Guichet itself fails: three tries in a row, then its author is told; an outage is no try."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, type_coerce, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from bot.clock import SystemClock
from bot.imports import ImportWorker, is_away
from bot.office import FirmOffice, House
from bot.registry import RegistryLine
from domain.about import About
from domain.importing.imports import MOST_TRIES, ImportState, SheetImport
from domain.importing.outcomes import Counts
from domain.people import Collaborator, Role
from domain.refusals import SlackSilent
from handlers.importing import views
from handlers.post import post
from handlers.sheets import csv_text
from handlers.words import words_for
from storage.blobs import BlobFolder
from storage.database import Database
from storage.tables import envelopes, sheet_imports
from tests.builders import MONDAY, a_firm
from tests.handlers.slack_server import message_problems
from tests.offices import SmallOffice

NOWHERE = "http://127.0.0.1:9/"
HEADERS = ["Raison sociale", "Sans SIREN", "Code"]
SHEET = csv_text(HEADERS, [["Atelier Morel", "oui", "0001"], ["Menuiserie Vidal", "oui", "0002"]])


class Scene:
    """A firm, an import of Hélène's and the worker that carries it on, one turn at a time and without a lease."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.line = RegistryLine(NOWHERE)
        house = House(database, BlobFolder(folder), SystemClock(), self.line, NOWHERE, NOWHERE)
        firm = database.create_firm(a_firm())
        self.office: FirmOffice = house.of(firm.id)
        self.books = SmallOffice(database, folder, firm)
        self.helene: Collaborator = self.books.hire("Hélène Valmont", Role.ADMINISTRATOR)
        self.worker = ImportWorker(house, timedelta())

    def receive(self, new: SheetImport, sheet: bytes | None = SHEET, slack_file: str | None = None) -> SheetImport:
        with self.office.records() as records:
            imported = records.imports.add(new, sheet=sheet, slack_file=slack_file)
            message = views.received(imported, words_for("fr"))
            post(records, MONDAY, self.helene.slack_id, *message, about=(About.IMPORT, imported.id))
        return imported

    def an_import(self, state: ImportState) -> SheetImport:
        return SheetImport(0, 0, self.helene.id, "clients.csv", MONDAY, state)

    def spoil(self, imported: SheetImport) -> bytes:
        """What is kept of the sheet opens with no key any more; as it was."""
        with self.books.records() as records:
            sealed = records.connection.exec_driver_sql("SELECT sheet FROM sheet_import").scalar_one()
        self.put(imported, b"not sealed")
        return bytes(sealed)

    def put(self, imported: SheetImport, sealed: bytes) -> None:
        raw = update(sheet_imports).where(sheet_imports.c.id == imported.id)
        with self.books.records() as records:
            records.connection.execute(raw.values(sheet=type_coerce(sealed, LargeBinary)))

    def now(self, imported: SheetImport) -> SheetImport:
        with self.office.reading() as records:
            found = records.imports.get(imported.id)
        assert found is not None
        return found

    def told(self) -> list[str]:
        """What its card says from then on, within Slack's rules."""
        row = envelopes.c
        with self.books.reading() as records:
            bodies = records.connection.execute(select(row.body).where(row.way == "slack.update").order_by(row.id))
            messages = [json.loads(body)["args"] for body in bodies.scalars()]
        assert [message_problems(message) for message in messages] == [[] for _ in messages]
        return [message["text"] for message in messages]


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(database, tmp_path / "blobs")
    yield scene
    scene.line.close()


@pytest.mark.parametrize("state", [ImportState.RECEIVED, ImportState.CONFIRMED])
def test_the_third_failure_in_a_row_puts_it_aside_and_tells_its_author(scene: Scene, state: ImportState) -> None:
    imported = scene.receive(scene.an_import(state))
    scene.spoil(imported)
    for tries in range(1, MOST_TRIES):
        assert scene.worker.carry_on_one(scene.office)
        assert (scene.now(imported).state, scene.now(imported).tries) == (state, tries)
        assert scene.told() == []
    assert scene.worker.carry_on_one(scene.office)
    assert scene.now(imported).state is ImportState.DROPPED
    assert scene.told() == [
        "clients.csv : import arrêté. Guichet y a échoué trois fois de suite. Rien n’a été enregistré. "
        "Envoyez le fichier à nouveau : les lignes déjà enregistrées seront reconnues."
    ]
    assert not scene.worker.carry_on_one(scene.office)


def test_what_was_written_before_is_counted_in_the_sentence(scene: Scene) -> None:
    new = replace(scene.an_import(ImportState.CONFIRMED), done_rows=1, counts=Counts(created=1))
    scene.spoil(scene.receive(new))
    while scene.worker.carry_on_one(scene.office):
        pass
    assert "1 dossier enregistré." in scene.told()[-1]


def test_a_try_that_succeeds_starts_the_count_anew(scene: Scene) -> None:
    imported = scene.receive(scene.an_import(ImportState.CONFIRMED))
    sealed = scene.spoil(imported)
    for _ in range(MOST_TRIES - 1):
        scene.worker.carry_on_one(scene.office)
    scene.put(imported, sealed)
    assert scene.worker.carry_on_one(scene.office)
    after = scene.now(imported)
    assert (after.state, after.counts.created, after.tries) == (ImportState.DONE, 2, 0)


def test_another_import_is_not_held_up_and_the_log_names_the_one_that_failed(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    bad = scene.receive(scene.an_import(ImportState.CONFIRMED))
    scene.spoil(bad)
    good = scene.receive(scene.an_import(ImportState.CONFIRMED))
    while scene.worker.carry_on_one(scene.office):
        pass
    assert scene.now(good).state is ImportState.DONE
    failures = [line for line in caplog.records if line.message == "import stumbled"]
    assert [vars(line)["import"] for line in failures] == [bad.id] * MOST_TRIES


def test_slack_that_does_not_answer_is_no_try(scene: Scene) -> None:
    imported = scene.receive(scene.an_import(ImportState.RECEIVED), sheet=None, slack_file="F01")
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(SlackSilent):
            scene.worker.carry_on_one(scene.office)
    assert (scene.now(imported).state, scene.now(imported).tries) == (ImportState.RECEIVED, 0)


@pytest.mark.parametrize(("kind", "away"), [(OperationalError, True), (IntegrityError, False), (DataError, False)])
def test_a_database_that_is_away_is_told_from_a_row_that_it_refuses(
    kind: Callable[[str, None, Exception], Exception], away: bool
) -> None:
    assert is_away(kind("SELECT 1", None, Exception())) is away
