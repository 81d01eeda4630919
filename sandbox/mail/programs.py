"""How four mail programs write: their prefixes, their header blocks above what they quote, their own headers."""

from __future__ import annotations

import base64
import re
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
FORWARDED = "---------- Forwarded message ---------"
GMAIL_IN_ENGLISH = "EEE, MMM d, yyyy 'at' h:mm\u202fa"
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)


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

    def html(self, words: str, beneath: str = "") -> str:
        """What the person typed as this program's HTML, and beneath it the HTML of what is quoted."""
        head = '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        return f"<html>{head}<body>{_lines(words)}{beneath}</body></html>"

    def quoted_html(self, original: Letter) -> str:
        """The original under a reply, in HTML."""
        return _lines(self.quoted(original))

    def forwarded_html(self, original: Letter) -> str:
        """The original inside a forward, in HTML."""
        return _lines(self.forwarded(original))


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

    def html(self, words: str, beneath: str = "") -> str:
        style = "p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif}"
        return (
            '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>{style}</style></head>'
            f'<body lang="{self.language.upper()}"><div class="WordSection1">\n'
            f"{_paragraphs(words)}\n{beneath}</div></body></html>"
        )

    def quoted_html(self, original: Letter) -> str:
        """The rule of grey, the labels in bold, then the original as it was."""
        facts = "<br>".join(f"<b>{escape(label)}</b> {escape(value)}" for label, value in self._facts(original))
        return (
            f'{_paragraphs("")}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            f'<p class="MsoNormal">{facts}<o:p></o:p></p></div></div>{_paragraphs("")}{_inside(original)}'
        )

    def forwarded_html(self, original: Letter) -> str:
        return self.quoted_html(original)

    def _block(self, original: Letter) -> str:
        return "\n".join(f"{label} {value}" for label, value in self._facts(original))

    def _facts(self, original: Letter) -> list[tuple[str, str]]:
        """The labels, each with its colon, and what stands beside them."""
        french = self.language == "fr"
        colon = f"{NBSP}:" if french else ":"
        moment = (
            spelled(original.date, "EEEE d MMMM yyyy HH:mm", locale="fr")
            if french
            else spelled(original.date, "EEEE, MMMM d, yyyy h:mm a", locale="en_US")
        )
        labels = ("De", "Envoyé", "À", "Cc", "Objet") if french else ("From", "Sent", "To", "Cc", "Subject")
        values = (shown(original.sender), moment, _semicolons(original.to), _semicolons(original.cc), original.subject)
        return [(f"{label}{colon}", value) for label, value in zip(labels, values, strict=True) if value]


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
        before, sender, after = self._attribution(original)
        return f"\n\n{before} {sender.name or sender.address} <{sender.address}>{after}\n\n{_marked(original.text)}"

    def forwarded(self, original: Letter) -> str:
        facts = [
            f"{label} {_bracketed(value) if isinstance(value, tuple) else value}"
            for label, value in self._facts(original)
        ]
        return "\n\n" + "\n".join([FORWARDED, *facts]) + f"\n\n\n{original.text}"

    def html(self, words: str, beneath: str = "") -> str:
        return f'<div dir="ltr">{_lines(words)}</div>{beneath}'

    def quoted_html(self, original: Letter) -> str:
        before, sender, after = self._attribution(original)
        style = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
        attribution = (
            f"{escape(before)} {escape(sender.name or sender.address)} {_mailto(sender)}{escape(after.strip())}"
        )
        return (
            '<br><div class="gmail_quote gmail_quote_container">'
            f'<div dir="ltr" class="gmail_attr">{attribution}<br></div>'
            f'<blockquote class="gmail_quote" style="{style}">{_inside(original)}</blockquote></div>'
        )

    def forwarded_html(self, original: Letter) -> str:
        lines = [FORWARDED]
        for label, value in self._facts(original):
            if isinstance(value, str):
                lines.append(f"{label} {escape(value)}")
            elif value == original.sender:
                name = f'<strong class="gmail_sendername" dir="auto">{escape(value[0].name)}</strong> ' if value else ""
                lines.append(f'{label} {name}<span dir="auto">{", ".join(map(_mailto, value))}</span>')
            else:
                lines.append(f"{label} " + ", ".join(f"{escape(person.name)} {_mailto(person)}" for person in value))
        attribution = "<br>".join(lines)
        return (
            '<br><div class="gmail_quote gmail_quote_container">'
            f'<div dir="ltr" class="gmail_attr">{attribution}<br></div><br><br>{_inside(original)}</div>'
        )

    def _attribution(self, original: Letter) -> tuple[str, Person, str]:
        """What stands before the sender's name over a quote, the sender, what stands after."""
        sender = original.sender[0] if original.sender else Person("", "")
        if self.language == "fr":
            day = spelled(original.date, "EEE d MMM yyyy 'à' HH:mm", locale="fr")
            return f"Le {day},", sender, f"\na écrit{NBSP}:"
        return f"On {spelled(original.date, GMAIL_IN_ENGLISH, locale='en_US')}", sender, " wrote:"

    def _facts(self, original: Letter) -> list[tuple[str, str | tuple[Person, ...]]]:
        """The labels of a forward, three of them in English whatever the language, and what stands beside them."""
        french = self.language == "fr"
        moment = (
            spelled(original.date, "EEE d MMM yyyy 'à' HH:mm", locale="fr")
            if french
            else spelled(original.date, GMAIL_IN_ENGLISH, locale="en_US")
        )
        return [
            ("De :" if french else "From:", original.sender),
            ("Date:", moment),
            ("Subject:", original.subject),
            ("To:", original.to),
            *([("Cc:", original.cc)] if original.cc else []),
        ]


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
        opening, facts = self._facts(original)
        block = "\n".join(f"> {label}: {value}" for label, value in facts)
        return f"\n\n{opening}\n> \n{block}\n> \n{_marked(original.text)}"

    def quoted_html(self, original: Letter) -> str:
        return f'<br><div><br><blockquote type="cite">{_inside(original)}</blockquote></div>'

    def forwarded_html(self, original: Letter) -> str:
        opening, facts = self._facts(original)
        labels = "".join(f"<div><b>{label}: </b>{escape(value)}<br></div>" for label, value in facts)
        block = f"<div>{opening}</div><br>{labels}<br>{_inside(original)}"
        return f'<br><div><br><blockquote type="cite">{block}</blockquote></div>'

    def _facts(self, original: Letter) -> tuple[str, list[tuple[str, str]]]:
        """The line that opens a forward, then its labels and what stands beside them."""
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
        return opening, [(label, value) for label, value in zip(labels, values, strict=True) if value]


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


def _lines(text: str) -> str:
    return "<br>\r\n".join(escape(line) for line in text.split("\n"))


def _paragraphs(text: str) -> str:
    """Word's paragraphs, an empty one for an empty line."""
    return "\n".join(f'<p class="MsoNormal">{escape(line) or "<o:p>&nbsp;</o:p>"}</p>' for line in text.split("\n"))


def _mailto(person: Person) -> str:
    address = escape(person.address)
    return f'&lt;<a href="mailto:{address}">{address}</a>&gt;'


def _inside(original: Letter) -> str:
    """The original's own HTML, to stand inside another; its text when it had none."""
    found = BODY.search(original.html)
    return found[1] if found else original.html or _lines(original.text)
