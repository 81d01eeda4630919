"""The schema's history: one short revision a change, applied by the program itself."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


class SchemaTooNew(Exception):
    """The database was written by a newer Guichet."""


class SchemaTooOld(Exception):
    """The database waits for `guichet migrate`."""


def upgrade_to_head(connection: Connection) -> None:
    """Apply what is missing, in the caller's transaction; SchemaTooNew when the database is ahead of us."""
    if _revision_of(connection) not in {None, *_known()}:
        raise SchemaTooNew("this database was written by a newer Guichet: upgrade the program")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def check_schema(connection: Connection) -> None:
    """SchemaTooOld or SchemaTooNew unless the database is at our newest revision."""
    revision = _revision_of(connection)
    if revision is not None and revision not in _known():
        raise SchemaTooNew("this database was written by a newer Guichet: upgrade the program")
    if revision != ScriptDirectory.from_config(_config()).get_current_head():
        raise SchemaTooOld("this database needs `guichet migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
