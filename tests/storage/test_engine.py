"""How SQLite is opened: its file is its owner's alone, and a commit is on disk before it is acknowledged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.encryption import KeyRing


@pytest.mark.abuse("P6")
def test_the_database_and_its_journal_are_read_by_their_owner_alone(
    open_url: Callable[[str], Database], tmp_path: Path
) -> None:
    database = open_url(f"sqlite:///{tmp_path / 'guichet.db'}")
    database.migrate()
    with database.looking():
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("guichet.db*")}
    assert modes == {"guichet.db": 0o600, "guichet.db-wal": 0o600, "guichet.db-shm": 0o600}


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_would_be_forgotten_is_refused(url: str, keys: KeyRing) -> None:
    with pytest.raises(ValueError, match="is a file"):
        open_database(url, keys)


def test_a_commit_is_durable_and_references_are_checked(sqlite_url: str, open_url: Callable[[str], Database]) -> None:
    with open_url(sqlite_url).looking() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]
