"""Books with a million rows, on both databases: one row is written by Guichet, and copied where it is kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Table, text

from domain.people import Collaborator, Role
from storage.database import Database, open_database
from storage.encryption import KeyRing, new_key
from tests.builders import a_firm
from tests.offices import SmallOffice
from tests.servers.postgres import PostgresCluster


@contextmanager
def databases() -> Iterator[dict[str, Database]]:
    """An empty database of each kind."""
    keys = KeyRing([new_key()])
    cluster = PostgresCluster()
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'guichet.db'}", "PostgreSQL": cluster.create("bench")}
        opened = {name: open_database(url, keys) for name, url in urls.items()}
        try:
            for database in opened.values():
                database.migrate()
            yield opened
        finally:
            for database in opened.values():
                database.close()
            cluster.stop()


def open_office(database: Database, folder: Path, number: int) -> tuple[SmallOffice, Collaborator]:
    """One firm more, and its administrator."""
    firm = database.create_firm(a_firm(name=f"Cabinet {number}", slack_team=f"T0{number}"))
    office = SmallOffice(database, folder, firm)
    return office, office.hire("Valérie Valmont", Role.ADMINISTRATOR, f"U0{number}")


def copy(database: Database, table: Table, which: str, times: int, **changed: str) -> None:
    """Copy the rows of that table so many times; `changed` gives columns as SQL, where `n` is the copy's number."""
    columns = [column.name for column in table.columns if column.name != "id"]
    values = ", ".join(changed.get(name, f"kept.{name}") for name in columns)
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {times})"
    copies = f"SELECT {values} FROM {table.name} AS kept, numbers WHERE {which}"  # noqa: S608 - our own words
    with database.writing() as connection:
        connection.execute(text(f"{numbers} INSERT INTO {table.name} ({', '.join(columns)}) {copies}"))


def settle(database: Database) -> None:
    """Let the database count its rows, as it does by itself in time."""
    with database.writing() as connection:
        connection.execute(text("ANALYZE"))
