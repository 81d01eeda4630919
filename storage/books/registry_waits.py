"""Client files that wait for the registry, and what it answered to those who are to decide."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select, update

from domain.registry import RegistryCompany
from storage.books.book import Book
from storage.tables import registry_waits

LINE = TypeAdapter(RegistryCompany)


class RegistryWaits(Book):
    def add(self, client_id: int) -> None:
        self.insert_once(registry_waits, {"client_id": client_id})

    def waiting(self) -> Sequence[int]:
        row = registry_waits.c
        query = select(row.client_id).where(self.mine(registry_waits), row.found.is_(None)).order_by(row.client_id)
        return self.connection.execute(query).scalars().all()

    def offer(self, client_id: int, line: RegistryCompany) -> bool:
        row = registry_waits.c
        found: dict[str, Any] = LINE.dump_python(line, mode="json")
        waiting = update(registry_waits).where(
            self.mine(registry_waits), row.client_id == client_id, row.found.is_(None)
        )
        return self.connection.execute(waiting.values(found=found)).rowcount == 1

    def offered(self, client_id: int) -> RegistryCompany | None:
        row = self.one(registry_waits, client_id=client_id)
        if row is None or row["found"] is None:
            return None
        try:
            return LINE.validate_python(row["found"])
        except ValidationError:  # an older Guichet wrote it otherwise
            return None

    def settle(self, client_id: int) -> bool:
        row = registry_waits.c
        gone = delete(registry_waits).where(self.mine(registry_waits), row.client_id == client_id)
        return self.connection.execute(gone).rowcount == 1
