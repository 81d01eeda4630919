"""Who changed a thing last, for the person who comes second."""

from datetime import datetime

from domain.attempts import REFUSED
from domain.history import By
from storage.books.book import Book
from storage.tables import collaborators, contacts, history


def last_change(
    book: Book, since: datetime, client_id: int | None = None, about: str = "", subject_id: int | None = None
) -> tuple[str, datetime]:
    """The name and instant of the latest line of history on a client, or on a subject (`about` begins its acts).

    Without a line: no name, and the instant `since`.
    """
    lines = book.of(history).order_by(history.c.id.desc()).limit(1)
    if subject_id is not None:
        lines = lines.where(history.c.subject_id == subject_id, history.c.act.startswith(f"{about}."))
    else:
        lines = lines.where(history.c.client_id == client_id, history.c.act != REFUSED)
    line = book.row(lines)
    return (_name(book, line["by"], line["by_id"]), line["at"]) if line else ("", since)


def _name(book: Book, by: By, by_id: int | None) -> str:
    if by is By.COLLABORATOR:
        row = book.row(book.of(collaborators, collaborators.c.id == by_id))
        return row["name"] if row else ""
    if by is By.CONTACT:
        row = book.row(book.of(contacts, contacts.c.id == by_id))
        return f"{row['first_name']} {row['last_name']}".strip() if row else ""
    return "Guichet"
