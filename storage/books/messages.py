"""Letters in and out, their documents, and what was decided about senders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from domain.messages import Direction, Document, Message, MessageState, NewDocument, NewMessage
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile, NotFound
from storage.books.blobs import count_use
from storage.books.book import Book, kept
from storage.books.changes import OF_A_DOCUMENT, OF_A_MAIL, overtaken
from storage.rows import value_of, values_of
from storage.sight import in_sight_of, unseen_by
from storage.tables import clients, documents, messages, sender_checks, sender_decisions

NEWS = (messages.c.state == MessageState.UNREAD) & (messages.c.direction == Direction.IN)


class Messages(Book):
    def add(self, new: NewMessage) -> Message:
        message = Message(**values_of(new), firm_id=self.firm_id)
        return replace(message, id=self.insert(messages, {**kept(message), "version": 1}))

    def get(self, message_id: int) -> Message | None:
        return self._one(id=message_id)

    def visible_to(self, who: Collaborator, message_id: int) -> Message:
        found = self._all(self.of(messages, messages.c.id == message_id, ~unseen_by(who, messages)))
        if not found:
            raise NotFound("message")
        return found[0]

    def document_visible_to(self, who: Collaborator, document_id: int) -> Document:
        row = self.row(self.of(documents, documents.c.id == document_id, ~unseen_by(who, documents)))
        if row is None:
            raise NotFound("document")
        return value_of(Document, row)

    def decided(self, message: Message) -> ChangedMeanwhile:
        return overtaken(self, message.written_at, acts=OF_A_MAIL, subject_id=message.id)

    def keep(self, message: Message) -> Message:
        if not self.change_version(messages, message.id, message.version, kept(message)):
            raise self.decided(message)
        return replace(message, version=message.version + 1)

    def of_client(self, client_id: int, limit: int = 8) -> Sequence[Message]:
        """The latest first."""
        query = self.of(messages, messages.c.client_id == client_id)
        return self._all(query.order_by(messages.c.written_at.desc(), messages.c.id.desc()).limit(limit))

    def count_of_client(self, client_id: int) -> int:
        return self._count(messages.c.client_id == client_id)

    def page_of_client(self, client_id: int, limit: int = 8, offset: int = 0) -> tuple[Sequence[Message], int]:
        its = messages.c.client_id == client_id
        latest = self.of(messages, its).order_by(messages.c.written_at.desc(), messages.c.id.desc())
        return self._all(latest.limit(limit).offset(offset)), self._count(its)

    def first_letter(self, invitation_id: int) -> Message | None:
        return self._one(invitation_id=invitation_id, direction=Direction.OUT)

    def sent_as(self, message_id: str) -> Message | None:
        return self._one(message_id=message_id, direction=Direction.OUT)

    def unread(self, who: Collaborator, mine: bool = False) -> int:
        return self._count(NEWS & self._readable(who, mine))

    def unread_ones(self, who: Collaborator, limit: int = 8, offset: int = 0, mine: bool = False) -> Sequence[Message]:
        page = self.of(messages, NEWS & self._readable(who, mine)).order_by(messages.c.written_at, messages.c.id)
        return self._all(page.offset(offset).limit(limit))

    def assigned(self, who: Collaborator) -> int:
        return self._count(self._waiting_for(who))

    def assigned_ones(self, who: Collaborator, limit: int = 8, offset: int = 0) -> Sequence[Message]:
        page = self.of(messages, self._waiting_for(who)).order_by(messages.c.written_at, messages.c.id)
        return self._all(page.offset(offset).limit(limit))

    def add_document(self, new: NewDocument) -> Document:
        count_use(self, new.blob, new.size)
        document_id = self.insert(documents, {**values_of(new), "version": 1})
        return Document(**values_of(new), id=document_id, firm_id=self.firm_id)

    def document(self, document_id: int) -> Document | None:
        row = self.one(documents, id=document_id)
        return value_of(Document, row) if row else None

    def documents_of(self, message_id: int) -> Sequence[Document]:
        return [value_of(Document, row) for row in self.all(documents, message_id=message_id)]

    def same_document(self, client_id: int, blob: str) -> Document | None:
        same = _filed_in(client_id) & (documents.c.blob == blob)
        row = self.row(self.of(documents, same).order_by(documents.c.id).limit(1))
        return value_of(Document, row) if row else None

    def count_documents(self, client_id: int) -> int:
        filed = _filed_in(client_id)
        return self.number(select(func.count()).select_from(documents).where(self.mine(documents), filed))

    def latest_documents(self, client_id: int, limit: int) -> Sequence[Document]:
        return self._latest(self.of(documents, _filed_in(client_id)).limit(limit))

    def page_of_documents(
        self, client_id: int, *, refused: bool = False, limit: int = 8, offset: int = 0
    ) -> tuple[Sequence[Document], int]:
        shown = (documents.c.client_id == client_id) & ~documents.c.decoration
        if refused:
            shown &= documents.c.refused.is_not(None)
        count = self.number(select(func.count()).select_from(documents).where(self.mine(documents), shown))
        return self._latest(self.of(documents, shown).limit(limit).offset(offset)), count

    def document_decided(self, document: Document) -> ChangedMeanwhile:
        return overtaken(self, document.received_at, acts=OF_A_DOCUMENT, subject_id=document.id)

    def keep_document(self, document: Document) -> Document:
        if not self.change_version(documents, document.id, document.version, kept(document)):
            raise self.document_decided(document)
        return replace(document, version=document.version + 1)

    def decide_sender(self, address: str, client_id: int | None, ignored: bool) -> None:
        decision = {"address": address.lower(), "client_id": client_id, "ignored": ignored}
        self.write_over(sender_decisions, "address", decision)

    def decision_on(self, address: str) -> tuple[int | None, bool] | None:
        row = self.one(sender_decisions, address=address.lower())
        return (row["client_id"], row["ignored"]) if row else None

    def ignored_senders(self) -> Sequence[str]:
        ignored = self.of(sender_decisions, sender_decisions.c.ignored).order_by(sender_decisions.c.address)
        return [row["address"] for row in self.rows(ignored)]

    def hear_sender(self, address: str) -> None:
        theirs = self.mine(sender_decisions) & (sender_decisions.c.address == address)
        self.connection.execute(update(sender_decisions).where(theirs).values(ignored=False))

    def note_check(self, address: str, passed: bool, now: datetime) -> None:
        check = {"address": address.lower(), "passed_at" if passed else "failed_at": now}
        self.write_over(sender_checks, "address", check)

    def used_to_pass(self, address: str) -> bool:
        row = self.one(sender_checks, address=address.lower())
        return row is not None and row["passed_at"] is not None

    def _waiting_for(self, who: Collaborator) -> ColumnElement[bool]:
        theirs = (messages.c.assigned_to == who.id) & (messages.c.state != MessageState.HANDLED)
        return theirs & self._readable(who, mine=False)

    def _readable(self, who: Collaborator, mine: bool) -> ColumnElement[bool]:
        """Of a client this person may see, or of none yet; only of those this person manages, with `mine`."""
        seen = select(clients.c.id).where(self.mine(clients), in_sight_of(who))
        if mine:
            return messages.c.client_id.in_(seen.where(clients.c.manager_id == who.id))
        return or_(messages.c.client_id.is_(None), messages.c.client_id.in_(seen))

    def _count(self, condition: ColumnElement[bool]) -> int:
        return self.number(select(func.count()).select_from(messages).where(self.mine(messages), condition))

    def _latest(self, query: Select[Any]) -> Sequence[Document]:
        in_order = query.order_by(documents.c.received_at.desc(), documents.c.id.desc())
        return [value_of(Document, row) for row in self.rows(in_order)]

    def _one(self, **columns: object) -> Message | None:
        row = self.one(messages, **columns)
        return value_of(Message, row) if row else None

    def _all(self, query: Select[Any]) -> Sequence[Message]:
        return [value_of(Message, row) for row in self.rows(query)]


def _filed_in(client_id: int) -> ColumnElement[bool]:
    """Whether the document is filed in that client file; a decoration of a mail is no document."""
    return (documents.c.client_id == client_id) & documents.c.filed & ~documents.c.decoration
