"""One `guichet run` on an SQLite file: a second is refused, and a dead one is in nobody's way."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from storage.database import Database
from storage.locks import DatabaseInUse

HOLDER = """
import sys
from storage.database import open_database
from storage.encryption import KeyRing, new_key
open_database(sys.argv[1], KeyRing([new_key()])).hold_lock()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_a_second_process_is_refused_until_the_first_is_gone(
    sqlite_url: str, open_url: Callable[[str], Database]
) -> None:
    database = open_url(sqlite_url)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, sqlite_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DatabaseInUse) as refusal:
            database.hold_lock()
        assert refusal.value.path.name == "guichet.db"
        holder.kill()
        holder.wait()
    database.hold_lock()


def test_the_lock_keeps_no_short_transaction_out(sqlite_url: str, open_url: Callable[[str], Database]) -> None:
    running, beside = open_url(sqlite_url), open_url(sqlite_url)
    running.hold_lock()
    running.hold_lock()
    with pytest.raises(DatabaseInUse):
        beside.hold_lock()
    assert beside.firms() == []
    running.close()
    beside.hold_lock()


def test_postgresql_takes_as_many_as_come(postgres_url: str, open_url: Callable[[str], Database]) -> None:
    for _ in range(2):
        open_url(postgres_url).hold_lock()
