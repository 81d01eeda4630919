"""What leaves the office: a client for good, or a copy of what is held on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.exports import Export
from domain.messages import Document
from domain.people import Collaborator


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left to do once a client's rows are gone: our messages and files in Slack, contents that nothing names.

    `given` are files: to whom, and Slack's name for each.
    """

    client_id: int
    posted: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]
    contents: tuple[str, ...]


class ErasureBook(Protocol):
    """Clients that leave for good."""

    def due(self, now: datetime, at_most: int) -> Sequence[int]:
        """Those to be erased by now, of which somebody was told."""

    def to_warn(self, before: datetime, at_most: int) -> Sequence[int]:
        """Those to be erased by then, of which nobody was told."""

    def told(self, client_id: int, now: datetime) -> None:
        """Its erasure was announced, or asked for by an administrator."""

    def erase(self, client_id: int) -> Erased | None:
        """Take out all that is kept of that client; None while a letter of its is being sent."""


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A link given to one collaborator in Slack, that opens one export or one document."""

    collaborator_id: int
    export_id: int | None = None
    document_id: int | None = None


class ExportsBook(Protocol):
    """Exports of one client, and the pages where their reader takes them."""

    def ask(self, client_id: int, who: Collaborator, now: datetime) -> Export: ...
    def get(self, export_id: int) -> Export | None: ...
    def waiting(self) -> Export | None:
        """The oldest that is not made yet."""

    def ready(self, export: Export, blob: str, size: int, expires_at: datetime) -> bool:
        """The file is made; False when somebody else made it first."""

    def gather(self, client_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All rows that are held on the client, by the name of their table, as plain values; no secret."""

    def add_link(self, export: Export, who: Collaborator, token_hash: str, expires_at: datetime) -> None: ...
    def add_document_link(
        self, document: Document, who: Collaborator, token_hash: str, expires_at: datetime
    ) -> None: ...
    def link(self, token_hash: str, now: datetime) -> StaffLink | None:
        """None once it is used or late."""

    def use_link(self, token_hash: str, now: datetime) -> bool:
        """False when it was used already."""

    def open_session(self, collaborator_id: int, token_hash: str, expires_at: datetime) -> None: ...
    def of_session(self, token_hash: str, now: datetime) -> Collaborator | None:
        """The collaborator whose session it is, who is still in the firm."""
