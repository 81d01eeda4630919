"""How four mail programs write: their prefixes, their header blocks above what they quote, their own headers."""

from __future__ import annotations

import base64
import secrets
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable
from email.utils import format_datetime
from html import escape
from typing import ClassVar, Literal

from babel.dates import format_datetime as spelled

from sandbox.mail.reading import Letter, Person, shown

Language = Literal["fr", "en"]
NBSP = "\u00a0"


class Program(ABC):
    """A mail program in one language: what it adds around the words of its user."""

    reply_prefix: str
    host: str | None = None
    """Who makes the Message-ID; None for the sender's own domain."""
    forward_prefix: ClassVar[dict[Language, str]]

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def title(self, subject: str, prefix: str) -> str:
        """The subject with that prefix, which is not repeated."""
        return subject if subject.casefold().startswith(prefix.strip().casefold()) else f"{prefix}{subject}"

    def replying(self, subject: str) -> str:
        return self.title(subject, self.reply_prefix)

    def forwarding(self, subject: str) -> str:
        return self.title(subject, self.forward_prefix[self.language])

    def message_id(self, domain: str) -> str:
        """A new Message-ID, shaped like this program's."""
        return f"<{self.unique()}@{self.host or domain}>"

    def unique(self) -> str:
        """What stands on the left of a Message-ID."""
        return str(uuid.uuid4())

    @abstractmethod
    def headers(self) -> list[tuple[str, str]]:
        """The headers that give the program away."""

    @abstractmethod
    def quoted(self, original: Letter) -> str:
        """The original under a reply."""

    @abstractmethod
    def forwarded(self, original: Letter) -> str:
        """The original inside a forward."""

    def html(self, text: str) -> str:
        """The whole text as this program's HTML."""
        lines = "<br>\n".join(escape(line) for line in text.split("\n"))
        return f'<html><head><meta charset="utf-8"></head><body>{lines}</body></html>'


class Outlook(Program):
    """Outlook for Windows, its mails leaving by Exchange Online."""

    host = "PR1P264MB2231.FRAP264.PROD.OUTLOOK.COM"
    reply_prefix = "RE: "
    forward_prefix: ClassVar[dict[Language, str]] = {"fr": "TR: ", "en": "FW: "}

    def unique(self) -> str:
        return f"PR1P264MB2231{secrets.token_hex(10).upper()}"

    def headers(self) -> list[tuple[str, str]]:
        return [
            ("Thread-Index", base64.b64encode(b"\x01\xdc" + secrets.token_bytes(20)).decode()),
            ("Accept-Language", "fr-FR, en-US" if self.language == "fr" else "en-GB, fr-FR"),
            ("Content-Language", "fr-FR" if self.language == "fr" else "en-GB"),
            ("X-MS-TNEF-Correlator", ""),
        ]

    def quoted(self, original: Letter) -> str:
        return f"\n\n{self._block(original)}\n\n{original.text}"

    def forwarded(self, original: Letter) -> str:
        return self.quoted(original)

    def html(self, text: str) -> str:
        paragraphs = "\n".join(
            f'<p class="MsoNormal">{escape(line) or "<o:p>&nbsp;</o:p>"}</p>' for line in text.split("\n")
        )
        style = "p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif}"
        return (
            '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>{style}</style></head>'
            f'<body lang="FR"><div class="WordSection1">\n{paragraphs}\n</div></body></html>'
        )

    def _block(self, original: Letter) -> str:
        french = self.language == "fr"
        colon = f"{NBSP}:" if french else ":"
        moment = (
            spelled(original.date, "EEEE d MMMM yyyy HH:mm", locale="fr")
            if french
            else spelled(original.date, "EEEE, MMMM d, yyyy h:mm a", locale="en_US")
        )
        labels = ("De", "Envoyé", "À", "Cc", "Objet") if french else ("From", "Sent", "To", "Cc", "Subject")
        values = (shown(original.sender), moment, _semicolons(original.to), _semicolons(original.cc), original.subject)
        return "\n".join(f"{label}{colon} {value}" for label, value in zip(labels, values, strict=True) if value)


class Gmail(Program):
    """Gmail in a browser."""

    host = "mail.gmail.com"
    reply_prefix = "Re: "
    forward_prefix: ClassVar[dict[Language, str]] = {"fr": "Fwd: ", "en": "Fwd: "}

    def unique(self) -> str:
        return f"CA+{secrets.token_urlsafe(36)}"

    def headers(self) -> list[tuple[str, str]]:
        return []

    def quoted(self, original: Letter) -> str:
        sender = original.sender[0] if original.sender else Person("", "")
        if self.language == "fr":
            day = spelled(original.date, "EEE d MMM yyyy 'à' HH:mm", locale="fr")
            line = f"Le {day}, {sender.name or sender.address} <{sender.address}>\na écrit{NBSP}:"
        else:
            day = spelled(original.date, "EEE, MMM d, yyyy 'at' h:mm\u202fa", locale="en_US")
            line = f"On {day} {sender.name or sender.address} <{sender.address}> wrote:"
        return f"\n\n{line}\n\n{_marked(original.text)}"

    def forwarded(self, original: Letter) -> str:
        french = self.language == "fr"
        moment = (
            spelled(original.date, "EEE d MMM yyyy 'à' HH:mm", locale="fr")
            if french
            else spelled(original.date, "EEE, MMM d, yyyy 'at' h:mm\u202fa", locale="en_US")
        )
        lines = [
            "---------- Forwarded message ---------",
            f"{'De :' if french else 'From:'} {_bracketed(original.sender)}",
            f"Date: {moment}",
            f"Subject: {original.subject}",
            f"To: {_bracketed(original.to)}",
            *([f"Cc: {_bracketed(original.cc)}"] if original.cc else []),
        ]
        return "\n\n" + "\n".join(lines) + f"\n\n\n{original.text}"

    def html(self, text: str) -> str:
        return '<div dir="ltr">' + "<br>\r\n".join(escape(line) for line in text.split("\n")) + "</div>"


class AppleMail(Program):
    """Mail on macOS."""

    reply_prefix = "Re: "
    forward_prefix: ClassVar[dict[Language, str]] = {"fr": f"Tr{NBSP}: ", "en": "Fwd: "}

    def unique(self) -> str:
        return super().unique().upper()

    def headers(self) -> list[tuple[str, str]]:
        return [
            ("X-Mailer", "Apple Mail (2.3826.200.121)"),
            ("X-Universally-Unique-Identifier", str(uuid.uuid4()).upper()),
        ]

    def quoted(self, original: Letter) -> str:
        name = original.sender[0].name if original.sender else ""
        address = original.sender[0].address if original.sender else ""
        if self.language == "fr":
            moment = spelled(original.date, "d MMM yyyy 'à' HH:mm", locale="fr")
            line = f"Le {moment}, {name or address} <{address}> a écrit :"
        else:
            moment = spelled(original.date, "MMM d, yyyy, 'at' h:mm\u202fa", locale="en_US")
            line = f"On {moment}, {name or address} <{address}> wrote:"
        return f"\n\n> {line}\n> \n{_marked(original.text)}"

    def forwarded(self, original: Letter) -> str:
        offset = original.date.utcoffset()
        hours = int(offset.total_seconds() // 3600) if offset else 0
        if self.language == "fr":
            opening, labels = "Début du message réexpédié :", ("De", "Objet", "Date", "À", "Cc")
            moment = spelled(original.date, "d MMMM yyyy 'à' HH:mm:ss", locale="fr") + f" UTC{hours:+d}"
        else:
            opening, labels = "Begin forwarded message:", ("From", "Subject", "Date", "To", "Cc")
            moment = spelled(original.date, "MMMM d, yyyy 'at' h:mm:ss\u202fa", locale="en_US") + f" GMT{hours:+d}"
        values = (
            _bracketed(original.sender), original.subject, moment, _bracketed(original.to), _bracketed(original.cc),
        )  # fmt: skip
        block = "\n".join(f"> {label}: {value}" for label, value in zip(labels, values, strict=True) if value)
        return f"\n\n{opening}\n> \n{block}\n> \n{_marked(original.text)}"


class Thunderbird(Program):
    """Thunderbird, writing plain text."""

    reply_prefix = "Re: "
    forward_prefix: ClassVar[dict[Language, str]] = {"fr": "Fwd: ", "en": "Fwd: "}

    def headers(self) -> list[tuple[str, str]]:
        return [("User-Agent", "Mozilla Thunderbird"), ("Content-Language", self.language)]

    def quoted(self, original: Letter) -> str:
        name = (original.sender[0].name or original.sender[0].address) if original.sender else ""
        if self.language == "fr":
            moment = spelled(original.date, "dd/MM/yyyy 'à' HH:mm", locale="fr")
            line = f"Le {moment}, {name} a écrit :"
        else:
            line = f"On {spelled(original.date, 'M/d/yyyy h:mm a', locale='en_US')}, {name} wrote:"
        return f"\n\n{line}\n{_marked(original.text)}"

    def forwarded(self, original: Letter) -> str:
        if self.language == "fr":
            opening = "-------- Message transféré --------"
            labels = ("Sujet :", "Date :", "De :", "Pour :", "Copie à :")
        else:
            opening = "-------- Forwarded Message --------"
            labels = ("Subject:", "Date:", "From:", "To:", "CC:")
        values = (
            original.subject, format_datetime(original.date), shown(original.sender), shown(original.to),
            shown(original.cc),
        )  # fmt: skip
        block = "\n".join(f"{label} \t{value}" for label, value in zip(labels, values, strict=True) if value)
        return f"\n\n\n{opening}\n{block}\n\n\n\n{original.text}"


PROGRAMS: dict[str, type[Program]] = {
    "outlook": Outlook,
    "gmail": Gmail,
    "apple": AppleMail,
    "thunderbird": Thunderbird,
}


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" if not line.startswith(">") else f">{line}" for line in text.rstrip().split("\n"))


def _bracketed(people: Iterable[Person]) -> str:
    return ", ".join(str(person) if person.name else f"<{person.address}>" for person in people)


def _semicolons(people: Iterable[Person]) -> str:
    return "; ".join(str(person) for person in people)
