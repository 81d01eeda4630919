"""A mail read from its raw bytes: never fails, keeps what it can and says what it could not."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes
from email.generator import BytesGenerator
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from functools import cached_property
from io import BytesIO

from domain.mail.attachments import LARGEST_DECORATION, Attachment, attach, name_of
from domain.mail.charsets import INVISIBLE, clean, decode
from domain.mail.flags import Flag
from domain.mail.headers import Address, Headers, read_date
from domain.mail.hypertext import html_to_text, pictures_shown
from domain.mail.identity import message_id_of
from domain.mail.tnef import opened_tnef
from domain.sniffing import MediaTypeOf

LARGEST_MAIL = 60 * 1024 * 1024
DEEPEST = 100
MOST_PARTS = 200
MOST_FILES = 100
LONGEST_TEXT = 1_000_000
# The standard parser looks at every line once for each multipart around it.
MOST_LINE_CHECKS = 15_000_000
_HEADER_BYTES = 256 * 1024

_CHARSET = re.compile(r"""charset\*?\s{0,5}=\s{0,5}["']?([^\s"';]{1,60})""", re.IGNORECASE)
_REPORT_PARTS = ("message/delivery-status", "message/disposition-notification", "message/feedback-report")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_KEPT_UNWRAPPED = compat32.clone(max_line_length=None, mangle_from_=False)


@dataclass(frozen=True)
class ReadMessage:
    """What a mail says, decoded; nothing of it is believed yet.

    `message_id` and `references` are bare (no angle brackets); a mail without an id gets one from its content.
    `date` is aware UTC. `text` is the plain body, or the HTML one turned to text. `inner` are the mails attached
    to it, one level down. `report` holds the fields of a delivery, read or abuse report, a mapping for each group.
    """

    raw: bytes = field(repr=False)
    headers: Headers = field(repr=False)
    readable: bool
    senders: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    inner: tuple["ReadMessage", ...]
    types: tuple[str, ...]
    report: tuple[dict[str, str], ...]
    warnings: tuple[Flag, ...]

    @property
    def sender(self) -> Address:
        """The one address of From; empty when there is none."""
        return self.senders[0] if self.senders else Address("")

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments that are documents, not decoration."""
        return tuple(file for file in self.attachments if not file.decoration)

    @cached_property
    def html_text(self) -> str:
        return html_to_text(self.html) if self.html.strip() else ""


def read_message(raw: bytes, media_type_of: MediaTypeOf) -> ReadMessage:
    """The mail, or what its headers say with `readable` False; it never raises."""
    too_large = len(raw) > LARGEST_MAIL or _line_checks(raw) > MOST_LINE_CHECKS
    if not too_large:
        try:
            return _read(raw, message_from_bytes(raw), media_type_of, opened=True)
        # The standard parser fails in many ways on hostile bytes, recursion included. None may stop a mailbox.
        except Exception:  # noqa: S110 - said by the flag
            pass
    return _headers_only(raw, media_type_of, Flag.TOO_LARGE if too_large else Flag.UNREADABLE)


def _headers_only(raw: bytes, media_type_of: MediaTypeOf, reason: Flag) -> ReadMessage:
    head = raw[:_HEADER_BYTES]
    try:
        top = BytesHeaderParser().parsebytes(head)
    # The same guard: a mail is shown as unreadable rather than lost.
    except Exception:
        top = Message()
    top.set_payload("")
    return _message(raw, Headers(top), _Body(media_type_of, flags=[reason]), readable=False)


@dataclass
class _Body:
    """What the walk over the parts has gathered."""

    media_type_of: MediaTypeOf
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[tuple[Message | None, Attachment]] = field(default_factory=list)
    inner: list[ReadMessage] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    report: list[dict[str, str]] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    def add_file(self, part: Message | None, name: str, declared: str, content: bytes, inside: bool = False) -> None:
        decoration = declared in _SIGNATURES
        rank = len(self.files) + 1
        file = attach(name, declared, content, rank, self.media_type_of, decoration=decoration, inside=inside)
        if file.disguised:
            self.flags.append(Flag.INVISIBLE_CHARACTERS)
        if file.content_type == "application/zip" and content[6:7] and content[6] & 1:
            self.flags.append(Flag.PROTECTED_FILE)
        self.files.append((part, file))


def _read(raw: bytes, top: Message, media_type_of: MediaTypeOf, opened: bool) -> ReadMessage:
    """`opened` says whether the mails attached to this one are read too: one level, no more."""
    headers = Headers(top)
    body = _Body(media_type_of)
    for part in _leaves(top, body):
        if len(body.files) > MOST_FILES:
            body.flags.append(Flag.TOO_MANY_PARTS)
            break
        _take(part, body, opened)
    readable = bool(headers.lines) and Flag.TOO_MANY_PARTS not in body.flags
    if not headers.lines:
        body.flags.append(Flag.UNREADABLE)
    return _message(raw, headers, body, readable)


def _message(raw: bytes, headers: Headers, body: _Body, readable: bool) -> ReadMessage:
    plain = clean("\n".join(body.plain))[:LONGEST_TEXT]
    html = clean("\n".join(body.html))[: 2 * LONGEST_TEXT]
    text = plain if plain.strip() else html_to_text(html)
    if INVISIBLE.search(headers.get("subject")) or INVISIBLE.search(headers.text("subject")):
        body.flags.append(Flag.INVISIBLE_CHARACTERS)
    if headers.cut:
        body.flags.append(Flag.HEADER_CUT)
    senders = headers.addresses("from")
    if not any(sender.email for sender in senders):
        body.flags.append(Flag.NO_SENDER)
    elif len(senders) > 1:
        body.flags.append(Flag.SEVERAL_SENDERS)
    shown_pictures = pictures_shown(html)
    return ReadMessage(
        raw=raw,
        headers=headers,
        readable=readable,
        senders=senders,
        to=headers.addresses("to"),
        cc=headers.addresses("cc"),
        subject=headers.text("subject"),
        date=_date(headers),
        message_id=message_id_of(headers, raw),
        in_reply_to=next(iter(headers.ids("in-reply-to")), None),
        references=headers.ids("references"),
        text=INVISIBLE.sub("", text).strip("\n"),
        html=html,
        attachments=tuple(_marked(part, file, shown_pictures) for part, file in body.files),
        inner=tuple(body.inner),
        types=tuple(body.types),
        report=tuple(body.report),
        warnings=tuple(dict.fromkeys(body.flags)),
    )


def _leaves(top: Message, body: _Body) -> Iterator[Message]:
    """Every part that holds content, in order; a mail attached to this one counts as one part."""
    waiting = [(top, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            body.flags.append(Flag.TOO_MANY_PARTS)
            return
        kind = part.get_content_type()
        body.types.append(kind)
        if kind in _ENCRYPTED and b"signed-data" not in _raw_type(part):
            body.flags.append(Flag.ENCRYPTED)
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() != "message":
            waiting.extend((child, depth + 1) for child in reversed(payload) if isinstance(child, Message))
        else:
            yield part


def _take(part: Message, body: _Body, opened: bool) -> None:
    kind = part.get_content_type()
    if kind in _REPORT_PARTS:
        body.report.extend(_report_fields(part))
    elif kind.startswith("message/"):
        _take_mail(part, body, opened)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        text = decode(_content(part), _charset(part))
        if kind == "text/plain" and "-----BEGIN PGP MESSAGE-----" in text:
            body.flags.append(Flag.ENCRYPTED)
        (body.plain if kind == "text/plain" else body.html).append(text)
    elif kind == "text/rfc822-headers":
        body.inner.append(_read(b"", message_from_bytes(_content(part)), body.media_type_of, opened=False))
    else:
        name, content = name_of(part), _content(part)
        body.add_file(part, name, kind, content)
        if kind in _TNEF or name.lower() == "winmail.dat":
            for inner_name, inner_content in opened_tnef(content):
                body.add_file(None, inner_name, "", inner_content, inside=True)


def _take_mail(part: Message, body: _Body, opened: bool) -> None:
    """A mail attached to this one: a file in itself, opened once for its sender and its own files."""
    payload = part.get_payload()
    attached = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(attached, Message):
        body.add_file(part, name_of(part), "application/octet-stream", _content(part))
        return
    content = _attached_bytes(part, attached)
    name = name_of(part) or f"{Headers(attached).text('subject') or 'message'}.eml"
    body.add_file(part, name, "message/rfc822", content)
    if not opened:
        return
    inside = message_from_bytes(content) if _is_base64(part) else attached
    mail = _read(content, inside, body.media_type_of, opened=False)
    body.inner.append(mail)
    body.files.extend((None, replace(file, inside=True)) for file in mail.attachments)


def _attached_bytes(part: Message, attached: Message) -> bytes:
    """The attached mail as it was: the parser leaves a base64 one undecoded, against RFC 2046."""
    if _is_base64(part):
        try:
            return binascii.a2b_base64(str(attached.get_payload()).encode("ascii", "ignore"))
        except binascii.Error:
            return b""
    out = BytesIO()
    try:
        BytesGenerator(out, policy=_KEPT_UNWRAPPED).flatten(attached)
    # The standard generator fails on nesting and charsets that the parser took; the whole raw mail is kept anyway.
    except Exception:
        return b""
    return out.getvalue()


def _is_base64(part: Message) -> bool:
    return str(part.get("content-transfer-encoding", "")).strip().lower() == "base64"


def _report_fields(part: Message) -> Iterator[dict[str, str]]:
    payload = part.get_payload()
    groups = payload if isinstance(payload, list) else [message_from_bytes(_content(part))]
    for group in groups[:MOST_PARTS]:
        if not isinstance(group, Message):
            continue
        fields = dict(Headers(group).lines)
        if not fields and isinstance(group.get_payload(), str):
            # Some servers put a blank line before the fields.
            fields = dict(Headers(message_from_bytes(str(group.get_payload()).encode("utf-8", "replace"))).lines)
        if fields:
            yield fields


def _is_file(part: Message) -> bool:
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or bool(name_of(part))


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    found = _CHARSET.search(str(part.get("content-type", ""))[:2000])
    return found[1] if found else None


def _raw_type(part: Message) -> bytes:
    return str(part.get("content-type", ""))[:2000].lower().encode("utf-8", "replace")


def _marked(part: Message | None, file: Attachment, shown: frozenset[str]) -> Attachment:
    """The file, marked as decoration when it is a small picture that the HTML body shows."""
    if part is None or file.decoration or not file.content_type.startswith("image/"):
        return file
    cid = str(part.get("content-id", "")).strip().strip("<>")
    attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    if cid not in shown or attached or file.size > LARGEST_DECORATION:
        return file
    return replace(file, decoration=True)


def _date(headers: Headers) -> datetime | None:
    return read_date(headers.get("date")) or read_date(headers.get("received").rpartition(";")[2])


def _line_checks(raw: bytes) -> int:
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    return lines * (1 + raw.count(b"boundary="))
