"""How many rows name each content: one that nothing names may be erased."""

from sqlalchemy import update

from storage.books.book import Book
from storage.tables import blobs


def count_use(book: Book, sha256: str, size: int) -> None:
    """One more row names that content."""
    if not book.insert_once(blobs, {"sha256": sha256, "size": size, "uses": 1}):
        named = book.mine(blobs) & (blobs.c.sha256 == sha256)
        book.connection.execute(update(blobs).where(named).values(uses=blobs.c.uses + 1))
