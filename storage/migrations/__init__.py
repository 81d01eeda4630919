"""The schema's history: one short revision a change, applied by the program itself.

A revision's file begins with its number. Alembic is only loaded when one is to be applied: it takes half a second.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HERE = Path(__file__).parent


class SchemaTooNew(Exception):
    """The database was written by a newer Guichet."""


class SchemaTooOld(Exception):
    """The database waits for `guichet migrate`."""


def upgrade_to_head(connection: Connection) -> None:
    """Apply what is missing, in the caller's transaction; SchemaTooNew when the database is ahead of us."""
    try:
        check_schema(connection)
    except SchemaTooOld:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(HERE))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_schema(connection: Connection) -> None:
    """SchemaTooOld or SchemaTooNew unless the database is at our newest revision."""
    revision, known = _revision_of(connection), revisions()
    if revision is not None and revision not in known:
        raise SchemaTooNew("this database was written by a newer Guichet: upgrade the program")
    if revision != known[-1]:
        raise SchemaTooOld("this database needs `guichet migrate`")


def revisions() -> list[str]:
    """The revisions that this program knows, the newest last."""
    return sorted(file.name.partition("_")[0] for file in (HERE / "versions").glob("*.py"))


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
