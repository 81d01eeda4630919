"""How each database is opened: what makes a commit durable, and who waits for whom."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

# As many as Slack's workers, with some to spare for the mail, the clock and the dispatcher.
POOL = {"pool_size": 40, "max_overflow": 20}
WRITES = "guichet_writes"


def open_engine(address: str) -> Engine:
    """The engine of that DATABASE_URL. Nothing is connected yet."""
    url = make_url(address)
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def sqlite_file(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise ValueError("an SQLite database is a file: sqlite:///path/to/guichet.db")
    # The connection used last has SQLite's pages and statements at hand: the others would read them anew.
    engine = create_engine(url, pool_use_lifo=True, **POOL)

    @event.listens_for(engine, "do_connect")
    def make_private(_dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
        # SQLite would make the file readable by all; its journal takes the file's own rights.
        os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # The driver would begin late, and never IMMEDIATE: `begin` below does it.
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get(WRITES))
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA query_only = {int(not writes)}")
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **POOL)
