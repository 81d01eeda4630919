"""What the outbox says by mail: one letter to one person, and the Sent folder asked when it may have left already."""

import logging
import time
from datetime import datetime

from bot.fates import Fate, Left, NotNow, Unknowable
from bot.imap import LineDown
from bot.sent_folder import SentFolders, Trace
from bot.smtp import LAST_MOMENT, LINE, SendingServer
from domain.mail.return_path import return_path
from domain.outbox import Doubt, Envelope
from storage.database import Database

log = logging.getLogger(__name__)


class MailSender:
    def __init__(self, database: Database, server: SendingServer, sent: SentFolders) -> None:
        self._database = database
        self._server = server
        self._sent = sent

    def lines(self, _envelope: Envelope) -> tuple[str, ...]:
        return (LINE,)

    def send(self, envelope: Envelope, now: datetime) -> Fate:
        """Give the letter to the server, unless it may have left and nobody can tell. `now` is the machine's."""
        until = time.monotonic() + LAST_MOMENT
        if envelope.doubtful and envelope.doubt is not Doubt.RESEND:
            doubt = self._settle(envelope, now)
            if doubt is not None:
                return doubt
        with self._database.reading(envelope.firm_id) as records:
            sender = return_path(records.firm.mail_from, envelope.uid)
        return self._server.send(sender, envelope.to, envelope.body, until)

    def _settle(self, envelope: Envelope, now: datetime) -> Fate | None:
        """The fate of a letter that may have left; None when it certainly did not."""
        if envelope.doubt is Doubt.ASK:
            return Unknowable()
        try:
            trace = self._sent.trace(envelope, now)
        except LineDown as error:
            return NotNow(f"the Sent folder cannot be read: {error.problem}")
        log.info("doubtful letter looked for", extra={"envelope": envelope.id, "trace": trace.value})
        if trace is Trace.FOUND:
            return Left()
        return None if trace is Trace.ABSENT else Unknowable()
