"""Social security numbers: sealed, each with the row it belongs to, and found by nothing."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, select, update

from storage.books.book import Book
from storage.books.in_bulk import rows_among
from storage.encryption import bound, unbound
from storage.tables import drafts, nirs


class Nirs(Book):
    def has(self, client_id: int) -> bool:
        return self.row(select(nirs.c.client_id).where(self.mine(nirs), nirs.c.client_id == client_id)) is not None

    def of_client(self, client_id: int) -> str | None:
        row = self.one(nirs, client_id=client_id)
        return unbound(self._place(client_id), row["sealed"]).decode() if row else None

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
        begun = select(func.count()).select_from(drafts).where(self.mine(drafts), drafts.c.sealed_nir.is_not(None))
        return kept + self.number(begun)

    def erase_all(self) -> int:
        kept = self.connection.execute(delete(nirs).where(self.mine(nirs))).rowcount
        of_drafts = update(drafts).where(self.mine(drafts), drafts.c.sealed_nir.is_not(None))
        return kept + self.connection.execute(of_drafts.values(sealed_nir=None)).rowcount

    def _place(self, client_id: int) -> str:
        return f"nir of client {client_id}, firm {self.firm_id}"
