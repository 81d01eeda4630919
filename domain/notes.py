"""Notes on a client: internal, never sent, never seen by the client."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from domain.nir import without_nirs
from domain.people import Collaborator
from domain.refusals import Missing, Refusal
from domain.text import read_note

EDITED_WITHIN = timedelta(hours=24)


class NotYours(Refusal):
    """A note is changed and taken away by its author alone, and changed within a day."""


@dataclass(frozen=True, slots=True)
class Note:
    """`pinned`: shown before the newer ones; one note a client at most."""

    id: int
    firm_id: int
    client_id: int
    author_id: int
    text: str
    written_at: datetime
    edited_at: datetime | None = None
    pinned: bool = False

    def may_be_edited(self, who: Collaborator, now: datetime) -> bool:
        return self.may_be_removed(who) and now < self.written_at + EDITED_WITHIN

    def may_be_removed(self, who: Collaborator) -> bool:
        return who.active and who.id == self.author_id

    def edited(self, text: str, by: Collaborator, now: datetime) -> Self:
        """The note with other words. NotYours; Missing, TooLong."""
        if not self.may_be_edited(by, now):
            raise NotYours
        return replace(self, text=read_text(text), edited_at=now)


def read_text(typed: str | None) -> str:
    """The words of a note, a social security number in them masked. Missing, TooLong."""
    text = without_nirs(read_note(typed))
    if not text:
        raise Missing
    return text
