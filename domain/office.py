"""What a desk is handed: the hour, the firm's books, and the few outside things it may ask."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol

from domain.books import Records
from domain.registry import RegistryCompany
from domain.sheets.sheet import Sheet


class Registry(Protocol):
    def search(self, query: str) -> Sequence[RegistryCompany]:
        """Companies by name, SIREN or SIRET, best first; RegistryUnavailable after 1.5 s or when it refuses."""


class BlobLost(Exception):
    """Those bytes are no longer there, or no longer what was kept."""


class Blobs(Protocol):
    def put(self, firm_id: int, content: bytes) -> str:
        """Keep those bytes for good before returning their sha256."""

    def get(self, firm_id: int, sha256: str) -> bytes:
        """BlobLost."""

    def keep_file(self, firm_id: int, file: BinaryIO) -> tuple[str, int]:
        """Keep all that the file holds, however long; its sha256 and its size in bytes."""

    def open(self, firm_id: int, sha256: str) -> BinaryIO:
        """Those bytes, to be read little by little and closed; BlobLost."""

    def kept(self, firm_id: int) -> Iterator[str]:
        """The sha256 of all that is kept for that firm."""

    def drop(self, firm_id: int, sha256: str, unused_since: datetime) -> bool:
        """Erase those bytes; False when they were kept again after that (machine's) instant, or are gone."""


class Office(Protocol):
    """One firm's office, made real in `bot/`."""

    @property
    def firm_id(self) -> int: ...
    @property
    def public_url(self) -> str:
        """Where the client space is served, without a final slash."""

    @property
    def registry(self) -> Registry: ...
    @property
    def blobs(self) -> Blobs: ...

    def now(self) -> datetime:
        """The firm's time, aware, in UTC."""

    def records(self) -> AbstractContextManager[Records]:
        """The books, in a transaction that writes: committed at the end, rolled back by an exception."""

    def reading(self) -> AbstractContextManager[Records]:
        """The books, to read only."""

    def members_of(self, channel: str) -> frozenset[str] | None:
        """The Slack ids of a channel's members, as known a few minutes ago; None when Slack does not say."""

    def media_type(self, content: bytes) -> str:
        """What a file is, by its first bytes: `application/pdf` and the like; octets when nobody knows."""

    def read_sheet(self, content: bytes) -> Sheet:
        """The sheet in a file from outside, read apart; SheetRefused, in less than ten seconds."""

    def slack_file(self, file_id: str, of: str) -> bytes:
        """A file that this Slack user sent; NotFound when it is not theirs, or is gone; SheetRefused; SlackSilent."""

    def token(self) -> str:
        """A new random token for a link: 26 characters of base32, 130 bits."""


class Offices(Protocol):
    """All the offices of this house, for a door that does not know yet whose visitor it opens to."""

    def of(self, firm_id: int) -> Office: ...
    def of_link(self, token_hash: str) -> Office | None:
        """The office that wrote the link with that hash."""

    def of_session(self, token_hash: str) -> Office | None:
        """The office where that web session is open."""

    def of_staff_link(self, token_hash: str) -> Office | None:
        """The office of the collaborator to whom that link was given."""

    def of_staff_session(self, token_hash: str) -> Office | None:
        """The office where that session of a collaborator is open."""

    def of_logo(self, sha256: str) -> Office | None:
        """An office whose logo has that content."""

    def front(self) -> Office | None:
        """The first office: whose sign-in page is shown to a visitor who names none."""
