"""Letters that come in and go out, and the documents they bring."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from domain.contacts import ContactRole, NewContact
from domain.documents import NotFiled
from domain.mail.flags import Flag
from domain.refusals import ChangedMeanwhile, NotFound
from domain.requests import RedoReason

BY_HAND = "by_hand"
"""Why a message is in its client file: a person put it there."""


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
    warnings: tuple[Flag, ...] = ()
    state: MessageState = MessageState.UNREAD


@dataclass(frozen=True, slots=True)
class Message(NewMessage):
    id: int = 0
    firm_id: int = 0
    assigned_to: int | None = None
    handled_by: int | None = None
    handled_at: datetime | None = None
    version: int = 1

    def as_seen(self, by: int, client_id: int | None, now: datetime) -> Self:
        """The message, for someone who saw it in that client file; ChangedMeanwhile when a colleague moved it since,
        or handled it.
        """
        if self.client_id != client_id or self.handled_by not in (None, by):
            raise ChangedMeanwhile("", self.handled_at or now)
        return self

    def opened(self) -> Self:
        """Read by the firm; one that was, or is handled, stays as it is."""
        return replace(self, state=MessageState.READ) if self.state is MessageState.UNREAD else self

    def assigned(self, to: int) -> Self:
        return replace(self.opened(), assigned_to=to)

    def handled(self, by: int, now: datetime) -> Self:
        """Nothing more to do; handled twice by the same person changes nothing. ChangedMeanwhile after a colleague."""
        if self.state is not MessageState.HANDLED:
            return replace(self, state=MessageState.HANDLED, handled_by=by, handled_at=now)
        if self.handled_by != by:
            raise ChangedMeanwhile("", self.handled_at or now)
        return self

    def reopened(self) -> Self:
        """There is more to do; one that is not handled stays as it is."""
        if self.state is not MessageState.HANDLED:
            return self
        return replace(self, state=MessageState.READ, handled_by=None, handled_at=None)

    def from_known(self, contact_id: int) -> Self:
        """Its writer is a contact now: no warning of an unknown sender any more."""
        warnings = tuple(flag for flag in self.warnings if flag is not Flag.UNKNOWN_SENDER)
        return replace(self, contact_id=contact_id, warnings=warnings)

    def answered(self, by: int, now: datetime, *, handled: bool) -> Self:
        """A reply left: handled by whoever wrote it, or still to be."""
        return self.reopened().handled(by, now) if handled else self.opened().reopened()

    def attached(self, client_id: int, contact_id: int | None) -> Self:
        """In that client file, because a person says so."""
        if self.client_id == client_id:
            return self
        return replace(
            self,
            client_id=client_id,
            contact_id=contact_id,
            needs_person=False,
            suggested_client=None,
            why=BY_HAND,
        )

    def as_contact(self) -> NewContact | None:
        """Its writer as a contact of a client; None for a letter without sender."""
        if not self.sender:
            return None
        first, _, last = self.sender_name.rpartition(" ")
        return NewContact(first, last, self.sender, role=ContactRole.OTHER)


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
    refused: NotFiled | None = None


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

    def placed(self, client_id: int, *, chosen: bool, there: bool) -> Self:
        """Filed in that client file, if somebody chose it, it may be opened, and its content is not there already."""
        filed = chosen and self.refused is None and not there
        return replace(self, client_id=client_id if filed else None, filed=filed)

    def sent_back(self, reason: RedoReason, words: str, now: datetime) -> Self:
        """To be redone, with the words that the client reads; NotFound when it cannot be, or is already."""
        if not self.may_be_sent_back:
            raise NotFound("document")
        return replace(self, redo_at=now, redo_reason=reason, redo_words=words)


class InboundState(StrEnum):
    """What became of a mail as received."""

    STORED = "stored"
    UNDERSTOOD = "understood"
    TWIN = "twin"  # of a mail that was there already
    QUARANTINED = "quarantined"
    ERASED = "erased"  # its place in the mailbox stays known


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
    state: InboundState = InboundState.STORED
    tries: int = 0
