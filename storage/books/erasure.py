"""A client leaves the books: its rows, its people's, its letters, its search words; what names it elsewhere."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, delete, func, literal, or_, select, text, update

from domain.about import About
from domain.acts import Act, acts_of
from domain.books import Erased
from domain.drafts import number_of_draft
from domain.messages import InboundState
from storage.books.blobs import uncount_use
from storage.books.book import Book
from storage.books.relations import CALLED, Rows, among, falls_with, references_to, standing_on
from storage.books.vocabulary import renew_words
from storage.tables import (
    accounts,
    blobs,
    cards,
    clients,
    contacts,
    documents,
    drafts,
    envelopes,
    exports,
    history,
    inbound_mails,
    mergers,
    messages,
    metadata,
    rate_counts,
    registry_answers,
    sender_checks,
    sender_decisions,
    sheet_imports,
    sign_in_codes,
)
from storage.tables.clients import TO_ERASE
from storage.tables.imports import OVER
from storage.tables.outbox import EnvelopeState

ERASED = "erased"


class Erasure(Book):
    def due(self, now: datetime, at_most: int) -> Sequence[int]:
        over = (clients.c.erase_at <= now) & clients.c.erasure_told_at.is_not(None)
        query = select(clients.c.id).where(self.mine(clients), TO_ERASE, over)
        return self.connection.execute(query.order_by(clients.c.erase_at).limit(at_most)).scalars().all()

    def to_warn(self, before: datetime, at_most: int) -> Sequence[int]:
        soon = (clients.c.erase_at <= before) & clients.c.erasure_told_at.is_(None)
        query = select(clients.c.id).where(self.mine(clients), TO_ERASE, soon)
        return self.connection.execute(query.order_by(clients.c.erase_at).limit(at_most)).scalars().all()

    def told(self, client_id: int, now: datetime) -> None:
        self.change(clients, client_id, {"erasure_told_at": now})

    def erase(self, client_id: int) -> Erased | None:
        gone = Gone(self, client_id)
        if gone.is_being_sent:
            return None
        return gone.erase()


@dataclass
class Gone:
    """All that goes with one client, gathered before the first row goes."""

    book: Book
    client_id: int
    rows: Rows = field(init=False)
    addresses: set[str] = field(init=False)

    def __post_init__(self) -> None:
        book = self.book
        self.rows = standing_on(book, {clients: {self.client_id}})
        waiting = documents.c.client_id.is_(None) & among(documents.c.message_id, self.rows.get(messages, ()))
        self.rows.setdefault(documents, set()).update(self._ids(documents, waiting))
        mails = among(messages.c.id, self.rows.get(messages, ())) & messages.c.inbound_id.is_not(None)
        self.rows[inbound_mails] = self._with_twins(self._values(messages, messages.c.inbound_id, mails))
        theirs = among(contacts.c.id, self.rows.get(contacts, ()))
        others = self._values(contacts, contacts.c.email, ~theirs & contacts.c.email.is_not(None))
        emails = self._values(contacts, contacts.c.email, theirs & contacts.c.email.is_not(None))
        senders = self._values(messages, messages.c.sender, among(messages.c.id, self.rows.get(messages, ())))
        elsewhere = self._values(messages, messages.c.sender, ~among(messages.c.id, self.rows.get(messages, ())))
        self.addresses = {one.lower() for one in {*emails, *senders} - {*others, *elsewhere} if one}
        used = set(self._values(contacts, contacts.c.account_id, theirs & contacts.c.account_id.is_not(None)))
        kept = set(self._values(contacts, contacts.c.account_id, ~theirs & contacts.c.account_id.is_not(None)))
        self.rows = standing_on(book, {**self.rows, accounts: used - kept})
        # It was merged once, and is back.
        self.rows.setdefault(mergers, set()).update(self._ids(mergers, mergers.c.other_id == self.client_id))

    @property
    def is_being_sent(self) -> bool:
        sending = self._envelopes() & (envelopes.c.state == EnvelopeState.SENDING)
        return self.book.row(self.book.of(envelopes, sending).limit(1)) is not None

    def erase(self) -> Erased:
        book = self.book
        said = book.rows(book.of(cards, self._cards()))
        posted = [(row["channel"], row["ts"]) for row in said if row["ts"]]
        given = [(row["channel"], row["file"]) for row in said if row["file"]]
        self._delete(envelopes, self._envelopes())
        self._delete(cards, among(cards.c.id, [row["id"] for row in said]))
        self._history()
        contents = self._contents()
        for table in reversed(metadata.sorted_tables):
            if table in (history, inbound_mails):
                continue
            self._forget(table)
            if table in self.rows:
                self._delete(table, among(table.c.id, self.rows[table]))
        self._mails()
        self._elsewhere()
        renew_words(book)
        return Erased(self.client_id, tuple(posted), tuple(given), tuple(contents))

    def _with_twins(self, inbound_ids: Sequence[int]) -> set[int]:
        """Those mails, and the same ones where they came a second time: nobody was told of these, and they are kept."""
        one, twin = inbound_mails.c, inbound_mails.alias("twin")
        same = (twin.c.firm_id == one.firm_id) & (twin.c.mailbox_id == one.mailbox_id)
        same &= (twin.c.message_id == one.message_id) & (twin.c.content_hash == one.content_hash)
        both = select(twin.c.id).join_from(inbound_mails, twin, same)
        theirs = both.where(self.book.mine(inbound_mails), among(one.id, inbound_ids))
        return set(self.book.connection.execute(theirs).scalars())

    def _forget(self, table: Table) -> None:
        """The rows without a number that go, and the references that only forget."""
        for target, ids in self.rows.items():
            for referring, column in references_to(target):
                if referring is not table or not ids:
                    continue
                if not falls_with(column):
                    held = update(table).where(self.book.mine(table), among(column, ids))
                    self.book.connection.execute(held.values({column.name: None}))
                elif "id" not in table.c:
                    self._delete(table, among(column, ids))

    def _letters(self) -> ColumnElement[bool]:
        """The letters about the client, or to an address that only it has."""
        row = envelopes.c
        about: list[ColumnElement[bool]] = [
            row.subject_kind.in_(kinds) & among(row.subject_id, self.rows.get(table, ()))
            for table, kinds in CALLED.items()
        ]
        about.append(row.order_key.in_([f"contact:{one}" for one in self.rows.get(contacts, ())]))
        about.append(func.lower(row.to).in_(self.addresses))
        return or_(*about)

    def _envelopes(self) -> ColumnElement[bool]:
        """Those letters, and what carries the cards."""
        ids = self._values(cards, cards.c.id, self._cards())
        return self._letters() | (envelopes.c.subject_kind == About.CARD) & among(envelopes.c.subject_id, ids)

    def _cards(self) -> ColumnElement[bool]:
        about: list[ColumnElement[bool]] = [
            cards.c.about.in_(kinds) & among(cards.c.about_id, self.rows.get(table, ()))
            for table, kinds in CALLED.items()
        ]
        # « Brouillon gardé » names the client, and « Message non parti » an address of it.
        uids = self._values(drafts, drafts.c.uid, among(drafts.c.id, self.rows.get(drafts, ())))
        about.append((cards.c.about == About.DRAFT) & among(cards.c.about_id, map(number_of_draft, uids)))
        letters = self._values(envelopes, envelopes.c.id, self._letters())
        about.append((cards.c.about == About.ENVELOPE) & among(cards.c.about_id, letters))
        # Sheets that we gave, and what became of those that were given to us: any of them may name the client.
        over = self._values(sheet_imports, sheet_imports.c.id, sheet_imports.c.state.in_(OVER))
        about += [cards.c.about == About.SHEET, (cards.c.about == About.IMPORT) & among(cards.c.about_id, over)]
        return or_(*about)

    def _history(self) -> None:
        book = self.book
        if book.dialect == "postgresql":
            book.connection.execute(text("SELECT set_config('guichet.rewriting', 'erasing', true)"))
        accounts_gone = self._told(acts_of("account"), accounts)
        mails_gone = self._told(acts_of("mail"), messages)
        self._delete(history, (history.c.client_id == self.client_id) | accounts_gone | mails_gone)
        if book.dialect == "postgresql":
            book.connection.execute(text("SELECT set_config('guichet.rewriting', '', true)"))

    def _told(self, acts: AbstractSet[Act], table: Table) -> ColumnElement[bool]:
        """The lines with one of these acts about the rows of that table that go."""
        return history.c.act.in_(sorted(acts)) & among(history.c.subject_id, self.rows.get(table, ()))

    def _contents(self) -> list[str]:
        """The contents that nothing names any more."""
        book = self.book
        named = self._values(documents, documents.c.blob, among(documents.c.id, self.rows.get(documents, ())))
        named += self._values(
            inbound_mails, inbound_mails.c.blob, among(inbound_mails.c.id, self.rows.get(inbound_mails, ()))
        )
        made = among(exports.c.id, self.rows.get(exports, ())) & exports.c.blob.is_not(None)
        named += self._values(exports, exports.c.blob, made)
        for sha256 in named:
            uncount_use(book, sha256)
        unused = [row["sha256"] for row in book.rows(book.of(blobs, blobs.c.uses <= 0))]
        self._delete(blobs, blobs.c.uses <= 0)
        return unused

    def _mails(self) -> None:
        """The place of a mail in its mailbox stays known, so that it is not fetched again; nothing of it stays."""
        mail = inbound_mails.c
        name = literal(f"{ERASED}-").concat(cast(mail.id, Text))
        blank = {"blob": ERASED, "size": 0, "message_id": name, "content_hash": name, "state": InboundState.ERASED}
        theirs = self.book.mine(inbound_mails) & among(mail.id, self.rows.get(inbound_mails, ()))
        self.book.connection.execute(update(inbound_mails).where(theirs).values(blank))

    def _elsewhere(self) -> None:
        """What is kept by address, and answers of the registry, which are only a convenience."""
        for table in (sender_decisions, sender_checks, sign_in_codes):
            self._delete(table, table.c.address.in_(self.addresses))
        # A condition for each address would be more than SQLite weighs at once.
        counted = self._values(rate_counts, rate_counts.c.key, rate_counts.c.key.contains(":"))
        theirs = [key for key in counted if key.rpartition(":")[2] in self.addresses]
        self._delete(rate_counts, rate_counts.c.key.in_(theirs))
        unnamed = update(sheet_imports).where(self.book.mine(sheet_imports), sheet_imports.c.state.in_(OVER))
        self.book.connection.execute(unnamed.values(filename="", ignored=()))
        self.book.connection.execute(delete(registry_answers).where(self.book.mine(registry_answers)))

    def _delete(self, table: Table, condition: ColumnElement[bool]) -> None:
        self.book.connection.execute(delete(table).where(self.book.mine(table), condition))

    def _ids(self, table: Table, condition: ColumnElement[bool]) -> list[int]:
        return self._values(table, table.c.id, condition)

    def _values(self, table: Table, column: ColumnElement[Any], condition: ColumnElement[bool]) -> list[Any]:
        query = select(column).where(self.book.mine(table), condition)
        return list(self.book.connection.execute(query).scalars())
