"""What somebody asked for without the right to see it: the answer says nothing, and the history keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class Thing(StrEnum):
    """The kinds of things that are not for everybody."""

    CLIENT = "client"
    CONTACT = "contact"
    INVITATION = "invitation"
    MESSAGE = "message"
    DOCUMENT = "document"
    NOTE = "note"
    REQUEST = "request"
    ENVELOPE = "envelope"
    EXPORT = "export"
    PORTFOLIO = "portfolio"
    IMPORT = "import"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that was asked for: a number, or the uid of a draft."""

    thing: Thing
    ref: int | str
