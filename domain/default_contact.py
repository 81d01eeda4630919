"""One default contact in a client file, and one who receives the invoices: the first until another is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from domain.contacts import Contact, NewContact
from domain.wizard import Person

Marked = TypeVar("Marked", Person, NewContact, Contact)


class Mark(StrEnum):
    """What one person of a file has, and nobody else of it."""

    DEFAULT = "default"
    BILLING = "billing"

    def is_on(self, person: Person | NewContact) -> bool:
        return person.is_default if self is Mark.DEFAULT else person.receives_invoices


def marked(people: Sequence[Marked], places: Mapping[Mark, int | None]) -> tuple[Marked, ...]:
    """Those people, of whom the one at its place, and no other, has each of those marks; None for nobody."""
    return tuple(_with(person, at, places) for at, person in enumerate(people))


def first_marked(people: Sequence[Marked]) -> tuple[Marked, ...]:
    """Those people, the first of whom has each mark that nobody has."""
    return marked(people, {mark: 0 for mark in Mark if not any(mark.is_on(person) for person in people)})


def place_marked(everyone: Sequence[NewContact], before: Sequence[NewContact], mark: Mark) -> int | None:
    """Where among them is the one with the mark, when some are changed and some come after those who were `before`.

    The newly chosen; else whoever had it, or the first of a new client; None when those whom it had went without.
    """
    having = [at for at, person in enumerate(everyone) if mark.is_on(person)]
    newly = [at for at in having if at >= len(before) or not mark.is_on(before[at])]
    return next(iter(newly or having or ([] if before else [0])), None)


def _with(person: Marked, at: int, places: Mapping[Mark, int | None]) -> Marked:
    is_default = places.get(Mark.DEFAULT) == at if Mark.DEFAULT in places else person.is_default
    is_billed = places.get(Mark.BILLING) == at if Mark.BILLING in places else person.receives_invoices
    if (is_default, is_billed) == (person.is_default, person.receives_invoices):
        return person
    return replace(person, is_default=is_default, receives_invoices=is_billed)
