"""Books with a million rows, on both databases: a row is written by Guichet, and copied where it is kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, Table, create_engine, text

from domain.people import Collaborator, Role
from storage.database import Database, open_database
from storage.encryption import KeyRing, new_key
from tests.builders import a_firm
from tests.offices import SmallOffice
from tests.servers.postgres import PostgresCluster


@dataclass(frozen=True)
class Books:
    """A database as Guichet opens it, and a copier before whom no wall between firms stands."""

    database: Database
    copier: Engine

    def copy(self, table: Table, which: str, times: int, **changed: str) -> None:
        """Copy the rows `kept` of that table so many times; `changed` gives some columns as SQL."""
        columns = [column.name for column in table.columns if column.name != "id"]
        values = ", ".join(changed.get(name, f"kept.{name}") for name in columns)
        numbers = f"SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {times}"
        copies = f"SELECT {values} FROM {table.name} AS kept, numbers WHERE {which}"
        insert = f"INSERT INTO {table.name} ({', '.join(columns)})"
        with self.copier.begin() as connection:
            connection.execute(text(f"WITH RECURSIVE numbers(n) AS ({numbers}) {insert} {copies}"))

    def settle(self) -> None:
        """Let the database count its rows, as it does by itself in time."""
        with self.copier.begin() as connection:
            connection.execute(text("ANALYZE"))

    def close(self) -> None:
        self.copier.dispose()
        self.database.close()


@contextmanager
def databases() -> Iterator[dict[str, Books]]:
    """Empty books of each kind."""
    cluster = PostgresCluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = f"sqlite:///{Path(folder) / 'guichet.db'}"
            server = cluster.create("bench"), cluster.url("bench", "postgres")
            opened = {"SQLite": _open(file, file), "PostgreSQL": _open(*server)}
            try:
                yield opened
            finally:
                for books in opened.values():
                    books.close()
    finally:
        cluster.stop()


def open_office(books: Books, folder: Path, number: int) -> tuple[SmallOffice, Collaborator]:
    """One firm more, and its administrator."""
    firm = books.database.create_firm(a_firm(name=f"Cabinet {number}", slack_team=f"T0{number}"))
    office = SmallOffice(books.database, folder, firm)
    return office, office.hire("Valérie Valmont", Role.ADMINISTRATOR, f"U0{number}")


def _open(url: str, copiers_url: str) -> Books:
    database = open_database(url, KeyRing([new_key()]))
    database.migrate()
    return Books(database, create_engine(copiers_url.replace("postgresql:", "postgresql+psycopg:", 1)))
