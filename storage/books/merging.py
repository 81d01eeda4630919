"""Two clients become one: every row of the second moves to the first, found from the schema's own references.

What both were is remembered in a row of its own, from which `parting` makes two clients again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, RowMapping, Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from domain.clients import Client
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.unmerging import Both, Merger
from storage.books.book import Book
from storage.books.clients import client_of_row
from storage.books.nirs import Nirs
from storage.books.parting import Parting
from storage.books.relations import CALLED, references_to
from storage.books.search import refresh_search
from storage.books.two_files import KINDS, MARKS, File, is_one_of_a_kind, key_of, marked, rewriting
from storage.row_json import as_json, of_json
from storage.rows import value_of
from storage.tables import cards, client_accesses, clients, envelopes, former_deposits, mergers

# The rest is asked for when the merger is undone.
TOLD = [column for column in mergers.c if column.name not in ("moved", "kept_nir", "other_nir")]


class Merging(Book):
    def merge(self, kept_id: int, other_id: int, who: Collaborator, now: datetime) -> int:
        kept, other = self.one(clients, id=kept_id), self.one(clients, id=other_id)
        if kept is None or other is None:
            raise NotFound("client")
        numbers = Nirs(self.connection, self.firm_id)
        remembered = {
            "kept_id": kept_id,
            "other_id": other_id,
            "by_id": who.id,
            "merged_at": now,
            "kept_nir": numbers.bound_of(kept_id),
            "other_nir": numbers.bound_of(other_id),
        }
        files = {
            "kept": self._file(kept_id),
            "other": self._file(other_id),
            "beside": self._of_its_siren(other, kept_id),
            "marks": {
                str(mark): [marked(self, table, mark, one) for one in (kept_id, other_id)] for table, mark in MARKS
            },
        }
        moved = self._become_one(kept_id, other)
        self.insert_once(former_deposits, {"deposit": other["deposit"], "client_id": kept_id})
        refresh_search(self, kept_id)
        merger_id = self.insert(mergers, {**remembered, "files": files, "moved": moved})
        self.settle(merger_id)
        return merger_id

    def settle(self, merger_id: int) -> None:
        row = self.one(mergers, id=merger_id)
        if row is None:
            raise NotFound("merger")
        numbers = Nirs(self.connection, self.firm_id)
        held = numbers.of_client(row["kept_id"])
        mine = numbers.opened(row["kept_id"], row["kept_nir"])
        whose = None if held is None else "kept" if held == mine else "other"
        files = {**row["files"], "after": self._file(row["kept_id"]), "nir": whose}
        self.change(mergers, merger_id, {"files": files})

    def get(self, merger_id: int) -> Merger | None:
        row = self.row(select(*TOLD).where(self.the_one(mergers, merger_id)))
        return self._merger(row) if row else None

    def latest(self, kept_id: int) -> Merger | None:
        into_it = (mergers.c.kept_id == kept_id) & mergers.c.undone_at.is_(None)
        latest = select(*TOLD).where(self.mine(mergers), into_it).order_by(mergers.c.id.desc()).limit(1)
        row = self.row(latest)
        return self._merger(row) if row else None

    def undo(self, merger: Merger, other: Client, now: datetime) -> Sequence[str]:
        row = self.one(mergers, id=merger.id)
        if row is None:
            raise NotFound("merger")
        newer = Parting(self, row).part(other)
        forgotten = dict.fromkeys(("files", "moved", "kept_nir", "other_nir"))
        self.change(mergers, merger.id, {"undone_at": now, **forgotten})
        return newer

    def _become_one(self, kept_id: int, other: RowMapping) -> dict[str, list[Any]]:
        """Move what moves, drop what both have; the keys of the rows that moved, by their column."""
        other_id = other["id"]
        its_own = self.mine(client_accesses) & (client_accesses.c.client_id == other_id)
        self.connection.execute(delete(client_accesses).where(its_own))
        self._one_marked(kept_id, other_id)
        self._one_number(kept_id, other_id)
        moved = {}
        for table, column in references_to(clients):
            if is_one_of_a_kind(table, column):
                self._move_one_by_one(table, column, kept_id, other_id)
            else:
                moved[str(column)] = self._move(table, column, column == other_id, kept_id)
        about = cards.c.about.in_(CALLED[clients]) & (cards.c.about_id == other_id)
        moved[str(cards.c.about_id)] = self._move(cards, cards.c.about_id, about, kept_id)
        told = envelopes.c.subject_kind.in_(CALLED[clients]) & (envelopes.c.subject_id == other_id)
        moved[str(envelopes.c.subject_id)] = self._move(envelopes, envelopes.c.subject_id, told, kept_id)
        self.connection.execute(delete(clients).where(self.the_one(clients, other_id)))
        return {column: keys for column, keys in moved.items() if keys}

    def _one_marked(self, kept_id: int, other_id: int) -> None:
        """The default contact, that of the invoices and the note pinned stay the kept client's, where it has one."""
        for table, mark in MARKS:
            if marked(self, table, mark, kept_id) is not None:
                theirs = update(table).where(self.mine(table), table.c.client_id == other_id)
                self.connection.execute(theirs.values({mark.name: False}))

    def _one_number(self, kept_id: int, other_id: int) -> None:
        """A social security number opens in its own row only: it is sealed again in the other, unless that has one."""
        numbers = Nirs(self.connection, self.firm_id)
        theirs = numbers.of_client(other_id)
        numbers.erase([other_id])
        if theirs is not None and not numbers.has(kept_id):
            numbers.keep(kept_id, theirs)

    def _move(self, table: Table, column: "Column[Any]", of_other: ColumnElement[bool], kept_id: int) -> list[Any]:
        """The keys of the rows, which now name the client kept."""
        theirs = update(table).where(self.mine(table), of_other).values({column.name: kept_id})
        with rewriting(self, table):
            return list(self.connection.execute(theirs.returning(key_of(table))).scalars())

    def _move_one_by_one(self, table: Table, column: "Column[object]", kept_id: int, other_id: int) -> None:
        """A row that the client kept has already is dropped."""
        for row in self.rows(self.of(table, column == other_id)):
            this = self.mine(table)
            for key in table.primary_key.columns:
                this &= key == row[key.name]
            try:
                with self.connection.begin_nested():
                    self.connection.execute(update(table).where(this).values({column.name: kept_id}))
            except IntegrityError:
                self.connection.execute(delete(table).where(this))

    def _file(self, client_id: int) -> File:
        """The client's own row, and those of which it has one a kind."""
        own = {clients.name: [as_json(clients, row) for row in self.all(clients, id=client_id)]}
        kinds = {table.name: [as_json(table, row) for row in self.all(table, client_id=client_id)] for table in KINDS}
        return own | {name: rows for name, rows in kinds.items() if rows}

    def _merger(self, row: RowMapping) -> Merger:
        files = row["files"]
        was = None
        if files is not None:
            kept, after, other = (_client(files[one]) for one in ("kept", "after", "other"))
            was = Both(kept, after, other, frozenset(files["beside"]))
        return value_of(Merger, {**row, "was": was})

    def _of_its_siren(self, other: RowMapping, kept_id: int) -> list[int]:
        """The further clients that have the SIREN of that one."""
        same = (clients.c.siren == other["siren"]) & clients.c.id.not_in([other["id"], kept_id])
        return list(self.connection.execute(select(clients.c.id).where(self.mine(clients), same)).scalars())


def _client(file: File) -> Client:
    """The client of that file, as it was."""
    chosen = frozenset(row["collaborator_id"] for row in file.get(client_accesses.name, ()))
    return client_of_row(of_json(clients, file[clients.name][0]), chosen)
