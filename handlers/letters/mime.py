"""The final bytes of a letter: once made, every attempt to send it sends these."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from handlers.letters.letter import Letter
from handlers.letters.render import as_html, as_text

OWN_MARK = "X-Guichet"


@dataclass(frozen=True, slots=True)
class Cover:
    """What is written on the envelope and around the letter.

    `uid` names the letter for ever: Message-ID is `<uid@domain>`, so that a worker can ask whether it left.
    `reply_to` is where answers go; `thread` the Message-ID of the letter that this one follows.
    `stop` is the one-click address that ends the chases (RFC 8058).
    """

    uid: str
    sender_name: str
    sender: str
    to: str
    to_name: str
    reply_to: str
    written_at: datetime
    zone: ZoneInfo
    thread: str | None = None
    stop: str | None = None

    @property
    def message_id(self) -> str:
        return f"<{self.uid}@{self.sender.rpartition('@')[2]}>"


def sealed(letter: Letter, cover: Cover) -> bytes:
    """The letter as it leaves, RFC 5322; ValueError when a name or subject holds a line end."""
    mail = _covered(cover, letter.subject, letter.head.language)
    # What nobody asked for is said to be automatic: no machine answers it (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(as_text(letter), cte="quoted-printable")
    mail.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def sealed_reply(subject: str, text: str, language: str, cover: Cover) -> bytes:
    """A reply that a person wrote, as it leaves: plain text, in the thread it answers."""
    mail = _covered(cover, subject, language)
    mail.set_content(text, cte="quoted-printable")
    return mail.as_bytes()


def _covered(cover: Cover, subject: str, language: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = _address(cover.sender_name, cover.sender)
    mail["To"] = _address(cover.to_name, cover.to)
    mail["Reply-To"] = _address(cover.sender_name, cover.reply_to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(cover.written_at.astimezone(cover.zone))
    mail["Message-ID"] = cover.message_id
    if cover.thread:
        mail["In-Reply-To"] = cover.thread
        mail["References"] = cover.thread
    mail["Content-Language"] = language
    mail[OWN_MARK] = cover.uid
    if cover.stop:
        mail["List-Unsubscribe"] = f"<{cover.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
