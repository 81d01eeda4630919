"""How many rows name each content: one that nothing names may be erased."""

from functools import cache

from sqlalchemy import Insert

from storage.books.book import Book, insert_into
from storage.tables import blobs


def count_use(book: Book, sha256: str, size: int) -> None:
    """One more row names that content."""
    row = {"firm_id": book.firm_id, "sha256": sha256, "size": size, "uses": 1}
    book.connection.execute(_one_more(book.dialect), row)


@cache
def _one_more(dialect: str) -> Insert:
    query = insert_into(blobs, dialect)
    return query.on_conflict_do_update(index_elements=["firm_id", "sha256"], set_={"uses": blobs.c.uses + 1})
