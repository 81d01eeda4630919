"""Two clients become one: every row of the second moves to the first, found from the schema's own references."""

from sqlalchemy import Column, Table, UniqueConstraint, delete, text, update
from sqlalchemy.exc import IntegrityError

from storage.books.book import Book
from storage.books.nirs import Nirs
from storage.books.relations import CALLED, references_to
from storage.books.search import refresh_search
from storage.tables import cards, client_accesses, clients, contacts, envelopes, former_deposits, history, notes


class Merging(Book):
    def merge(self, kept_id: int, other_id: int) -> None:
        other = self.one(clients, id=other_id)
        if other is None:
            return
        self.connection.execute(
            delete(client_accesses).where(self.mine(client_accesses), client_accesses.c.client_id == other_id)
        )
        self._one_marked(kept_id, other_id)
        self._one_number(kept_id, other_id)
        for table, column in references_to(clients):
            if _may_clash(table, column):
                self._move_one_by_one(table, column, kept_id, other_id)
            else:
                self._move(table, column, kept_id, other_id)
        about = cards.c.about.in_(CALLED[clients]) & (cards.c.about_id == other_id)
        self.connection.execute(update(cards).where(self.mine(cards), about).values(about_id=kept_id))
        told = envelopes.c.subject_kind.in_(CALLED[clients]) & (envelopes.c.subject_id == other_id)
        self.connection.execute(update(envelopes).where(self.mine(envelopes), told).values(subject_id=kept_id))
        self.connection.execute(delete(clients).where(self.the_one(clients, other_id)))
        self.insert_once(former_deposits, {"deposit": other["deposit"], "client_id": kept_id})
        refresh_search(self, kept_id)

    def _one_marked(self, kept_id: int, other_id: int) -> None:
        """The default contact, that of the invoices and the note pinned stay the kept client's, where it has one."""
        for mark in (contacts.c.is_default, contacts.c.receives_invoices, notes.c.pinned):
            table = mark.table
            held = self.row(self.of(table, table.c.client_id == kept_id, mark).limit(1))
            if held is not None:
                theirs = update(table).where(self.mine(table), table.c.client_id == other_id)
                self.connection.execute(theirs.values({mark.name: False}))

    def _one_number(self, kept_id: int, other_id: int) -> None:
        """A social security number opens in its own row only: it is sealed again in the other, unless that has one."""
        numbers = Nirs(self.connection, self.firm_id)
        theirs = numbers.of_client(other_id)
        numbers.erase([other_id])
        if theirs is not None and not numbers.has(kept_id):
            numbers.keep(kept_id, theirs)

    def _move(self, table: Table, column: "Column[object]", kept_id: int, other_id: int) -> None:
        walled = table is history and self.dialect == "postgresql"
        if walled:
            self.connection.execute(text("SELECT set_config('guichet.rewriting', 'merging', true)"))
        moved = update(table).where(self.mine(table), column == other_id).values({column.name: kept_id})
        self.connection.execute(moved)
        if walled:
            self.connection.execute(text("SELECT set_config('guichet.rewriting', '', true)"))

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


def _may_clash(table: Table, column: "Column[object]") -> bool:
    """Whether some key of the table says that the client has one such row only."""
    uniques = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    return column.name in table.primary_key.columns or any(column.name in rule.columns for rule in uniques)
