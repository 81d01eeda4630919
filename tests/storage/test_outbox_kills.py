"""Dispatchers killed (SIGKILL) at each point of their work, with real processes on both databases.

A letter is lost when it is never sent, doubled when the sink has it twice: neither may ever happen.
"""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.outbox import NewEnvelope
from storage.database import Database, open_database
from storage.encryption import KeyRing, new_key
from storage.tables import envelopes
from tests.builders import MONDAY, a_firm, an_envelope
from tests.storage.outbox_worker import work

LETTERS = 60
# Where a worker dies, and at which passage there.
DEATHS = [("claimed", 2), ("sent", 3), ("marked", 4), ("committed", 2), ("sent", 1), ("claimed", 1), ("marked", 1)]
NEVER = ("never", 1)
PATIENCE = 300.0

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.outbox_worker"])

pytestmark = pytest.mark.slow


class Scene:
    """A database with letters to send, a sink that remembers them, and workers that die."""

    def __init__(self, url: str, key: str, database: Database, sink: Path) -> None:
        self.url = url
        self.key = key
        self.database = database
        self.sink = sink
        (self.firm_id,) = database.firms()

    def write(self, letters: list[NewEnvelope]) -> None:
        with self.database.records(self.firm_id) as records:
            for letter in letters:
                records.outbox.add(letter)

    @contextmanager
    def worker(self, death: tuple[str, int] = NEVER, probe: bool = True) -> Iterator[ForkServerProcess]:
        """A process of its own, started without importing everything again."""
        process = PROCESSES.Process(target=work, args=(self.url, self.key, self.sink, probe, *death))
        process.start()
        try:
            yield process
        finally:
            process.kill()
            process.join()
            process.close()

    def kill_at(self, *deaths: tuple[str, int], probe: bool = True) -> None:
        """One worker after another, each dead where it was told; the last one finishes the work."""
        for death in deaths:
            with self.worker(death, probe) as worker:
                worker.join(PATIENCE)
                assert worker.exitcode == -signal.SIGKILL
        with self.worker(NEVER, probe) as worker:
            worker.join(PATIENCE)
            assert worker.exitcode == 0

    def sent(self) -> Counter[str]:
        return Counter(self.sink.read_text().splitlines())

    def states(self) -> dict[str, str]:
        with self.database.reading(self.firm_id) as records:
            rows = records.connection.execute(select(envelopes.c.uid, envelopes.c.state)).all()
        return {row.uid: row.state for row in rows}


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    key = new_key()
    database = open_database(database_url, KeyRing([key]))
    database.create_firm(a_firm(invitation_read_at=MONDAY))
    sink = tmp_path / "sink"
    sink.touch()
    yield Scene(database_url, key, database, sink)
    database.close()


def test_with_a_probe_no_letter_is_lost_and_none_is_doubled(scene: Scene) -> None:
    letters = [an_envelope(uid=f"letter {number}") for number in range(LETTERS)]
    scene.write(letters)
    scene.kill_at(*DEATHS)
    assert scene.sent() == Counter(letter.uid for letter in letters)
    assert set(scene.states().values()) == {"done"}


def test_without_a_probe_the_doubtful_are_asked_and_none_is_guessed(scene: Scene) -> None:
    letters = [an_envelope(uid=f"letter {number}") for number in range(LETTERS)]
    scene.write(letters)
    scene.kill_at(*DEATHS, probe=False)
    states = scene.states()
    asked = {uid for uid, state in states.items() if state == "asked"}
    assert set(states.values()) == {"done", "asked"}
    assert max(scene.sent().values()) == 1
    assert {uid for uid, state in states.items() if state == "done"} <= set(scene.sent())
    assert set(scene.sent()) | asked == {letter.uid for letter in letters}


def test_letters_of_one_person_leave_in_order_whoever_dies(scene: Scene) -> None:
    scene.write([an_envelope(uid=f"{number} {person}", order_key=person) for number in range(6) for person in "abcd"])
    scene.kill_at(*DEATHS[:4])
    lines = scene.sink.read_text().splitlines()
    for person in "abcd":
        assert [line for line in lines if line.endswith(person)] == [f"{number} {person}" for number in range(6)]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_of_two_workers_one_dies_and_the_other_finishes(scene: Scene) -> None:
    letters = [an_envelope(uid=f"letter {number}") for number in range(LETTERS)]
    scene.write(letters)
    with scene.worker() as survivor:
        for death in DEATHS[:3]:
            with scene.worker(death) as worker:
                worker.join(PATIENCE)
                # The survivor may have left it nothing to die of.
                assert worker.exitcode in (0, -signal.SIGKILL)
        survivor.join(PATIENCE)
        assert survivor.exitcode == 0
    assert scene.sent() == Counter(letter.uid for letter in letters)
    assert set(scene.states().values()) == {"done"}
