"""What a client file holds beside the client itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.clients import Site
from domain.custom_fields import CustomField, NewField
from domain.notes import Note


class NotesBook(Protocol):
    def of_client(self, client_id: int, limit: int = 30) -> Sequence[Note]:
        """The pinned one first, then the newest."""

    def count(self, client_id: int) -> int: ...
    def get(self, note_id: int) -> Note | None: ...
    def holds(self, client_id: int, text: str) -> bool:
        """Whether a note of that client says just that."""

    def add(self, client_id: int, author_id: int, text: str, now: datetime) -> Note: ...
    def keep(self, note: Note) -> None: ...
    def remove(self, note_id: int) -> None: ...


class NirsBook(Protocol):
    """Social security numbers, sealed at rest."""

    def of_client(self, client_id: int) -> str | None: ...
    def of_clients(self, client_ids: Collection[int]) -> Mapping[int, str]:
        """By the ids of the clients; those without a number are left out."""

    def keep(self, client_id: int, nir: str) -> None: ...
    def erase(self, client_ids: Collection[int]) -> Sequence[int]:
        """The clients, of a few hundred at most, whose number was there and is gone."""

    def count(self) -> int: ...
    def erase_all(self) -> Sequence[int]:
        """Wherever one waits, in a draft too; the clients whose number was there and is gone."""


class SitesBook(Protocol):
    """The establishments of a client beside its main one."""

    def of_client(self, client_id: int) -> Sequence[Site]: ...
    def of_clients(self, client_ids: Collection[int]) -> Mapping[int, Sequence[Site]]:
        """By the ids of the clients; those with one establishment are left out."""

    def add(self, client_id: int, site: Site) -> bool:
        """False when the client has that one already."""

    def remove(self, client_id: int, nic: str) -> None: ...


class CustomFieldsBook(Protocol):
    """The fields that the firm adds to its client files, and their values by the fields' ids."""

    def current(self) -> Sequence[CustomField]:
        """Those in use, the oldest first."""

    def removed(self, now: datetime) -> Sequence[CustomField]:
        """Those taken away less than thirty days ago."""

    def get(self, field_id: int) -> CustomField | None: ...
    def add(self, new: NewField) -> CustomField: ...
    def keep(self, field: CustomField) -> None: ...
    def clients_without(self, field_id: int) -> int:
        """How many clients not terminated have nothing written in that field."""

    def holding(self, field_id: int) -> Mapping[str, int]:
        """How many clients not terminated hold each of the values written in that field."""

    def values_of(self, client_id: int) -> Mapping[int, str]: ...
    def values_of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Mapping[int, str]]:
        """By the ids of the clients; those in which nothing is written are left out."""

    def keep_values(self, client_id: int, values: Mapping[int, str]) -> None:
        """Write those values; an empty one erases."""

    def forget_removed(self, now: datetime) -> int:
        """Erase the fields removed thirty days ago, with their values; how many."""
