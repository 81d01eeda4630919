"""Letters that come in and go out, and the documents they bring."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from domain.refusals import NotFound
from domain.requests import RedoReason


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class MessageState(StrEnum):
    UNREAD = "unread"
    READ = "read"
    HANDLED = "handled"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One letter, in or out, as the conversation keeps it; live links are never kept in `text`.

    `kind`, `authentication`, `attributed_by` and `why` are the words of `domain.mail`.
    `inbound_id` is the raw mail it was read from, for what came in. `needs_person` makes it an incident.
    """

    direction: Direction
    message_id: str
    subject: str
    sender: str
    sender_name: str
    recipient: str
    text: str
    written_at: datetime
    kind: str
    client_id: int | None = None
    contact_id: int | None = None
    invitation_id: int | None = None
    inbound_id: int | None = None
    in_reply_to: str | None = None
    forwarded_by: int | None = None
    authentication: str = "none"
    attributed_by: str | None = None
    why: str = ""
    suggested_client: int | None = None
    needs_person: bool = False
    warnings: tuple[str, ...] = ()
    state: MessageState = MessageState.UNREAD


@dataclass(frozen=True, slots=True)
class Message(NewMessage):
    id: int = 0
    firm_id: int = 0
    assigned_to: int | None = None
    handled_by: int | None = None
    handled_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A file of a client, or of a message that waits for one. `filename` is a label, never a path.

    `blob` is the sha256 of its bytes, `size` in bytes. `filed` is false while it waits for a person;
    `refused` says why it may not be opened.
    """

    filename: str
    content_type: str
    size: int
    blob: str
    received_at: datetime
    client_id: int | None = None
    message_id: int | None = None
    contact_id: int | None = None
    filed: bool = True
    decoration: bool = False
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Document(NewDocument):
    """`redo_at` is when it was sent back to be redone, with the words that the client reads."""

    id: int = 0
    firm_id: int = 0
    redo_at: datetime | None = None
    redo_reason: RedoReason | None = None
    redo_words: str | None = None
    version: int = 1

    @property
    def may_be_sent_back(self) -> bool:
        """Filed, taken, and not sent back already."""
        return self.filed and self.refused is None and self.redo_at is None

    def sent_back(self, reason: RedoReason, words: str, now: datetime) -> Self:
        """To be redone, with the words that the client reads; NotFound when it cannot be, or is already."""
        if not self.may_be_sent_back:
            raise NotFound("document")
        return replace(self, redo_at=now, redo_reason=reason, redo_words=words)


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as received, stored before it is understood (RFC 9051: mailbox, UIDVALIDITY and UID name it)."""

    mailbox_id: int
    uidvalidity: int
    uid: int
    blob: str
    size: int
    message_id: str
    content_hash: str
    received_at: datetime
    id: int = 0
    state: str = "stored"  # stored, understood, twin, quarantined
    tries: int = 0
