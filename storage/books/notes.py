"""Notes on clients."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from domain.notes import Note
from storage.books.book import Book, kept, the_firms
from storage.rows import value_of
from storage.tables import notes

OF_CLIENT = (
    select(notes)
    .where(the_firms(notes), notes.c.client_id == bindparam("client"))
    .order_by(notes.c.pinned.desc(), notes.c.written_at.desc(), notes.c.id.desc())
    .limit(bindparam("at_most"))
)
COUNT = select(func.count()).select_from(notes).where(the_firms(notes), notes.c.client_id == bindparam("client"))


class Notes(Book):
    def of_client(self, client_id: int, limit: int = 30) -> Sequence[Note]:
        return [self.read(notes, value_of(Note, row)) for row in self.rows(OF_CLIENT, client=client_id, at_most=limit)]

    def count(self, client_id: int) -> int:
        return self.number(COUNT, client=client_id)

    def get(self, note_id: int) -> Note | None:
        row = self.one(notes, id=note_id)
        return self.read(notes, value_of(Note, row)) if row else None

    def holds(self, client_id: int, text: str) -> bool:
        same = (notes.c.client_id == client_id) & (notes.c.text == text)
        return self.row(self.of(notes, same).limit(1)) is not None

    def add(self, client_id: int, author_id: int, text: str, now: datetime) -> Note:
        note = Note(0, self.firm_id, client_id, author_id, text, now)
        return replace(note, id=self.insert(notes, kept(note)))

    def keep(self, note: Note) -> None:
        self.keep_changes(notes, note)

    def remove(self, note_id: int) -> None:
        self.connection.execute(delete(notes).where(self.the_one(notes, note_id)))
