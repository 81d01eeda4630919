"""How often something may be done."""

from datetime import datetime, timedelta
from typing import Protocol


class LimitsBook(Protocol):
    def take(self, key: str, at_most: int, within: timedelta, now: datetime) -> bool:
        """Count one use of `key`; False once there were `at_most` within the time."""
