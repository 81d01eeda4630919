"""What the registry of companies answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.registry import RegistryCompany


class RegistryShelf(Protocol):
    """Answers of the registry kept a while, by key."""

    def put(self, key: str, value: Mapping[str, object], now: datetime) -> None: ...
    def get(self, key: str, not_before: datetime) -> Mapping[str, object] | None: ...


class RegistryWaitsBook(Protocol):
    """Client files typed by hand while the registry was silent, until somebody decides on what it then says."""

    def add(self, client_id: int) -> None: ...
    def waiting(self) -> Sequence[int]:
        """Those that the registry has not answered for yet."""

    def offer(self, client_id: int, line: RegistryCompany) -> bool:
        """False when somebody was offered an answer already."""

    def offered(self, client_id: int) -> RegistryCompany | None: ...
    def settle(self, client_id: int) -> bool:
        """Nothing more is offered; False when nothing was."""
