"""What is to be sent."""

from datetime import datetime
from typing import Protocol

from domain.outbox import Envelope, NewEnvelope
from domain.people import Collaborator


class OutboxBook(Protocol):
    def add(self, envelope: NewEnvelope) -> int: ...
    def withdraw(self, order_key: str) -> int:
        """Take back what has not left yet under that key; how many."""

    def release_letters(self, now: datetime) -> int:
        """Letters that waited for the invitation's text to be read may leave; how many."""

    def settle(self, envelope_id: int, left: bool, who: Collaborator, now: datetime) -> Envelope | None:
        """A person said whether a doubtful envelope had left: done, or sent again; None once it is settled.

        None too where it is about a client that this person may not see. One that is dead
        may be sent again too, with as many tries as a new one.
        """
