"""Mails as received, and the mailboxes they come from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from domain.books import Mailbox
from domain.messages import InboundState, RawMail
from storage.books.blobs import count_use
from storage.books.book import Book, kept
from storage.books.relations import among
from storage.rows import value_of
from storage.tables import inbound_mails, mailboxes
from storage.types import written


class Inbound(Book):
    def mailboxes(self) -> Sequence[Mailbox]:
        return [self.read(mailboxes, value_of(Mailbox, row)) for row in self.all(mailboxes)]

    def keep_mailbox(self, mailbox: Mailbox) -> None:
        """A new one when its id is 0."""
        if mailbox.id:
            self.keep_changes(mailboxes, mailbox)
        else:
            self.insert(mailboxes, kept(mailbox))

    def known_uids(self, mailbox_id: int, uidvalidity: int) -> set[int]:
        mail = inbound_mails.c
        query = select(mail.uid).where(
            self.mine(inbound_mails), mail.mailbox_id == mailbox_id, mail.uidvalidity == uidvalidity
        )
        return set(self.connection.execute(query).scalars())

    def add(self, mail: RawMail) -> RawMail | None:
        inbound_id = self.insert_new(inbound_mails, kept(mail))
        if inbound_id is None:
            return None
        count_use(self, mail.blob, mail.size)
        return replace(mail, id=inbound_id)

    def get(self, inbound_id: int) -> RawMail | None:
        row = self.one(inbound_mails, id=inbound_id)
        return self.read(inbound_mails, value_of(RawMail, row)) if row else None

    def blobs(self, inbound_ids: Collection[int]) -> Mapping[int, str]:
        mail = inbound_mails.c
        query = select(mail.id, mail.blob).where(self.mine(inbound_mails), among(mail.id, inbound_ids))
        return {row.id: row.blob for row in self.connection.execute(query)}

    def twin_of(self, mail: RawMail) -> RawMail | None:
        same = {"message_id": mail.message_id, "content_hash": mail.content_hash}
        first = self.one(inbound_mails, mailbox_id=mail.mailbox_id, **same)
        return value_of(RawMail, first) if first and first["id"] < mail.id else None

    def waiting(self, at_most: int) -> Sequence[RawMail]:
        """In a transaction that writes, those that another worker is understanding are skipped."""
        stored = self.of(inbound_mails, inbound_mails.c.state == written(InboundState.STORED))
        query = stored.order_by(inbound_mails.c.id).limit(at_most)
        rows = self.rows(query.with_for_update(skip_locked=True) if self.writes else query)
        return [self.read(inbound_mails, value_of(RawMail, row)) for row in rows]

    def keep(self, mail: RawMail) -> None:
        self.keep_changes(inbound_mails, mail)
