"""Which rows stand on a client's: found from the schema itself, so that a new table is not forgotten."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Table, bindparam, select

from domain.about import (
    OF_A_CLIENT,
    OF_A_DOCUMENT,
    OF_A_MERGER,
    OF_A_MESSAGE,
    OF_A_RAW_MAIL,
    OF_A_REQUEST,
    OF_AN_ACCOUNT,
    OF_AN_EXPORT,
    OF_AN_INVITATION,
)
from storage.books.book import Book
from storage.tables import (
    accounts,
    clients,
    documents,
    envelopes,
    exports,
    history,
    inbound_mails,
    invitations,
    mergers,
    messages,
    metadata,
    requests,
)

Rows = dict[Table, set[int]]

# What the envelopes and the cards about a row are about, by its table.
CALLED = {
    clients: OF_A_CLIENT,
    invitations: OF_AN_INVITATION,
    messages: OF_A_MESSAGE,
    inbound_mails: OF_A_RAW_MAIL,
    requests: OF_A_REQUEST,
    documents: OF_A_DOCUMENT,
    accounts: OF_AN_ACCOUNT,
    exports: OF_AN_EXPORT,
    mergers: OF_A_MERGER,
}

# The things of a client that letters are about.
SUBJECTS = (clients, invitations, messages, requests, documents)


def is_about(subject: Table) -> ColumnElement[bool]:
    """Whether the envelope is about the row of that table."""
    same = (subject.c.firm_id == envelopes.c.firm_id) & (subject.c.id == envelopes.c.subject_id)
    return same & envelopes.c.subject_kind.in_(CALLED[subject])


def references_to(target: Table) -> Iterator[tuple[Table, "Column[object]"]]:
    """Each table, and the column of it, that refers to that one within the firm."""
    for table in metadata.sorted_tables:
        for rule in table.foreign_key_constraints:
            if rule.referred_table is target and len(rule.column_keys) == 2:
                yield table, table.c[rule.column_keys[1]]


def falls_with(column: "Column[object]") -> bool:
    """Whether a row goes with what that column refers to; the others only forget it."""
    return column.name == "client_id" or not column.nullable


def among(column: ColumnElement[Any], numbers: Iterable[int]) -> ColumnElement[bool]:
    """Whether it is one of those numbers, however many: they are written in the question itself.

    Each as a parameter, the letters of ten years are more than PostgreSQL takes (65,535) and many a SQLite (32,766).
    """
    return column.in_(bindparam(None, sorted(numbers), type_=BigInteger(), expanding=True, literal_execute=True))


def standing_on(book: Book, start: Mapping[Table, set[int]]) -> Rows:
    """The numbered rows that go with those, the history left out."""
    found: Rows = {table: set(ids) for table, ids in start.items()}
    for target in metadata.sorted_tables:
        ids = found.get(target)
        if not ids:
            continue
        for table, column in references_to(target):
            if "id" in table.c and table is not history and falls_with(column):
                rows = book.connection.execute(select(table.c.id).where(book.mine(table), among(column, ids))).scalars()
                found.setdefault(table, set()).update(rows)
    return found
