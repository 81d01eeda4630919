"""What was asked for by those who may not see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.attempts import Named
from domain.people import Collaborator


class AttemptsBook(Protocol):
    def note(self, who: Collaborator, named: Sequence[Named], at: datetime) -> None:
        """A line for the first of those things that is there and not for that person; nothing when there is none."""
