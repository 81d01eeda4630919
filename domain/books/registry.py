"""What the registry of companies answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class RegistryShelf(Protocol):
    """Answers of the registry kept a while, by key."""

    def put(self, key: str, value: Mapping[str, object], now: datetime) -> None: ...
    def get(self, key: str, not_before: datetime) -> Mapping[str, object] | None: ...
