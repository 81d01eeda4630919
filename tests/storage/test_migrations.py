"""The schema's history builds what the code expects, and refuses what it does not know."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.database import Database, open_database
from storage.encryption import KeyRing, WrongKeys, new_key
from storage.migrations import HERE, SchemaTooNew, SchemaTooOld, revisions
from storage.tables import metadata
from tests.servers.postgres import PostgresCluster


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database where nothing was ever written, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        postgres: PostgresCluster = request.getfixturevalue("postgres")
        yield postgres.create("empty")
        postgres.drop("empty")


def test_the_migrations_build_the_schema_the_code_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(empty_url: str, open_url: Callable[[str], Database]) -> None:
    database = open_url(empty_url)
    database.migrate()
    identity = database.identity()
    database.migrate()
    assert database.identity() == identity


def test_the_files_of_the_revisions_are_numbered_in_their_order() -> None:
    history = ScriptDirectory(str(HERE)).walk_revisions()
    assert revisions() == [script.revision for script in history][::-1]


def test_a_database_never_migrated_is_said_too_old(empty_url: str, open_url: Callable[[str], Database]) -> None:
    with pytest.raises(SchemaTooOld):
        open_url(empty_url).check()


def test_a_schema_newer_than_the_program_is_refused(empty_url: str, open_url: Callable[[str], Database]) -> None:
    database = open_url(empty_url)
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        database.check()
    with pytest.raises(SchemaTooNew):
        database.migrate()


def test_other_keys_than_those_of_the_database_are_refused(database: Database, database_url: str) -> None:
    stranger = open_database(database_url, KeyRing([new_key()]))
    with pytest.raises(WrongKeys):
        stranger.check()
    stranger.close()
    database.check()


def test_each_database_has_an_identity_of_its_own(
    empty_url: str, open_url: Callable[[str], Database], tmp_path: Path
) -> None:
    one, other = open_url(empty_url), open_url(f"sqlite:///{tmp_path / 'other.db'}")
    one.migrate()
    other.migrate()
    assert one.identity() != other.identity()
