"""The keys change: killed or not, everything opens with both, then with the new one alone."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from domain.books import Mailbox
from domain.drafts import Draft
from domain.importing.imports import SheetImport
from storage.database import Database, open_database
from storage.encryption import KeyRing, WrongKeys, new_key
from storage.rotation import is_needed, rotate, sealed_columns
from tests.builders import MONDAY, a_firm, a_new_client, a_slack_message, an_envelope
from tests.offices import SmallHouse
from tests.servers.postgres import PostgresCluster
from tests.storage.rotation_worker import carry

LETTERS, KILLS, PATIENCE = 250, 10, 300.0
OLD, NEW = new_key(), new_key()
BOTH = f"{NEW},{OLD}"
NIR = "184123726104256"

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.rotation_worker"])


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own, sealed with the old key, where something of each kind is sealed."""
    made = f"sqlite:///{tmp_path / 'keys.db'}"
    if request.param == "postgres":
        postgres: PostgresCluster = request.getfixturevalue("postgres")
        made = postgres.create("guichet_keys")
    database = open_database(made, KeyRing([OLD]))
    database.migrate()
    house = SmallHouse(database, tmp_path / "blobs")
    office = house.of(database.create_firm(a_firm(), bot_token="xoxb-1").id)
    nadia = office.hire()
    client = office.follow()
    with office.records() as records:
        for number in range(LETTERS):
            records.outbox.add(an_envelope(uid=f"letter {number}"))
        records.nirs.keep(client.id, NIR)
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:p@h/INBOX"))
        records.drafts.keep(Draft("one", office.firm_id, nadia.id, 1, "Brouillon", {}, MONDAY, nir=NIR))
        other = records.clients.add(a_new_client("Morel Claire"), nadia, office.now())
        records.nirs.keep(other.id, NIR)
        records.merging.merge(client.id, other.id, nadia, office.now())
        records.slack_messages.add(a_slack_message(taken_by=nadia.id))
        imported = records.imports.add(SheetImport(0, 0, nadia.id, "clients.csv", MONDAY), sheet=b"a;b")
        records.imports.keep_answers(imported.id, b"{}")
    database.close()
    yield made
    if request.param == "postgres":
        postgres.drop("guichet_keys")


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[str], Database]]:
    databases: list[Database] = []

    def open_with(keys: str) -> Database:
        databases.append(open_database(url, KeyRing.read(keys)))
        return databases[-1]

    yield open_with
    for database in databases:
        database.close()


def values(database: Database) -> dict[str, list[object]]:
    """All that is sealed, opened."""
    (firm_id,) = database.firms()
    with database.reading(firm_id) as records:
        return {
            str(column): list(
                records.connection.execute(
                    select(column).where(column.is_not(None)).order_by(*table.primary_key)
                ).scalars()
            )
            for table, columns in sealed_columns().items()
            for column in columns
        }


def sealed_with(database: Database, key: str) -> int:
    """How many values that key opens."""
    ring, count = KeyRing([key]), 0
    (firm_id,) = database.firms()
    with database.reading(firm_id) as records:
        for table, columns in sealed_columns().items():
            for column in columns:
                raw = select(type_coerce(column, LargeBinary)).select_from(table).where(column.is_not(None))
                count += sum(ring.is_newest(value) for value in records.connection.execute(raw).scalars())
    return count


@pytest.mark.abuse("P5")
def test_the_new_key_opens_all_alone_once_the_change_is_over(url: str, opened: Callable[[str], Database]) -> None:
    both = opened(BOTH)
    before = values(both)
    assert all(before.values()), "something of each kind is sealed"
    total = sum(map(len, before.values()))
    assert is_needed(both, KeyRing.read(BOTH))
    assert rotate(both, KeyRing.read(BOTH)) == total
    assert rotate(both, KeyRing.read(BOTH)) == 0
    assert not is_needed(both, KeyRing.read(BOTH))
    alone = opened(NEW)
    alone.check()
    assert values(alone) == before
    with pytest.raises(WrongKeys):
        opened(OLD).check()


@pytest.mark.slow
@pytest.mark.abuse("P5")
def test_a_change_of_keys_killed_ten_times_is_taken_up(url: str, opened: Callable[[str], Database]) -> None:
    both = opened(BOTH)
    before = values(both)
    total = sum(map(len, before.values()))
    chance = Random(7)
    killed = 0
    for _ in range(KILLS):
        process = PROCESSES.Process(target=carry, args=(url, BOTH, chance.randint(3, 60)))
        process.start()
        process.join(PATIENCE)
        killed += process.exitcode == -signal.SIGKILL
        assert process.exitcode == -signal.SIGKILL
        process.close()
        # Neither key is enough, and both open all.
        both.check()
        assert values(both) == before
        for key in (OLD, NEW):
            if 0 < sealed_with(both, NEW) < total:
                with pytest.raises(WrongKeys):
                    opened(key).check()
    assert killed == KILLS
    rotate(both, KeyRing.read(BOTH))
    assert sealed_with(both, NEW) == total
    assert values(opened(NEW)) == before


@pytest.mark.abuse("P5")
def test_what_is_written_while_the_keys_change_is_kept(url: str, opened: Callable[[str], Database]) -> None:
    both = opened(BOTH)
    (firm_id,) = both.firms()
    with both.records(firm_id) as records:
        (mailbox,) = records.inbound.mailboxes()
        records.inbound.keep_mailbox(replace(mailbox, url="imaps://u:newer@h/INBOX"))
    rotate(both, KeyRing.read(BOTH))
    with opened(NEW).reading(firm_id) as records:
        assert [each.url for each in records.inbound.mailboxes()] == ["imaps://u:newer@h/INBOX"]


@pytest.mark.abuse("P5")
def test_the_words_that_try_the_keys_say_that_a_change_is_under_way(
    url: str, opened: Callable[[str], Database]
) -> None:
    both = opened(BOTH)
    both.begin_rotation()
    assert is_needed(both, KeyRing.read(BOTH))
    both.check()
    for key in (OLD, NEW):
        with pytest.raises(WrongKeys):
            opened(key).check()
