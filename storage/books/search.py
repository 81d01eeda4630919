"""The one column in which clients are searched, and the words by which a slip is understood."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, func, or_, select, true

from domain.search_ranking import beginnings_meant, ranked
from domain.text import search_words, searchable
from storage.books.book import Book
from storage.books.vocabulary import known_words, learn_words
from storage.tables import clients, contacts, former_deposits, sites

Row = Mapping[Any, Any]

MANY = 200
# PostgreSQL refuses an index entry of 2,704 bytes: some fifty people at one client are found, then no more.
INDEXED_BYTES = 2400


class _Text(NamedTuple):
    id: int
    search: str
    total: int


class Found(NamedTuple):
    """What a search found: a condition, how many clients meet it, and the first ids; too many are not ranked."""

    condition: ColumnElement[bool]
    total: int
    first: Sequence[int]


def found(book: Book, text: str, shown: ColumnElement[bool]) -> Found:
    """The clients found among those shown, best first; by name when they are more than 200.

    Typing slips are allowed for when nothing holds every word. Signs without a letter or a digit find nothing.
    """
    if not search_words(text):
        return Found(false(), 0, [])
    exact = shown & _holding(text)
    rows = _texts(book, exact)
    if rows:
        return _found(text, exact, rows)
    # Asked even when no word of the firm is near: a word of a client that is not shown must not be told by the time.
    meant = shown & _holding_what_was_meant(book, text)
    return _found(text, meant, _texts(book, meant))


def refresh_search(book: Book, client_id: int) -> None:
    """Write again what the client is found by: its own numbers and names, and its people's."""
    client = book.one(clients, id=client_id)
    if client is None:
        return
    people = [person for person in book.all(contacts, client_id=client_id) if person["removed_at"] is None]
    former = [row["deposit"] for row in book.all(former_deposits, client_id=client_id)]
    text = search_text(client, people, book.all(sites, client_id=client_id), former)
    if text != client["search"]:
        # Not a change of the client: its version stays.
        book.change(clients, client_id, {"search": text})
        learn_words(book, set(text.split()) - set(client["search"].split()))


def search_text(client: Row, people: Iterable[Row], further: Iterable[Row] = (), former: Iterable[str] = ()) -> str:
    """What the client of that row is found by, with the people and the further establishments of those rows.

    A file merged into it is still found by its name, which its deposit address has kept.
    """
    parts = [client[name] for name in ("name", "code", "siren", "urssaf_account", "town")]
    places = [client, *further]
    parts += [client["siren"] + place["nic"] for place in places if client["siren"] and place["nic"]]
    parts += [place["town"] for place in places[1:]]
    parts += [person[name] for person in people for name in ("first_name", "last_name", "email")]
    parts += [deposit.partition("+")[2].rpartition(".")[0] for deposit in former]
    return _cut(searchable(" ".join(part for part in parts if part)))


def _found(text: str, condition: ColumnElement[bool], rows: Sequence[_Text]) -> Found:
    if rows and rows[0].total > MANY:
        return Found(condition, rows[0].total, [row.id for row in rows])
    best = [row.id for row in ranked(text, rows, lambda row: row.search, MANY)]
    return Found(condition, len(best), best)


def _holding(text: str) -> ColumnElement[bool]:
    """Whether the client's search text holds every word."""
    condition: ColumnElement[bool] = true()
    for word in search_words(text):
        condition &= _holds(word)
    return condition


def _holding_what_was_meant(book: Book, text: str) -> ColumnElement[bool]:
    """Whether the client's search text holds every word, or what begins a word that was meant by it."""
    meant = beginnings_meant(text, known_words(book))
    condition: ColumnElement[bool] = true()
    for word in search_words(text):
        condition &= or_(*map(_holds, meant.get(word, (word,))))
    return condition


def _holds(word: str) -> ColumnElement[bool]:
    return clients.c.search.contains(word, autoescape=True)


def _texts(book: Book, condition: ColumnElement[bool]) -> Sequence[_Text]:
    """The first by name, with the number of all."""
    columns = clients.c.id, clients.c.search, func.count().over().label("total")
    in_order = select(*columns).where(book.mine(clients), condition).order_by(clients.c.search, clients.c.id)
    return [_Text(*row) for row in book.connection.execute(in_order.limit(MANY))]


def _cut(text: str) -> str:
    """That text, or as many of its first words as an index holds."""
    if len(text.encode()) <= INDEXED_BYTES:
        return text
    return text.encode()[:INDEXED_BYTES].decode(errors="ignore").rpartition(" ")[0]
