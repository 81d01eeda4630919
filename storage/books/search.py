"""The one column in which clients are searched."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, select, true

from domain.search_ranking import ranked
from domain.text import search_words, searchable
from storage.books.book import Book
from storage.tables import clients, contacts

MANY = 200
# PostgreSQL refuses an index entry of 2,704 bytes: some fifty people at one client are found, then no more.
INDEXED_BYTES = 2400


def holding(text: str) -> ColumnElement[bool]:
    """Whether the client's search text holds every word."""
    condition: ColumnElement[bool] = true()
    for word in search_words(text):
        condition &= clients.c.search.contains(word, autoescape=True)
    return condition


def best_first(book: Book, text: str, shown: ColumnElement[bool]) -> Sequence[int] | None:
    """The clients found among those shown, best first; None when they are too many to be ranked.

    Typing slips are allowed for when nothing holds every word. Signs without a letter or a digit find nothing.
    """
    if not search_words(text):
        return []
    exact = _texts(book, shown & holding(text), MANY + 1)
    if len(exact) > MANY:
        return None
    found = ranked(text, exact or _texts(book, shown), lambda row: row[1], MANY)
    return [client_id for client_id, _ in found]


def _texts(book: Book, condition: ColumnElement[bool], at_most: int | None = None) -> Sequence[Row[int, str]]:
    query = select(clients.c.id, clients.c.search).where(book.mine(clients), condition)
    return book.connection.execute(query.order_by(clients.c.search, clients.c.id).limit(at_most)).all()


def refresh_search(book: Book, client_id: int) -> None:
    """Write again what the client is found by: its own numbers and names, and its people's."""
    client = book.one(clients, id=client_id)
    if client is None:
        return
    people = book.all(contacts, client_id=client_id)
    siret = client["siren"] + client["nic"] if client["siren"] and client["nic"] else None
    parts = [client[name] for name in ("name", "code", "siren", "urssaf_account", "town")] + [siret]
    parts += [person[name] for person in people for name in ("first_name", "last_name", "email")]
    text = _cut(" ".join(filter(None, (searchable(part) for part in parts if part))))
    # Not a change of the client: its version stays.
    book.change(clients, client_id, {"search": text})


def _cut(text: str) -> str:
    """That text, or as many of its first words as an index holds."""
    if len(text.encode()) <= INDEXED_BYTES:
        return text
    return text.encode()[:INDEXED_BYTES].decode(errors="ignore").rpartition(" ")[0]
