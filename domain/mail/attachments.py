"""The files of a mail: their name as a label, their type by content, and those that only decorate."""

import re
from dataclasses import dataclass
from email.message import Message
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from domain.mail.charsets import INVISIBLE, clean, decode
from domain.mail.headers import decode_words, raw_field
from domain.sniffing import MediaTypeOf

LONGEST_NAME = 255
# A picture pasted in the text counts as a file from here on: a photographed invoice, not a logo.
LARGEST_DECORATION = 64 * 1024

_PATH = re.compile(r"^.*[/\\]", re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"|?*\t\n]')
_DEVICE = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\"\\])")
_EXTENDED = re.compile(r"^(filename|name)(?:\*([0-9]{1,3}))?(\*)?$")
_EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "message/rfc822": "eml",
    "application/zip": "zip",
}
_OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = (
    (b"xl/", _OOXML + "spreadsheetml.sheet"),
    (b"word/", _OOXML + "wordprocessingml.document"),
    (b"ppt/", _OOXML + "presentationml.presentation"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came. `filename` is a label, never a path; `content_type` is read in the content.

    `decoration` is a logo or a small picture of the text; `disguised` says that the name as sent held
    invisible characters; `inside` that the file was found in another attachment.
    """

    filename: str
    content_type: str
    content: bytes
    sha256: str
    decoration: bool = False
    disguised: bool = False
    inside: bool = False

    @property
    def size(self) -> int:
        return len(self.content)


def attach(
    name: str, declared: str, content: bytes, rank: int, media_type_of: MediaTypeOf, **marks: bool
) -> Attachment:
    """The file, its name made harmless; one without a name is called by its rank."""
    kind = content_type(content, declared, media_type_of)
    label = label_of(name) or f"piece-{rank}.{_EXTENSIONS.get(kind, 'bin')}"
    disguised = INVISIBLE.search(name) is not None
    return Attachment(label, kind, content, sha256(content).hexdigest(), disguised=disguised, **marks)


def label_of(name: str) -> str:
    """A name that may be shown and suggested for a download: no folder, device, control or direction mark."""
    label = _PATH.sub("", INVISIBLE.sub("", clean(name)))
    label = _FORBIDDEN.sub("_", label).strip(" .")
    if _DEVICE.match(label):
        label = "_" + label
    if len(label) > LONGEST_NAME:
        stem, dot, extension = label.rpartition(".")
        kept = dot + extension if stem and len(extension) <= 10 else ""
        label = label[: LONGEST_NAME - len(kept)] + kept
    return label


def name_of(part: Message) -> str:
    """The file name that a part gives itself: RFC 2231, RFC 2047 or raw, "" when none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        name = _name_in(part, header, key)
        if name:
            return name
    return ""


def content_type(content: bytes, declared: str, media_type_of: MediaTypeOf) -> str:
    """The media type by content; what was declared only tells apart kinds of text, and mails."""
    if declared == "message/rfc822":
        return declared
    if not content:
        return declared or "application/x-empty"
    kind = media_type_of(content)
    if kind in ("application/zip", "application/octet-stream") and content.startswith(b"PK\x03\x04"):
        return next((office for mark, office in _OFFICE if mark in content), "application/zip")
    if kind.startswith("text/") and declared.startswith("text/"):
        return declared
    return kind


def _name_in(part: Message, header: str, key: str) -> str:
    """The parameter, its RFC 2231 pieces put back in order; the standard helper fails on bad ones."""
    value = raw_field(part, header)
    if key not in value.lower():
        return ""
    pieces: dict[int, tuple[str, bool]] = {}
    plain = ""
    for parameter in _parameters(value):
        name, _, text = parameter.partition("=")
        match = _EXTENDED.match(name.strip().lower())
        if not match or match[1] != key:
            continue
        text = _unquoted(text.strip())
        if match[2] is None and match[3] is None:
            plain = plain or text
        else:
            pieces.setdefault(int(match[2] or 0), (text, match[3] is not None))
    return _joined(pieces) or decode_words(plain)


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    charset = ""
    data = b""
    for rank in sorted(pieces):
        text, extended = pieces[rank]
        if extended and rank == min(pieces) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    return decode(data, charset)


def _parameters(value: str) -> list[str]:
    """The field cut at its semicolons, quotes respected."""
    pieces: list[str] = []
    start = 0
    quoted = escaped = False
    for i, char in enumerate(value):
        if escaped:
            escaped = False
        elif char == "\\" and quoted:
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            pieces.append(value[start:i])
            start = i + 1
    pieces.append(value[start:])
    return pieces


def _unquoted(text: str) -> str:
    if text[:1] != '"':
        return text
    inside = text[1:-1] if len(text) > 1 and text[-1] == '"' else text[1:]
    return _ESCAPED.sub(r"\1", inside)
