"""What is to be sent."""

from datetime import datetime
from typing import Protocol

from domain.outbox import Answer, Envelope, NewEnvelope, Stuck
from domain.people import Collaborator


class OutboxBook(Protocol):
    def add(self, envelope: NewEnvelope) -> int: ...
    def withdraw(self, order_key: str) -> int:
        """Take back what has not left yet under that key; how many."""

    def release_letters(self, now: datetime) -> int:
        """Letters that waited for the invitation's text to be read may leave; how many."""

    def stuck(self, envelope_id: int) -> Stuck | None:
        """The letter, if it still waits for a person."""

    def settle(self, envelope_id: int, answer: Answer, who: Collaborator, now: datetime) -> Envelope | None:
        """A person's answer for one that is stuck: done, sent again with as many tries as a new one, or given up.

        None once it is settled, for one that is known not to have arrived, and for one about a client that this person
        may not see.
        """
