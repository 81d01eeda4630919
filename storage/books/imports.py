"""Imports under way, and what the firm holds of what their rows name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, or_, select, text, update

from domain.importing.batch import Batch, Numbered
from domain.importing.imports import ImportState, SheetImport
from domain.importing.known import Known, Wanted
from domain.importing.outcomes import Counts
from storage.books.book import Book
from storage.books.in_bulk import next_ids
from storage.books.many_clients import known_of, write_batch
from storage.rows import names_of, value_of, values_of
from storage.tables import clients, contacts, firms, invitations, sheet_imports
from storage.tables.imports import IS_AT_WORK, OVER

COLUMNS = [sheet_imports.c[name] for name in (*names_of(SheetImport), *names_of(Counts)) if name != "counts"]
NUMBERED = {Numbered.CLIENT: clients, Numbered.CONTACT: contacts, Numbered.INVITATION: invitations}
IS_OVER = sheet_imports.c.state.in_(OVER)


class Imports(Book):
    def add(self, new: SheetImport, slack_file: str | None = None, sheet: bytes | None = None) -> SheetImport:
        row = {**_row(new), "slack_file": slack_file, "sheet": sheet}
        return replace(new, id=self.insert(sheet_imports, row), firm_id=self.firm_id)

    def get(self, import_id: int) -> SheetImport | None:
        row = self.row(select(*COLUMNS).where(self.the_one(sheet_imports, import_id)))
        return _import(row) if row else None

    def slack_file(self, import_id: int) -> str | None:
        return self.connection.execute(
            select(sheet_imports.c.slack_file).where(self.the_one(sheet_imports, import_id))
        ).scalar()

    def sheet(self, import_id: int) -> bytes | None:
        return self.connection.execute(
            select(sheet_imports.c.sheet).where(self.the_one(sheet_imports, import_id))
        ).scalar()

    def keep_sheet(self, import_id: int, content: bytes) -> None:
        self._keep(import_id, sheet=content)

    def answers(self, import_id: int) -> bytes | None:
        return self.connection.execute(
            select(sheet_imports.c.answers).where(self.the_one(sheet_imports, import_id))
        ).scalar()

    def keep_answers(self, import_id: int, answers: bytes) -> None:
        self._keep(import_id, answers=answers)

    def move(self, before: SheetImport, after: SheetImport) -> bool:
        """From one state, or from one row, to the next; False when somebody else did so first."""
        row = sheet_imports.c
        as_it_was = (row.state == before.state) & (row.done_rows == before.done_rows)
        emptied = {"sheet": None, "answers": None} if after.state in OVER else {}
        moved = update(sheet_imports).where(self.the_one(sheet_imports, before.id), as_it_was)
        return self.connection.execute(moved.values({**_row(after), **emptied})).rowcount == 1

    def claim(self, owner: str, now: datetime, until: datetime) -> SheetImport | None:
        """The oldest that nobody works at, this owner's until that (machine's) instant."""
        row = sheet_imports.c
        free = or_(row.lease_until.is_(None), row.lease_until <= now)
        waiting = select(*COLUMNS).where(self.mine(sheet_imports), IS_AT_WORK, free).order_by(row.id).limit(1)
        found = self.row(waiting.with_for_update(skip_locked=True))
        if found is None:
            return None
        self.change(sheet_imports, found["id"], {"owner": owner, "lease_until": until})
        return _import(found)

    def renew(self, import_id: int, owner: str, until: datetime) -> bool:
        """Hold it until then; False when another does."""
        row = sheet_imports.c
        mine = self.the_one(sheet_imports, import_id) & ~IS_OVER & or_(row.owner == owner, row.owner.is_(None))
        held = update(sheet_imports).where(mine).values(owner=owner, lease_until=until)
        return self.connection.execute(held).rowcount == 1

    def leave(self, import_id: int, owner: str) -> None:
        mine = self.the_one(sheet_imports, import_id) & (sheet_imports.c.owner == owner)
        self.connection.execute(update(sheet_imports).where(mine).values(owner=None, lease_until=None))

    def forgotten(self, before: datetime) -> Sequence[SheetImport]:
        """Those tried before that instant, and never answered."""
        row = sheet_imports.c
        old = (row.state == ImportState.TRIED) & (row.created_at <= before)
        return [_import(found) for found in self.rows(select(*COLUMNS).where(self.mine(sheet_imports), old))]

    def waiting(self) -> Sequence[SheetImport]:
        query = select(*COLUMNS).where(self.mine(sheet_imports), ~IS_OVER).order_by(sheet_imports.c.id)
        return [_import(found) for found in self.rows(query)]

    def write_alone(self) -> None:
        """Until the end of the transaction, no other import of the firm writes. SQLite has one writer anyway."""
        if self.dialect == "postgresql":
            the_firm = select(firms.c.id).where(firms.c.id == self.firm_id)
            self.connection.execute(the_firm.with_for_update(key_share=True))
            # References are checked by plans made when the tables were still empty: they would read them whole.
            self.connection.execute(text("DISCARD PLANS"))

    def _keep(self, import_id: int, **values: bytes) -> None:
        """Nothing is kept of an import that is over: it may have ended while its sheet was on its way."""
        goes_on = self.the_one(sheet_imports, import_id) & ~IS_OVER
        self.connection.execute(update(sheet_imports).where(goes_on).values(values))

    def known(self, wanted: Wanted) -> Known:
        return known_of(self, wanted)

    def numbers(self, kind: Numbered, how_many: int) -> Sequence[int]:
        return next_ids(self, NUMBERED[kind], how_many)

    def write(self, batch: Batch) -> None:
        write_batch(self, batch)


def _import(row: RowMapping) -> SheetImport:
    return value_of(SheetImport, {**row, "counts": value_of(Counts, row)})


def _row(imported: SheetImport) -> dict[str, Any]:
    return {**values_of(imported, "id", "firm_id", "counts"), **values_of(imported.counts)}
