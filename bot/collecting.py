"""Mails are taken from the mailbox: their bytes kept for good, then their row, then the flag, in that order."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.imap import Listed, MailboxLine
from domain.books import Mailbox, Records
from domain.mail.identity import identity_of
from domain.mail.message import LARGEST_MAIL
from domain.messages import RawMail
from domain.office import Office
from handlers.mail.health import mail_kept_in_part

log = logging.getLogger(__name__)

BATCH_BYTES = 20 * 2**20
BATCH_MAILS = 50
LISTED_AT_ONCE = 500
BEGINNING = 256 * 1024


@dataclass
class Collector:
    """Knows how far one mailbox was read. Whether a mail is new is told by the keys of the books, never by a flag.

    Of a mail of more than `largest` bytes, only the beginning is taken. `when_kept` is called as soon as some are kept:
    those of a full mailbox are understood while the others are still fetched.
    """

    office: Office
    mailbox: Mailbox
    when_kept: Callable[[], None] = lambda: None
    largest: int = LARGEST_MAIL
    uidvalidity: int | None = None
    _next: int = 1

    def collect(self, line: MailboxLine) -> int:
        """Keep every mail of the folder that is not kept yet; how many that was."""
        if line.uidvalidity != self.uidvalidity:
            self._new_generation(line.uidvalidity)
        uids = line.uids_from(self._next)
        if self._next == 1:
            with self.office.reading() as records:
                known = records.inbound.known_uids(self.mailbox.id, line.uidvalidity)
            uids = [uid for uid in uids if uid not in known]
        kept = 0
        for start in range(0, len(uids), LISTED_AT_ONCE):
            some = uids[start : start + LISTED_AT_ONCE]
            for batch in batches(line.sizes(some)):
                kept += self._keep(line, batch)
                # Only over what is stored: a mail that could not be is asked for again.
                self._next = batch[-1].uid + 1
            self._next = some[-1] + 1
        return kept

    def _new_generation(self, uidvalidity: int) -> None:
        """The server numbers its mails anew: each is looked at again, and those known by their content stay single."""
        with self.office.records() as records:
            row = next(box for box in records.inbound.mailboxes() if box.id == self.mailbox.id)
            if row.uidvalidity != uidvalidity:
                if row.uidvalidity is not None:
                    log.warning("mailbox numbered anew, all of it read again", extra={"mailbox": row.id})
                records.inbound.keep_mailbox(replace(row, uidvalidity=uidvalidity))
        self.uidvalidity, self._next = uidvalidity, 1

    def _keep(self, line: MailboxLine, batch: Sequence[Listed]) -> int:
        raws = line.raw([mail.uid for mail in batch if mail.size <= self.largest])
        stored = [self._stored(line, mail, raws.pop(mail.uid, None)) for mail in batch]
        with self.office.records() as records:
            kept = [mail.uid for mail in stored if mail is not None and self._is_new(records, mail)]
        if kept:
            line.mark_seen(kept)
            self.when_kept()
        return len(kept)

    def _stored(self, line: MailboxLine, mail: Listed, raw: bytes | None) -> RawMail | None:
        """The mail, its bytes safe on disk and its row not written yet; None when it was deleted meanwhile."""
        in_part = mail.size > self.largest
        if in_part:
            raw = line.beginning(mail.uid, BEGINNING)
        if raw is None:
            return None
        blob = self.office.blobs.put(self.office.firm_id, raw)
        message_id, content_hash = identity_of(raw)
        return RawMail(
            mailbox_id=self.mailbox.id,
            uidvalidity=self.uidvalidity or 0,
            uid=mail.uid,
            blob=blob,
            size=mail.size if in_part else len(raw),
            message_id=message_id,
            content_hash=content_hash,
            received_at=mail.received_at or self.office.now(),
        )

    def _is_new(self, records: Records, mail: RawMail) -> bool:
        added = records.inbound.add(mail)
        if added is not None and mail.size > self.largest:
            mail_kept_in_part(records, self.mailbox, added, self.office.now())
        return added is not None


def batches(mails: Sequence[Listed]) -> Iterator[list[Listed]]:
    """In the order given, at most 50 mails and 20 MB at once; a mail larger than that comes alone."""
    batch: list[Listed] = []
    size = 0
    for mail in mails:
        if batch and (len(batch) >= BATCH_MAILS or size + mail.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(mail)
        size += mail.size
    if batch:
        yield batch
