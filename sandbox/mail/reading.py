"""What a mail program shows of a mail."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from sandbox.clock import OFFICE_ZONE

SNIPPET = 140


@dataclass(frozen=True)
class Person:
    """Somebody with an address; the name may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True)
class Summary:
    """One line of a list."""

    sender: str
    to: str
    subject: str
    date: str
    has_attachments: bool
    snippet: str


@dataclass(frozen=True)
class Attachment:
    """A part that is not the text of the mail."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail, read: headers decoded, text and HTML found, attachments apart."""

    sender: tuple[Person, ...]
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    reply_to: tuple[Person, ...]
    subject: str
    date: datetime
    message_id: str
    references: str
    return_path: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def read(raw: bytes, kept_at: datetime) -> Letter:
    """The mail as a person sees it; without a Date that can be read, it was written when it was kept."""
    mail = message_from_bytes(raw)
    text = html = ""
    attachments: list[Attachment] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        if part.get_filename() is None and kind == "text/plain" and not text:
            text = _text(part)
        elif part.get_filename() is None and kind == "text/html" and not html:
            html = _text(part)
        elif part.get_filename() is not None or kind not in ("text/plain", "text/html"):
            attachments.append(_attachment(part, len(attachments) + 1))
    return Letter(
        sender=_people(mail, "From"),
        to=_people(mail, "To"),
        cc=_people(mail, "Cc"),
        reply_to=_people(mail, "Reply-To"),
        subject=_header(mail, "Subject"),
        date=_date(mail, kept_at),
        message_id=_header(mail, "Message-ID"),
        references=_header(mail, "References"),
        return_path=_header(mail, "Return-Path"),
        text=text or _stripped(html),
        html=html,
        attachments=tuple(attachments),
    )


def summary(raw: bytes, kept_at: datetime) -> Summary:
    """The mail's line in a list."""
    letter = read(raw, kept_at)
    return Summary(
        sender=shown(letter.sender),
        to=shown(letter.to),
        subject=letter.subject,
        date=letter.date.isoformat(),
        has_attachments=bool(letter.attachments),
        snippet=" ".join(letter.text.split())[:SNIPPET],
    )


def shown(people: Iterable[Person]) -> str:
    """Those people, as a header would name them."""
    return ", ".join(map(str, people))


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something; a mail attached to a mail is one part."""
    if mail.is_multipart() and mail.get_content_maintype() == "multipart":
        for part in mail.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield mail


def _header(mail: Message, name: str) -> str:
    return _decoded(mail.get(name, ""))


def _people(mail: Message, name: str) -> tuple[Person, ...]:
    """The people of an address header; names are decoded after the commas were read."""
    pairs = getaddresses([str(value) for value in mail.get_all(name, [])])
    return tuple(Person(_decoded(written), address) for written, address in pairs if "@" in address)


def _decoded(value: Header | str) -> str:
    shown = str(value)
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        shown = str(make_header(decode_header(value)))
    return re.sub(r"\s*[\r\n]+\s*", " ", shown).strip()


def _date(mail: Message, kept_at: datetime) -> datetime:
    try:
        date = parsedate_to_datetime(str(mail.get("Date", "")))
    except ValueError:
        date = kept_at
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(OFFICE_ZONE)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset).replace("\r\n", "\n")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("windows-1252", errors="replace").replace("\r\n", "\n")


def _attachment(part: Message, number: int) -> Attachment:
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        content = inner.as_bytes() if isinstance(inner, Message) else b""
    elif part.is_multipart():
        content = part.as_bytes()
    else:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    name = part.get_filename() or f"piece-{number}{'.eml' if kind == 'message/rfc822' else ''}"
    return Attachment(_decoded(name), kind, content)


def _stripped(html: str) -> str:
    if not html:
        return ""
    from inscriptis import get_text

    return str(get_text(html)).strip()
