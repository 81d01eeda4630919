"""What making one client file of two, and two of one again, have in common."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, text

from storage.books.book import Book
from storage.books.relations import references_to
from storage.tables import clients, contacts, history, nirs, notes

# The client's own row and those of which it has one a kind, by the names of their tables, as JSON holds them.
File = Mapping[str, Sequence[Mapping[str, Any]]]

# Of those, a client has one.
MARKS: Sequence[tuple[Table, "Column[Any]"]] = (
    (contacts, contacts.c.is_default),
    (contacts, contacts.c.receives_invoices),
    (notes, notes.c.pinned),
)


def is_one_of_a_kind(table: Table, column: "Column[Any]") -> bool:
    """Whether some key of the table says that the client has one such row only."""
    uniques = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    return column.name in table.primary_key.columns or any(column.name in rule.columns for rule in uniques)


# Social security numbers are of a kind too, and go nowhere but sealed.
KINDS: Sequence[Table] = tuple(
    table for table, column in references_to(clients) if is_one_of_a_kind(table, column) and table is not nirs
)


def key_of(table: Table) -> "Column[Any]":
    """What names a row of that table within its firm."""
    return next(column for column in reversed(list(table.primary_key.columns)) if column.name != "firm_id")


def marked(book: Book, table: Table, mark: "Column[Any]", client_id: int) -> int | None:
    """The number of the client's row that has the mark."""
    row = book.row(book.of(table, table.c.client_id == client_id, mark).limit(1))
    return None if row is None else int(row["id"])


@contextmanager
def rewriting(book: Book, table: Table) -> Iterator[None]:
    """On PostgreSQL, lines of history move only while it is said that files are being merged."""
    walled = table is history and book.dialect == "postgresql"
    if walled:
        book.connection.execute(text("SELECT set_config('guichet.rewriting', 'merging', true)"))
    yield
    if walled:
        book.connection.execute(text("SELECT set_config('guichet.rewriting', '', true)"))
