"""One client file is two again: what moved goes back, what was dropped is written again, what came since stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, RowMapping, Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from domain.clients import Client
from domain.custom_fields import CUSTOM
from storage.books.book import Book
from storage.books.nirs import Nirs
from storage.books.relations import among
from storage.books.search import refresh_search
from storage.books.two_files import KINDS, MARKS, key_of, marked, rewriting
from storage.row_json import as_json, of_json
from storage.tables import (
    client_accesses,
    clients,
    contacts,
    custom_values,
    documents,
    former_deposits,
    invitations,
    messages,
    metadata,
    sites,
)

Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]

# What is somebody's, or in a letter, goes where they go.
FOLLOWING: Sequence[tuple[Table, "Column[Any]", Table]] = (
    (invitations, invitations.c.contact_id, contacts),
    (documents, documents.c.message_id, messages),
)


@dataclass(frozen=True)
class Parting:
    """The row that remembers a merger, and the books where it is undone."""

    book: Book
    merger: RowMapping

    @property
    def kept_id(self) -> int:
        return int(self.merger["kept_id"])

    @property
    def other_id(self) -> int:
        return int(self.merger["other_id"])

    @property
    def files(self) -> Mapping[str, Any]:
        return dict(self.merger["files"])

    def part(self, other: Client) -> list[str]:
        """The names, as in the history, of what was changed since in the client kept, and stays."""
        newer = [name for table in KINDS for name in self._kept_as_before(table)]
        self._write_again(other)
        self._move_back()
        for table, mark in MARKS:
            self._mark_again(table, mark)
        newer += self._numbers()
        for client_id in (self.kept_id, self.other_id):
            refresh_search(self.book, client_id)
        return list(dict.fromkeys(newer))

    def _kept_as_before(self, table: Table) -> Iterator[str]:
        """The kept client's rows of that table as before the merger, those changed since left as they are."""
        was, after = (_by_key(table, self.files[one].get(table.name, ())) for one in ("kept", "after"))
        now = _by_key(table, [as_json(table, row) for row in self.book.all(table, client_id=self.kept_id)])
        changed = [key for key in {**was, **after} if was.get(key) != after.get(key)]
        for key in changed:
            if now.get(key) == after.get(key) and key in now:
                self.book.connection.execute(delete(table).where(self._row(table, now[key])))
        for key in changed:
            if now.get(key) != after.get(key):
                yield from _told(table, was.get(key) or after[key])
            elif key in was:
                self._insert(table, was[key])

    def _write_again(self, other: Client) -> None:
        """The client that went, with its rows of a kind; those that no longer stand on anything stay out."""
        file, book = self.files["other"], self.book
        given_up = (former_deposits.c.deposit == other.deposit) & (former_deposits.c.client_id == self.kept_id)
        book.connection.execute(delete(former_deposits).where(book.mine(former_deposits), given_up))
        row = of_json(clients, file[clients.name][0])
        # Searched by nothing yet: its words are learnt again.
        settled = {"manager_id": other.manager_id, "portfolio_id": other.portfolio_id, "search": ""}
        book.insert(clients, {**row, **settled})
        for collaborator_id in sorted(other.chosen):
            book.insert_once(client_accesses, {"client_id": other.id, "collaborator_id": collaborator_id})
        for table in KINDS:
            if table is not client_accesses:
                for written in file.get(table.name, ()):
                    self._insert(table, written)

    def _move_back(self) -> None:
        """What moved and is still there goes back to the other client; what follows it goes with it."""
        for name, keys in self.merger["moved"].items():
            table, column = _column(name)
            self._give(table, column, _is_one_of(key_of(table), keys))
        for table, column, target in FOLLOWING:
            gone = select(target.c.id).where(self.book.mine(target), target.c.client_id == self.other_id)
            self._give(table, table.c.client_id, column.in_(gone))

    def _give(self, table: Table, column: "Column[Any]", which: ColumnElement[bool]) -> None:
        still = update(table).where(self.book.mine(table), which, column == self.kept_id)
        with rewriting(self.book, table):
            self.book.connection.execute(still.values({column.name: self.other_id}))

    def _mark_again(self, table: Table, mark: "Column[Any]") -> None:
        """Each file has the mark where it had it, unless it has it elsewhere or the row is no longer there."""
        mine, theirs = self.files["marks"][str(mark)]
        taken = marked(self.book, table, mark, self.other_id) is not None
        if not taken:
            self._mark(table, mark, theirs, self.other_id)
        elif marked(self.book, table, mark, self.kept_id) is None:
            self._mark(table, mark, mine, self.kept_id)

    def _mark(self, table: Table, mark: "Column[Any]", row_id: int | None, client_id: int) -> None:
        there = self.book.the_one(table, row_id or 0) & (table.c.client_id == client_id)
        if "removed_at" in table.c:
            there &= table.c.removed_at.is_(None)
        self.book.connection.execute(update(table).where(there).values({mark.name: True}))

    def _numbers(self) -> list[str]:
        """The social security numbers, each sealed in its row again; one changed since stays."""
        numbers = Nirs(self.book.connection, self.book.firm_id)
        mine = numbers.opened(self.kept_id, self.merger["kept_nir"])
        theirs = numbers.opened(self.other_id, self.merger["other_nir"])
        after = {"kept": mine, "other": theirs}.get(self.files["nir"])
        now = numbers.of_client(self.kept_id)
        if theirs is not None:
            numbers.keep(self.other_id, theirs)
        if mine == after:
            return []
        if now != after:
            return ["nir"]
        numbers.erase([self.kept_id])
        if mine is not None:
            numbers.keep(self.kept_id, mine)
        return []

    def _row(self, table: Table, row: Mapping[str, Any]) -> ColumnElement[bool]:
        this = self.book.mine(table)
        for key in table.primary_key.columns:
            this &= key == row[key.name]
        return this

    def _insert(self, table: Table, written: Mapping[str, Any]) -> None:
        """The row as it was; under another number where its own is taken, and not where it stands on nothing now."""
        row = of_json(table, written)
        if "id" in row and self.book.one(table, id=row["id"]) is not None:
            del row["id"]
        try:
            with self.book.connection.begin_nested():
                self.book.connection.execute(table.insert().values(row))
        except IntegrityError:
            return


def _by_key(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    keys = [column.name for column in table.primary_key.columns]
    return {tuple(row[key] for key in keys): row for row in rows}


def _told(table: Table, row: Mapping[str, Any]) -> Iterator[str]:
    """What the history calls that row, if it tells of such rows."""
    if table is custom_values:
        yield f"{CUSTOM}{row['field_id']}"
    elif table is sites:
        yield "site"


def _column(name: str) -> tuple[Table, "Column[Any]"]:
    table, _, column = name.partition(".")
    return metadata.tables[table], metadata.tables[table].c[column]


def _is_one_of(key: "Column[Any]", keys: Sequence[Any]) -> ColumnElement[bool]:
    return among(key, keys) if isinstance(key.type, BigInteger) else key.in_(keys)
