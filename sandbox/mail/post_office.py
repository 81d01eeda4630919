"""Where a mail goes: the firm's INBOX for the firm's addresses, a personal box for everyone else."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from sandbox.mail.arrivals import Arrival
from sandbox.mail.automatic import bounce
from sandbox.mail.boxes import INBOX, SENT, PersonalBoxes
from sandbox.mail.firm_mailbox import FirmMailbox
from sandbox.mail.late import LateMail

UNKNOWN = "550 5.1.1 <{address}>: Recipient address rejected: User unknown"
LATER = "452 4.3.1 Insufficient system storage"
FIRM_ID = "firm"


@dataclass(frozen=True)
class FirmAddresses:
    """Which addresses are the firm's mailbox: its whole domain, save what belongs to a member of staff."""

    mailbox: str
    domain: str
    staff: frozenset[str]

    def receives(self, address: str) -> bool:
        local, _, domain = address.casefold().rpartition("@")
        person = f"{local.partition('+')[0]}@{domain}"
        return domain == self.domain.casefold() and person not in self.staff


class PostOffice:
    """Delivers; called by several threads."""

    def __init__(
        self,
        firm: FirmAddresses,
        authserv_id: str,
        boxes: PersonalBoxes,
        mailbox: FirmMailbox,
        late: LateMail,
        now: Callable[[], datetime],
        changed: Callable[[str], None],
    ) -> None:
        self.firm = firm
        self.boxes = boxes
        self.mailbox = mailbox
        self.late = late
        self._authserv_id = authserv_id
        self._now = now
        self._changed = changed

    def refusal(self, address: str) -> str | None:
        """The SMTP reply to an address that nobody has: those that begin with "inconnu"; None for the others."""
        return UNKNOWN.format(address=address) if address.casefold().startswith("inconnu") else None

    def file_sent(self, sender: str, raw: bytes) -> str:
        """Keep the sender's own copy; its id."""
        if self.firm.receives(sender):
            uid = self.mailbox.append(SENT, raw, self._now(), seen=True)
            mail_id = firm_id(SENT, uid)
            self._changed(self.firm.mailbox)
        else:
            mail_id = self.boxes.keep(sender, raw, self._now(), folder=SENT)
            self._changed(sender)
        return mail_id

    def deliver(self, arrival: Arrival) -> list[str]:
        """The ids of what was delivered: once to the firm, once to each other recipient; refused ones bounce."""
        recipients = list(dict.fromkeys(recipient for recipient in arrival.recipients))
        for recipient in recipients:
            reply = self.refusal(recipient)
            if reply is not None and arrival.mail_from:
                self._return(arrival, recipient, reply)
        known = [recipient for recipient in recipients if self.refusal(recipient) is None]
        ids = []
        for_firm = [recipient for recipient in known if self.firm.receives(recipient)]
        if for_firm:
            uid = self.mailbox.append(INBOX, self._stamped(arrival, for_firm), self._now())
            ids.append(firm_id(INBOX, uid))
            self._changed(self.firm.mailbox)
        for recipient in known:
            if recipient not in for_firm:
                ids.append(self.boxes.keep(recipient, self._stamped(arrival, [recipient]), self._now()))
                self._changed(recipient)
        return ids

    def deliver_late(self) -> None:
        """Deliver the mails on their way that have reached their hour."""
        for mail in self.late.arrived(self._now()):
            self.deliver(mail.arrival)
            self.late.forget(mail)

    def find(self, mail_id: str) -> tuple[bytes, datetime] | None:
        """A mail as it was kept, and when; None when there is none of that id."""
        place = firm_place(mail_id)
        if place is not None:
            return self.mailbox.raw(*place)
        entry = self.boxes.find(mail_id)
        return (self.boxes.raw(entry), datetime.fromisoformat(entry.kept_at)) if entry else None

    def mark_read(self, mail_id: str) -> None:
        """Somebody opened that mail."""
        place, entry = firm_place(mail_id), self.boxes.find(mail_id)
        if place is not None and self.mailbox.mark_read(*place):
            self._changed(self.firm.mailbox)
        elif entry is not None and self.boxes.mark_read(entry):
            self._changed(entry.address)

    def _return(self, arrival: Arrival, recipient: str, reply: str) -> None:
        reporter = recipient.rpartition("@")[2]
        report = bounce(recipient, arrival.raw, arrival.mail_from, self._now(), reporter, reply)
        self.deliver(Arrival(report, "", (arrival.mail_from,), "none", reporter, reporter))

    def _stamped(self, arrival: Arrival, recipients: Iterable[str]) -> bytes:
        """The mail under the lines that the receiving server writes on top; what came stays as it came."""
        domain = arrival.mail_from.rpartition("@")[2]
        verdict = arrival.verdict
        spf = f"spf={verdict} smtp.mailfrom={domain}" if domain else f"spf=none smtp.helo={arrival.host}"
        dkim = f"dkim=pass header.d={arrival.header_from}" if verdict == "pass" else f"dkim={verdict}"
        trace = [
            f"Return-Path: <{arrival.mail_from}>",
            *(f"Delivered-To: {recipient}" for recipient in recipients),
            f"Authentication-Results: {self._authserv_id}; {spf};\r\n\t{dkim};\r\n"
            f"\tdmarc={verdict} header.from={arrival.header_from}",
            f"Received: from {arrival.host} ({arrival.host} [192.0.2.25])\r\n"
            f"\tby {self._authserv_id} with ESMTPS id {uuid.uuid4().hex[:12]};\r\n"
            f"\t{format_datetime(self._now())}",
        ]
        return "".join(f"{line}\r\n" for line in trace).encode("utf-8", "surrogateescape") + arrival.raw


def firm_id(folder: str, uid: int) -> str:
    """The id of a mail in the firm's mailbox."""
    return f"{FIRM_ID}-{folder}-{uid}"


def firm_place(mail_id: str) -> tuple[str, int] | None:
    """The folder and UID of such an id; None for the mails of personal boxes."""
    found = re.fullmatch(rf"{FIRM_ID}-({INBOX}|{SENT})-([0-9]{{1,10}})", mail_id)
    return (found[1], int(found[2])) if found else None
