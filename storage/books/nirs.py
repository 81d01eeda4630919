"""Social security numbers: sealed, each with the row it belongs to, and found by nothing."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, select, update

from storage.books.book import Book
from storage.books.in_bulk import rows_among
from storage.encryption import bound, unbound
from storage.tables import drafts, mergers, nirs

# Beside the client files: what is being typed, and what is remembered of files that became one.
ELSEWHERE = (
    (drafts, drafts.c.sealed_nir),
    (mergers, mergers.c.kept_nir),
    (mergers, mergers.c.other_nir),
)


class Nirs(Book):
    def has(self, client_id: int) -> bool:
        return self.row(select(nirs.c.client_id).where(self.mine(nirs), nirs.c.client_id == client_id)) is not None

    def of_client(self, client_id: int) -> str | None:
        return self.opened(client_id, self.bound_of(client_id))

    def bound_of(self, client_id: int) -> bytes | None:
        """The client's number with the place it belongs to: what a sealed column keeps, wherever it is."""
        row = self.one(nirs, client_id=client_id)
        return bytes(row["sealed"]) if row else None

    def opened(self, client_id: int, content: bytes | None) -> str | None:
        """The number of that client in what was kept with its place; None for none."""
        return None if content is None else unbound(self._place(client_id), content).decode()

    def of_clients(self, client_ids: Collection[int]) -> Mapping[int, str]:
        rows = rows_among(self, select(nirs), nirs.c.client_id, client_ids)
        return {row["client_id"]: unbound(self._place(row["client_id"]), row["sealed"]).decode() for row in rows}

    def keep(self, client_id: int, nir: str) -> None:
        sealed = bound(self._place(client_id), nir.encode())
        self.write_over(nirs, "client_id", {"client_id": client_id, "sealed": sealed})

    def erase(self, client_ids: Collection[int]) -> Sequence[int]:
        theirs = self.mine(nirs) & nirs.c.client_id.in_(sorted(client_ids))
        gone = delete(nirs).where(theirs).returning(nirs.c.client_id)
        return sorted(self.connection.execute(gone).scalars())

    def count(self) -> int:
        kept = self.number(select(func.count()).select_from(nirs).where(self.mine(nirs)))
        for table, column in ELSEWHERE:
            kept += self.number(select(func.count(column)).where(self.mine(table)))
        return kept

    def erase_all(self) -> Sequence[int]:
        for table, column in ELSEWHERE:
            held = update(table).where(self.mine(table), column.is_not(None))
            self.connection.execute(held.values({column.name: None}))
        gone = delete(nirs).where(self.mine(nirs)).returning(nirs.c.client_id)
        return sorted(self.connection.execute(gone).scalars())

    def _place(self, client_id: int) -> str:
        return f"nir of client {client_id}, firm {self.firm_id}"
