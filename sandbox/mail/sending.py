"""What the page asks to send: read, checked, composed in the manner of a program, and posted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Annotated, Literal

from pydantic import AfterValidator, Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from sandbox.mail.arrivals import Arrival, Verdict
from sandbox.mail.automatic import bounce, out_of_office
from sandbox.mail.compose import Draft, compose
from sandbox.mail.post_office import PostOffice
from sandbox.mail.programs import Language
from sandbox.mail.reading import Attachment, Letter, Person, read

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class BadMail(Exception):
    """A mail that no program would send; the text says why."""


def _person(text: str) -> str:
    if not ADDRESS.fullmatch(parseaddr(text)[1]) or not text.isprintable():
        raise ValueError("not an e-mail address")
    return text


Mailbox = Annotated[str, Field(max_length=500), AfterValidator(_person)]


class AskedFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=255)
    content_type: str = Field("application/octet-stream", pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$")
    content_base64: Base64Bytes


class AskedMail(BaseModel):
    """The body of POST /mail/send."""

    model_config = ConfigDict(extra="forbid")

    sender: Mailbox = Field(alias="from")
    to: list[Mailbox] = []
    cc: list[Mailbox] = []
    subject: str = ""
    text: str = ""
    attachments: list[AskedFile] = []
    reply_to_id: str | None = None
    forward_of_id: str | None = None
    program: Literal["outlook", "gmail", "apple", "thunderbird"] = "outlook"
    language: Language = "fr"
    authentication: Verdict = "pass"
    automatic: Literal["out_of_office", "bounce"] | None = None
    back_on: date | None = None
    """For an absence notice: the day of return that it gives; a week later when it does not say."""
    delay_seconds: int = Field(0, ge=0, le=60 * 86400)
    """How long after its Date the mail reaches its recipients, on the sandbox's clock."""
    bounce_reply: str = Field("550 5.1.1 User unknown", pattern=r"^[245][0-9]{2} [\x20-\x7e]{1,200}$")


def send(body: bytes, office: PostOffice, names: dict[str, str], now: datetime) -> str:
    """Post the mail that was asked for; the id of the sender's copy, or of what arrived, or "" for neither.

    `names` gives the display name of an address that came without one. A forged mail, which fails
    authentication, leaves no copy with the person it pretends to come from.
    """
    try:
        asked = AskedMail.model_validate_json(body)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise BadMail(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from problem
    sender = _named(asked.sender, names)
    original_raw, original = _original(asked, office)
    draft = Draft(
        sender=sender,
        to=tuple(_named(address, names) for address in asked.to) or _expected(asked, original),
        cc=tuple(_named(address, names) for address in asked.cc),
        subject=asked.subject,
        text=asked.text,
        sent_at=now,
        attachments=tuple(Attachment(file.name, file.content_type, file.content_base64) for file in asked.attachments),
        program=asked.program,
        language=asked.language,
        original=original,
        act="forward" if asked.forward_of_id else "reply" if asked.reply_to_id else "write",
    )
    if not draft.to:
        raise BadMail("to: nobody to write to")
    match asked.automatic:
        case "bounce":
            raw = bounce(sender.address, original_raw, draft.to[0].address, now, sender.domain, asked.bounce_reply)
        case "out_of_office":
            raw = out_of_office(draft, asked.back_on)
        case None:
            raw = compose(draft)
    copy = None
    if asked.automatic is None and asked.authentication == "pass":
        copy = office.file_sent(sender.address, raw)
    arrival = Arrival(
        raw=raw,
        mail_from="" if asked.automatic else sender.address,
        recipients=tuple(person.address for person in (*draft.to, *draft.cc)),
        verdict=asked.authentication,
        host=f"mail.{sender.domain}",
        header_from=sender.domain,
    )
    if asked.delay_seconds:
        office.late.keep(arrival, now + timedelta(seconds=asked.delay_seconds))
        return copy or ""
    arrived = office.deliver(arrival)
    return copy or (arrived[0] if arrived else "")


def _original(asked: AskedMail, office: PostOffice) -> tuple[bytes, Letter | None]:
    mail_id = asked.reply_to_id or asked.forward_of_id
    if mail_id is None:
        if asked.automatic == "bounce":
            raise BadMail("reply_to_id: a bounce is about a mail")
        return b"", None
    found = office.find(mail_id)
    if found is None:
        raise BadMail("no mail has that id")
    return found[0], read(*found)


def _expected(asked: AskedMail, original: Letter | None) -> tuple[Person, ...]:
    """Whom a program writes to when nobody was named: machines use the return path, people the Reply-To."""
    if original is None or asked.reply_to_id is None:
        return ()
    return_path = original.return_path.strip("<> ")
    if asked.automatic and return_path:
        return (Person("", return_path),)
    return original.reply_to or original.sender


def _named(text: str, names: dict[str, str]) -> Person:
    name, address = parseaddr(text)
    return Person(" ".join(name.split()) or names.get(address.casefold(), ""), address)
