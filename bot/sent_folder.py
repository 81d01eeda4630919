"""Did that letter leave? The Sent folder of the firm's mailbox may know."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.imap import NoFolder, has_message
from bot.mail_urls import mail_server
from domain.outbox import LEASE, Envelope
from storage.database import Database
from storage.outbox import letters_left

WITNESSES = 3


class Trace(StrEnum):
    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class SentFolders:
    """Looks for letters in the Sent folders of the firms; LineDown while a mailbox cannot be read."""

    def __init__(self, database: Database, settling: timedelta = LEASE) -> None:
        self._database = database
        self._settling = settling

    def trace(self, envelope: Envelope, now: datetime) -> Trace:
        """Whether that letter stands there. ABSENT only counts where the letters known to have left do stand there.

        Those that left within the last minute (`settling`) are no witnesses: some providers file them a little later.
        """
        with self._database.reading(envelope.firm_id) as records:
            own = records.firm.mail_from
            # The account that sends files its mails in its own Sent folder.
            mailbox = min(records.inbound.mailboxes(), key=lambda box: box.address != own, default=None)
            witnesses = letters_left(records, now - self._settling, WITNESSES)
        if mailbox is None or envelope.message_id is None:
            return Trace.UNKNOWN
        try:
            found, *filed = has_message(mail_server(mailbox.url), [envelope.message_id, *witnesses])
        except NoFolder:
            return Trace.UNKNOWN
        if found:
            return Trace.FOUND
        return Trace.ABSENT if filed and all(filed) else Trace.UNKNOWN
