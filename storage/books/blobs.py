"""How many rows name each content: one that nothing names may be erased."""

from functools import cache

from sqlalchemy import Insert, update

from storage.books.book import Book, insert_into
from storage.tables import blobs


def count_use(book: Book, sha256: str, size: int) -> None:
    """One more row names that content."""
    row = {"firm_id": book.firm_id, "sha256": sha256, "size": size, "uses": 1}
    book.connection.execute(_one_more(book.dialect), row)


def uncount_use(book: Book, sha256: str | None) -> None:
    """One row less names that content; None, the content of what was never made, counts nowhere."""
    held = update(blobs).where(book.mine(blobs), blobs.c.sha256 == sha256)
    book.connection.execute(held.values(uses=blobs.c.uses - 1))


@cache
def _one_more(dialect: str) -> Insert:
    query = insert_into(blobs, dialect)
    return query.on_conflict_do_update(index_elements=["firm_id", "sha256"], set_={"uses": blobs.c.uses + 1})
