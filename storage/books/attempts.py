"""What was asked for and is forbidden: one line of history, found and written by one question.

The same question is put for an id that never was, so that neither the words nor the work tell the two apart.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, Select, Table, case, insert, literal, null, select, true, union_all

from domain.acts import Act
from domain.attempts import Named, Thing
from domain.history import By
from domain.people import Collaborator
from storage.books.book import Book
from storage.books.relations import SUBJECTS, is_about
from storage.sight import unseen_by
from storage.tables import (
    clients,
    contacts,
    documents,
    drafts,
    envelopes,
    exports,
    history,
    invitations,
    messages,
    notes,
    portfolios,
    requests,
    sheet_imports,
)
from storage.types import Id

# Seen by those who see its client.
OF_A_CLIENT = {
    Thing.CONTACT: contacts,
    Thing.INVITATION: invitations,
    Thing.MESSAGE: messages,
    Thing.DOCUMENT: documents,
    Thing.NOTE: notes,
    Thing.REQUEST: requests,
}


class Attempts(Book):
    def note(self, who: Collaborator, named: Sequence[Named], at: datetime) -> None:
        """A line for the first of those things that is there and not for that person; nothing when there is none."""
        found = [query for rank, one in enumerate(named) for query in self._forbidden(rank, one, who)]
        if not found:
            return
        first = union_all(*found).subquery()
        act, by, empty = (history.c[name].type for name in ("act", "by", "before"))
        kinds = case(
            {thing.value: literal({"thing": thing.value}, JSON) for thing in Thing}, value=first.c.thing, else_=null()
        )
        line: dict[str, ColumnElement[Any]] = {
            "firm_id": literal(self.firm_id, Id),
            "at": literal(at, history.c.at.type),
            "act": literal(Act.ACCESS_REFUSED, act),
            "by": literal(By.COLLABORATOR, by),
            "by_id": literal(who.id, Id),
            "client_id": first.c.client_id,
            "subject_id": first.c.subject_id,
            "before": literal({}, empty),
            "after": kinds,
        }
        query = select(*line.values()).select_from(first).order_by(first.c.rank).limit(1)
        self.connection.execute(insert(history).from_select(list(line), query))

    def _forbidden(self, rank: int, named: Named, who: Collaborator) -> Iterator[Select[Any]]:
        """The row of that thing, when it is not for that person."""
        match named.thing:
            case Thing.CLIENT:
                yield self._row(rank, named, clients, unseen_by(who, clients), clients.c.id)
            case Thing.EXPORT:
                yield self._row(rank, named, exports, exports.c.asked_by != who.id, exports.c.client_id)
            case Thing.IMPORT:
                yield self._row(rank, named, sheet_imports, sheet_imports.c.author_id != who.id)
            case Thing.DRAFT:
                yield self._row(rank, named, drafts, drafts.c.author_id != who.id)
            case Thing.PORTFOLIO:
                outside = portfolios.c.id.not_in(sorted(who.portfolios)) if not who.is_administrator else ~true()
                yield self._row(rank, named, portfolios, outside)
            case Thing.ENVELOPE:
                for subject in SUBJECTS:
                    of_it = clients.c.id if subject is clients else subject.c.client_id
                    query = self._row(rank, named, envelopes, unseen_by(who, subject), of_it)
                    yield query.join(subject, is_about(subject))
            case _:
                table = OF_A_CLIENT[named.thing]
                yield self._row(rank, named, table, unseen_by(who, table), table.c.client_id)

    def _row(
        self,
        rank: int,
        named: Named,
        table: Table,
        forbidden: ColumnElement[bool],
        client_id: ColumnElement[Any] | None = None,
    ) -> Select[Any]:
        key = table.c.uid if isinstance(named.ref, str) else table.c.id
        return (
            select(
                literal(rank, Integer).label("rank"),
                literal(named.thing.value).label("thing"),
                table.c.id.label("subject_id"),
                (client_id if client_id is not None else literal(None, Id)).label("client_id"),
            )
            .select_from(table)
            .where(self.mine(table), key == named.ref, forbidden)
        )
