"""Mails that nobody wrote: absence notices and bounces, shaped as the servers that send them do."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from babel.dates import format_date

from sandbox.mail.compose import ON_THE_WIRE, Draft, address_header, one_line
from sandbox.mail.programs import PROGRAMS, Language
from sandbox.mail.reading import Person

ABSENCE = timedelta(days=7)
SAME_ANSWER_ALWAYS: dict[str, list[tuple[str, str]]] = {
    "outlook": [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
    "gmail": [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")],
    "apple": [("Auto-Submitted", "auto-replied (vacation)")],
    "thunderbird": [("Auto-Submitted", "auto-replied (vacation)"), ("Precedence", "auto_reply")],
}


def out_of_office(draft: Draft, back_on: date | None = None) -> bytes:
    """The absence notice of the draft's sender about the original; its text says the day of return, or a week later."""
    french = draft.language == "fr"
    about = draft.original.subject if draft.original else draft.subject
    prefix = ("Réponse automatique : " if french else "Automatic reply: ") if draft.program == "outlook" else "Re: "
    text = draft.text or absence_text(draft.sender, back_on or draft.sent_at.date() + ABSENCE, draft.language)
    mail = MIMEText(text, "plain", "utf-8")
    mail["From"] = address_header((draft.sender,))
    mail["To"] = address_header(draft.to)
    mail["Subject"] = one_line(prefix + about)
    mail["Date"] = format_datetime(draft.sent_at)
    mail["Message-ID"] = PROGRAMS[draft.program](draft.language).message_id(draft.sender.domain)
    if draft.original and draft.original.message_id:
        mail["In-Reply-To"] = draft.original.message_id
        mail["References"] = f"{draft.original.references} {draft.original.message_id}".strip()
    for name, value in SAME_ANSWER_ALWAYS[draft.program]:
        mail[name] = value
    return mail.as_bytes(policy=ON_THE_WIRE)


def absence_text(sender: Person, back: date, language: Language) -> str:
    """What the sender left on their door before going away."""
    name = sender.name or sender.address
    if language == "fr":
        last_day = format_date(back - timedelta(days=1), "d MMMM yyyy", locale="fr")
        first_day = format_date(back, "EEEE d MMMM", locale="fr")
        return (
            f"Bonjour,\n\nJe suis en congés jusqu’au {last_day} inclus. Je lirai votre message à mon retour, "
            f"le {first_day}.\n\nCordialement,\n{name}\n"
        )
    first_day = format_date(back, "EEEE d MMMM", locale="en_GB")
    return f"Hello,\n\nI am out of the office. I will read your message when I am back, on {first_day}.\n\n{name}\n"


def bounce(
    recipient: str, original: bytes, to: str, at: datetime, reporter: str, reply: str = "550 5.1.1 User unknown"
) -> bytes:
    """The report of the server `reporter`: that recipient refused the original with that SMTP reply.

    A reply that begins with 4 makes it a warning: the server goes on trying (RFC 3464, action "delayed").
    The second part is for machines, the third the original's headers, byte for byte.
    """
    found = re.search(r"\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b", reply)
    status = found[0] if found else "5.0.0"
    mail = MIMEMultipart("report")
    mail.set_param("report-type", "delivery-status")
    mail["From"] = f"Mail Delivery System <MAILER-DAEMON@{reporter}>"
    mail["To"] = to
    delayed = reply.startswith("4")
    mail["Subject"] = "Delayed Mail (still being retried)" if delayed else "Undelivered Mail Returned to Sender"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{at.strftime('%Y%m%d%H%M%S%f')}@{reporter}>"
    mail["Auto-Submitted"] = "auto-replied"
    mail.attach(
        MIMEText(
            f"{(WAIT if delayed else SORRY).format(reporter=reporter)}\n\n<{recipient}>: {reply}\n", "plain", "us-ascii"
        )
    )
    mail.attach(_delivery_status(recipient, reporter, status, reply, at))
    headers = MIMEBase("text", "rfc822-headers")
    headers.set_payload(_header_block(original).decode("ascii", "surrogateescape"))
    mail.attach(headers)
    return mail.as_bytes(policy=ON_THE_WIRE)


SORRY = (
    "This is the mail system at host {reporter}.\n\n"
    "I'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients. It's attached below."
)

WAIT = (
    "This is the mail system at host {reporter}.\n\n"
    "Your message could not be delivered for more than 4 hour(s).\n"
    "It will be retried until it is 5 day(s) old. You do not need to\n"
    "resend your message."
)


def _delivery_status(recipient: str, reporter: str, status: str, reply: str, at: datetime) -> Message:
    about_mail, about_recipient = Message(), Message()
    about_mail["Reporting-MTA"] = f"dns; {reporter}"
    about_mail["Arrival-Date"] = format_datetime(at)
    about_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    about_recipient["Action"] = "delayed" if reply.startswith("4") else "failed"
    about_recipient["Status"] = status
    about_recipient["Diagnostic-Code"] = f"smtp; {reply}"
    part = MIMEBase("message", "delivery-status")
    part.set_payload([about_mail, about_recipient])
    return part


def _header_block(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"
