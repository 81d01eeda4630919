"""Imports killed at random statements, and two at once: nothing is lost, nothing is there twice."""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from domain.importing.imports import ImportState, SheetImport
from domain.people import Role
from handlers.sheets import csv_text
from storage.database import Database, open_database
from storage.encryption import KeyRing, new_key
from storage.tables import clients, contacts, history, invitations
from tests.bot.import_worker import carry
from tests.builders import MONDAY, a_firm
from tests.offices import SmallOffice

ROWS, KILLS = 4_000, 20
PATIENCE = 600.0
HEADERS = ["Raison sociale", "Sans SIREN", "Code", "Contact 1 : nom", "Contact 1 : e-mail"]

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.bot.import_worker"])

pytestmark = [pytest.mark.slow, pytest.mark.abuse("A5")]


class Scene:
    """A firm whose administrator imports the same sheet, and processes that carry the imports on."""

    def __init__(self, url: str, key: str, database: Database, folder: Path) -> None:
        self.url, self.key, self.database, self.folder = url, key, database, folder
        self.office = SmallOffice(database, folder, database.create_firm(a_firm()))
        self.author = self.office.hire("Hélène Valmont", Role.ADMINISTRATOR)
        rows = [
            [f"Client {number}", "oui", f"{number:05}", "Morel", f"morel@client-{number}.example"]
            for number in range(ROWS)
        ]
        self.sheet = csv_text(HEADERS, rows)

    def confirmed(self) -> SheetImport:
        with self.office.records() as records:
            new = SheetImport(0, 0, self.author.id, "clients.csv", MONDAY, state=ImportState.CONFIRMED)
            return records.imports.add(new, sheet=self.sheet)

    def worker(self, death: int = 0) -> ForkServerProcess:
        process = PROCESSES.Process(target=carry, args=(self.url, self.key, self.folder, death))
        process.start()
        return process

    def ends(self, process: ForkServerProcess) -> int | None:
        process.join(PATIENCE)
        code = process.exitcode
        process.kill()
        process.join()
        process.close()
        return code

    def counted(self) -> dict[str, int]:
        with self.office.reading() as records:
            return {
                table.name: int(records.connection.execute(select(func.count()).select_from(table)).scalar_one())
                for table in (clients, contacts, invitations)
            }

    def acts(self) -> Counter[str]:
        with self.office.reading() as records:
            return Counter(records.connection.execute(select(history.c.act)).scalars())

    def state(self, imported: SheetImport) -> SheetImport:
        with self.office.reading() as records:
            found = records.imports.get(imported.id)
        assert found is not None
        return found


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    key = new_key()
    database = open_database(database_url, KeyRing([key]))
    yield Scene(database_url, key, database, tmp_path)
    database.close()


ALL = {"client": ROWS, "contact": ROWS, "invitation": ROWS}
ONCE = Counter({"client.created": ROWS, "contact.added": ROWS, "invitation.prepared": ROWS})


def test_an_import_killed_twenty_times_is_there_once(scene: Scene) -> None:
    imported = scene.confirmed()
    chance = Random(5)
    # The first one dies before it has written anything, the others wherever they are.
    for _ in range(KILLS):
        assert scene.ends(scene.worker(death=chance.randint(10, 45))) in (-signal.SIGKILL, 0)
    assert scene.ends(scene.worker()) == 0
    assert (scene.state(imported).state, scene.state(imported).counts.created) == (ImportState.DONE, ROWS)
    assert (scene.counted(), scene.acts()) == (ALL, ONCE)


def test_the_same_file_twice_and_at_once_is_there_once(scene: Scene) -> None:
    both = [scene.confirmed(), scene.confirmed()]
    workers = [scene.worker(), scene.worker()]
    assert [scene.ends(worker) for worker in workers] == [0, 0]
    assert (scene.counted(), scene.acts()) == (ALL, ONCE)
    counts = [scene.state(imported).counts for imported in both]
    assert sum(each.created for each in counts) == ROWS
    assert sum(each.unchanged for each in counts) == ROWS


def test_an_import_whose_worker_died_is_taken_up_after_its_lease(scene: Scene) -> None:
    imported = scene.confirmed()
    with scene.office.records() as records:
        assert records.imports.claim("dead", MONDAY, MONDAY + timedelta(minutes=1)) is not None
        assert records.imports.claim("next", MONDAY, MONDAY) is None
    assert scene.ends(scene.worker()) == 0
    assert scene.state(imported).state is ImportState.DONE
