"""Who changed a thing last, for the person who comes second."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import select

from domain.acts import Act, acts_of
from domain.history import By
from domain.refusals import ChangedMeanwhile
from storage.books.book import Book
from storage.tables import collaborators, contacts, firms, history

# The acts of the history that change each kind of thing.
OF_A_MAIL = acts_of("mail") - {Act.MAIL_READ, Act.MAIL_RECEIVED}
OF_A_DOCUMENT, OF_A_REQUEST = acts_of("document"), acts_of("request")
OF_AN_INVITATION = acts_of("invitation", "chase")


def overtaken(
    book: Book,
    since: datetime,
    client_id: int | None = None,
    acts: AbstractSet[Act] = frozenset(),
    subject_id: int | None = None,
) -> ChangedMeanwhile:
    """What the latest line of history says of a client, or of a subject (of these acts).

    Without a line: no name, and the instant `since`.
    """
    lines = book.of(history).order_by(history.c.id.desc()).limit(1)
    if subject_id is not None:
        lines = lines.where(history.c.subject_id == subject_id, history.c.act.in_(sorted(acts)))
    else:
        lines = lines.where(history.c.client_id == client_id, history.c.act != Act.ACCESS_REFUSED)
    line = book.row(lines)
    zone = book.connection.execute(select(firms.c.zone).where(firms.c.id == book.firm_id)).scalar_one()
    if line is None:
        return ChangedMeanwhile("", since.astimezone(zone))
    return ChangedMeanwhile(_name(book, line["by"], line["by_id"]), line["at"].astimezone(zone), line["act"])


def _name(book: Book, by: By, by_id: int | None) -> str:
    if by is By.COLLABORATOR:
        row = book.row(book.of(collaborators, collaborators.c.id == by_id))
        return row["name"] if row else ""
    if by is By.CONTACT:
        row = book.row(book.of(contacts, contacts.c.id == by_id))
        return f"{row['first_name']} {row['last_name']}".strip() if row else ""
    return "Guichet"
