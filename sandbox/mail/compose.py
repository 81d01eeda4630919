"""Writing, answering and forwarding a mail in the manner of a mail program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.charset import BASE64, QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Literal

from sandbox.mail.programs import PROGRAMS, AppleMail, Gmail, Language, Outlook, Program, Thunderbird
from sandbox.mail.reading import Attachment, Letter, Person

ON_THE_WIRE = compat32.clone(linesep="\r\n")


@dataclass(frozen=True)
class Draft:
    """What a person typed, and on what."""

    sender: Person
    to: tuple[Person, ...]
    subject: str
    text: str
    sent_at: datetime
    cc: tuple[Person, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    program: str = "outlook"
    language: Language = "fr"
    original: Letter | None = None
    act: Literal["write", "reply", "forward"] = "write"


def compose(draft: Draft) -> bytes:
    """The mail's bytes, as that program would hand them to its server.

    A reply without a subject of its own takes the original's; a forward takes the original's files along.
    """
    program = PROGRAMS[draft.program](draft.language)
    subject, text, attachments, beneath = draft.subject, draft.text, draft.attachments, ""
    if draft.original is not None and draft.act == "reply":
        subject = subject or program.replying(draft.original.subject)
        text += program.quoted(draft.original)
        beneath = program.quoted_html(draft.original)
    elif draft.original is not None and draft.act == "forward":
        subject = subject or program.forwarding(draft.original.subject)
        text += program.forwarded(draft.original)
        beneath = program.forwarded_html(draft.original)
        attachments = (*attachments, *draft.original.attachments)
    mail = _body(program, text, program.html(draft.text, beneath), attachments)
    for name, value in _headers(program, draft, subject, bool(attachments)):
        mail[name] = value
    return mail.as_bytes(policy=ON_THE_WIRE)


def address_header(people: tuple[Person, ...]) -> str:
    """The people of a To or From line, names encoded where they need it."""
    return ", ".join(formataddr((person.name, person.address), "utf-8") for person in people)


def one_line(text: str) -> str:
    """A subject fit for a header: on one line, encoded where it needs it."""
    line = re.sub(r"[\r\n]+", " ", text).strip()
    return line if line.isascii() else Header(line, "utf-8", header_name="Subject").encode()


def _headers(program: Program, draft: Draft, subject: str, with_files: bool) -> list[tuple[str, str]]:
    headers = [
        ("From", address_header((draft.sender,))),
        ("To", address_header(draft.to)),
        *([("Cc", address_header(draft.cc))] if draft.cc else []),
        ("Subject", one_line(subject)),
        ("Date", format_datetime(draft.sent_at)),
        ("Message-ID", program.message_id(draft.sender.domain)),
    ]
    if draft.original is not None and draft.original.message_id:
        thread = f"{draft.original.references} {draft.original.message_id}".strip()
        headers += [("References", thread), ("In-Reply-To", draft.original.message_id)]
    if isinstance(program, Outlook):
        headers.append(("X-MS-Has-Attach", "yes" if with_files else ""))
    return headers + program.headers()


def _body(program: Program, text: str, html: str, attachments: tuple[Attachment, ...]) -> Message:
    match program:
        case Thunderbird():
            body: Message = _text(text, "plain", QP)
            body.set_param("format", "flowed")
            return _mixed(body, attachments)
        case AppleMail() if attachments:
            return _apple(text, html, attachments)
        case AppleMail():
            return _text(text, "plain", QP)
        case _:
            encoding = BASE64 if isinstance(program, Outlook) else QP
            both = MIMEMultipart("alternative", None, [_text(text, "plain", encoding)])
            both.attach(_text(html, "html", encoding))
            return _mixed(both, attachments, encoded_words=isinstance(program, Gmail))


def _mixed(body: Message, attachments: tuple[Attachment, ...], encoded_words: bool = False) -> Message:
    if not attachments:
        return body
    mixed = MIMEMultipart("mixed", None, [body])
    for attachment in attachments:
        mixed.attach(_file(attachment, "attachment", encoded_words))
    return mixed


def _apple(text: str, html: str, attachments: tuple[Attachment, ...]) -> Message:
    """Apple Mail puts the files inside the HTML side of the alternative."""
    html_side = MIMEMultipart("mixed", None, [_text(html, "html", QP)])
    for attachment in attachments:
        html_side.attach(_file(attachment, "inline"))
    html_side.attach(_text("<html><body><br></body></html>", "html", QP))
    return MIMEMultipart("alternative", None, [_text(text, "plain", QP), html_side])


def _text(text: str, subtype: str, encoding: int) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = encoding
    return MIMEText(text.replace("\r\n", "\n"), subtype, charset)  # type: ignore[arg-type]  # a Charset is taken as well as its name


def _file(attachment: Attachment, disposition: str, encoded_words: bool = False) -> Message:
    main, _, sub = attachment.content_type.partition("/")
    if main in ("multipart", "message") or not sub:
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(attachment.content)
    encode_base64(part)
    name = " ".join(attachment.filename.split()) or "piece"
    if name.isascii():
        shown: str | tuple[str, None, str] = name
    elif encoded_words:
        shown = Header(name, "utf-8", maxlinelen=1000).encode()
    else:
        shown = ("utf-8", None, name)
    part.set_param("name", shown)  # type: ignore[arg-type]  # so is a value in three parts (RFC 2231)
    part.add_header("Content-Disposition", disposition, filename=shown)
    return part
