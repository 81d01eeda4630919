"""Mails as received, and what was understood of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.incidents import Incident, IncidentFilter, IncidentKind
from domain.messages import Document, Message, NewDocument, NewMessage, RawMail
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile
from domain.requests import NewRequest, Request


class MailboxProblem(StrEnum):
    """Why a mailbox is not read."""

    UNREACHABLE = "unreachable"
    LOGIN_REFUSED = "wrong_secret"  # this user or this password, or no longer
    THROTTLED = "throttled"
    NO_FOLDER = "no_folder"
    ASKED_AGAIN = "asked_again"  # somebody pressed « Réessayer »: kept until the try is made


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox that Guichet reads."""

    id: int
    firm_id: int
    address: str
    url: str = field(repr=False)
    uidvalidity: int | None = None
    last_ok_at: datetime | None = None
    problem: MailboxProblem | None = None
    problem_since: datetime | None = None


class InboundBook(Protocol):
    """Mails as received, and the mailboxes they come from."""

    def mailboxes(self) -> Sequence[Mailbox]: ...
    def keep_mailbox(self, mailbox: Mailbox) -> None: ...
    def known_uids(self, mailbox_id: int, uidvalidity: int) -> set[int]: ...
    def add(self, mail: RawMail) -> RawMail | None:
        """Keep its row; None when that mailbox, UIDVALIDITY and UID are already there."""

    def get(self, inbound_id: int) -> RawMail | None: ...
    def blobs(self, inbound_ids: Collection[int]) -> Mapping[int, str]:
        """The sha256 of each of those mails, by its id."""

    def twin_of(self, mail: RawMail) -> RawMail | None:
        """An earlier mail of the same mailbox with the same Message-ID and the same content."""

    def waiting(self, at_most: int) -> Sequence[RawMail]:
        """Stored and not yet understood, oldest first."""

    def keep(self, mail: RawMail) -> None: ...


class MessagesBook(Protocol):
    def add(self, new: NewMessage) -> Message: ...
    def get(self, message_id: int) -> Message | None: ...
    def visible_to(self, who: Collaborator, message_id: int) -> Message:
        """For someone who sees its client; those without a client are for all the firm. NotFound."""

    def decided(self, message: Message) -> ChangedMeanwhile:
        """Who decided of it last, as the history tells it."""

    def keep(self, message: Message) -> Message:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def of_client(self, client_id: int, limit: int = 8) -> Sequence[Message]: ...
    def count_of_client(self, client_id: int) -> int: ...
    def page_of_client(self, client_id: int, limit: int = 8, offset: int = 0) -> tuple[Sequence[Message], int]:
        """Those of a client, in and out, the latest first, and how many in all."""

    def first_letter(self, invitation_id: int) -> Message | None:
        """The letter that opened the conversation: the invitation itself, whose thread the chases follow."""

    def sent_as(self, message_id: str) -> Message | None:
        """The letter of ours that left with that Message-ID."""

    def unread(self, who: Collaborator, mine: bool = False) -> int:
        """How many are; of the clients that this person manages alone, with `mine`."""

    def unread_ones(self, who: Collaborator, limit: int = 8, offset: int = 0, mine: bool = False) -> Sequence[Message]:
        """What nobody of the firm has opened, answered, assigned or handled yet, the oldest first."""

    def assigned(self, who: Collaborator) -> int:
        """How many wait for this very person, among those they may see."""

    def assigned_ones(self, who: Collaborator, limit: int = 8, offset: int = 0) -> Sequence[Message]:
        """Those assigned to this person and not handled yet, the oldest first."""

    def add_document(self, new: NewDocument) -> Document: ...
    def documents_of(self, message_id: int) -> Sequence[Document]:
        """All those of a message, in its order."""

    def same_document(self, client_id: int, blob: str) -> Document | None:
        """The document of that content that is already filed in that client file."""

    def count_documents(self, client_id: int) -> int:
        """How many are filed in that client file, decorations of mails left out."""

    def latest_documents(self, client_id: int, limit: int) -> Sequence[Document]:
        """Those filed in that client file, the latest first, decorations of mails left out."""

    def document(self, document_id: int) -> Document | None: ...
    def document_visible_to(self, who: Collaborator, document_id: int) -> Document:
        """For someone who sees its client. NotFound."""

    def page_of_documents(
        self, client_id: int, *, refused: bool = False, limit: int = 8, offset: int = 0
    ) -> tuple[Sequence[Document], int]:
        """Those of a client, the latest first, and how many in all; `refused` keeps those that were refused."""

    def document_decided(self, document: Document) -> ChangedMeanwhile: ...
    def keep_document(self, document: Document) -> Document:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def decide_sender(self, address: str, client_id: int | None, ignored: bool) -> None:
        """Remember a person's decision for the mails of that address."""

    def decision_on(self, address: str) -> tuple[int | None, bool] | None:
        """(client, ignored) once decided."""

    def ignored_senders(self) -> Sequence[str]:
        """Their addresses, in order."""

    def hear_sender(self, address: str) -> None:
        """That sender is ignored no more."""

    def note_check(self, address: str, passed: bool, now: datetime) -> None: ...
    def used_to_pass(self, address: str) -> bool: ...


class RequestsBook(Protocol):
    """Documents that the firm waits for."""

    def add(self, new: NewRequest) -> Request: ...
    def get(self, request_id: int) -> Request | None: ...
    def awaited(self, client_id: int) -> Sequence[Request]:
        """Those not ended, the first due first."""

    def decided(self, request: Request) -> ChangedMeanwhile: ...
    def keep(self, request: Request) -> Request:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""


class IncidentsBook(Protocol):
    def find(self, who: Collaborator, wanted: IncidentFilter) -> tuple[Sequence[Incident], Mapping[IncidentKind, int]]:
        """A page of those this person may see, what blocks first, and how many of each kind in all."""

    def count(self, who: Collaborator) -> int:
        """How many are open."""

    def search(self, who: Collaborator, text: str, at_most: int = 20) -> Sequence[Incident]: ...
