"""How a mailbox is doing: kept in its row, told once when it is no longer read, and once when it is again."""

import logging
import time
from datetime import datetime, timedelta

from domain.books import Mailbox, MailboxProblem, Records
from domain.office import Office
from handlers.mail.health import mailbox_failed, mailbox_worked

log = logging.getLogger(__name__)

# A line that falls for a few minutes is not worth a word; a refused password will not mend by itself.
TOLD_AFTER = {MailboxProblem.LOGIN_REFUSED: 0.0, MailboxProblem.NO_FOLDER: 0.0}
ELSE_TOLD_AFTER = 300.0
NOTED_EVERY = timedelta(minutes=1)


class MailboxState:
    def __init__(self, office: Office, mailbox_id: int) -> None:
        self._office = office
        self._mailbox_id = mailbox_id
        self._failing_since: float | None = None
        self._stopped_at: datetime | None = None
        self._noted_at: datetime | None = None

    def well(self, kept: int) -> None:
        """All of the mailbox was read just now; `kept` mails were new."""
        now = self._office.now()
        was_failing, self._failing_since, self._stopped_at = self._failing_since, None, None
        if was_failing is not None:
            log.info("mailbox read again", extra={"mailbox": self._mailbox_id, "kept": kept})
        # A clock that was moved back is no reason to stop noting.
        if was_failing is None and self._noted_at is not None and abs(now - self._noted_at) < NOTED_EVERY:
            return
        self._noted_at = now
        with self._office.records() as records:
            mailbox_worked(records, self._row(records), kept, now)

    def ill(self, problem: MailboxProblem, next_try: timedelta) -> None:
        """It could not be read."""
        now = self._office.now()
        if self._failing_since is None:
            self._failing_since, self._stopped_at = time.monotonic(), now
            log.warning("mailbox not read", extra={"mailbox": self._mailbox_id, "problem": problem})
        if time.monotonic() - self._failing_since < TOLD_AFTER.get(problem, ELSE_TOLD_AFTER):
            return
        with self._office.records() as records:
            mailbox_failed(records, self._row(records), problem, self._stopped_at or now, now, now + next_try)

    def _row(self, records: Records) -> Mailbox:
        return next(box for box in records.inbound.mailboxes() if box.id == self._mailbox_id)
