"""An import under way: a sheet received, tried, confirmed, then written row by row."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.importing.outcomes import Counts
from domain.refusals import Refusal

KEPT_FOR = timedelta(days=7)
MOST_TRIES = 3


class ImportState(StrEnum):
    RECEIVED = "received"  # to be read and tried
    TRIED = "tried"  # a person is asked
    CONFIRMED = "confirmed"  # being written
    DONE = "done"
    DROPPED = "dropped"  # given up, unreadable, or failed too often


@dataclass(eq=False)
class ImportOver(Refusal):
    """The import is no longer there to be confirmed or dropped."""

    state: ImportState


@dataclass(frozen=True, slots=True)
class SheetImport:
    """`portfolio_id` and `manager_id` are for the rows that name none; `shares` allows one address in several files.

    `looks_up` asks the registry for each SIREN. `done_rows` rows of the sheet are written, and `counts` tells what
    became of them; before that, what would. `ignored` are the headers of columns that nobody knows.
    `tries` are the failures of our own in a row since it last went on.
    """

    id: int
    firm_id: int
    author_id: int
    filename: str
    created_at: datetime
    state: ImportState = ImportState.RECEIVED
    portfolio_id: int | None = None
    manager_id: int | None = None
    shares: bool = False
    looks_up: bool = False
    done_rows: int = 0
    counts: Counts = field(default_factory=Counts)
    ignored: tuple[str, ...] = ()
    tries: int = 0

    def tried(self, counts: Counts, ignored: tuple[str, ...]) -> Self:
        return replace(self, state=ImportState.TRIED, counts=counts, ignored=ignored, tries=0)

    def confirmed(self, now: datetime) -> Self:
        """ImportOver once it is written, dropped, or older than a week."""
        self._still_asked(now)
        return replace(self, state=ImportState.CONFIRMED, counts=Counts(), done_rows=0)

    def looked_up(self, now: datetime) -> Self:
        """To be tried again, with the registry; ImportOver as for `confirmed`."""
        self._still_asked(now)
        return replace(self, state=ImportState.RECEIVED, looks_up=True, counts=Counts(), ignored=())

    def dropped(self) -> Self:
        if self.state not in (ImportState.RECEIVED, ImportState.TRIED):
            raise ImportOver(self.state)
        return replace(self, state=ImportState.DROPPED)

    def erased(self) -> Self:
        """Dropped, and named no more: its sheet may hold a client that is erased. ImportOver."""
        return replace(self.dropped(), filename="", ignored=())

    def ended(self) -> Self:
        """It cannot go on: the sheet is not readable, or its author may import no more."""
        return replace(self, state=ImportState.DROPPED)

    def stumbled(self) -> Self:
        """One failure of our own more; over after three in a row."""
        again = replace(self, tries=self.tries + 1)
        return again.ended() if again.tries >= MOST_TRIES else again

    def written(self, rows: int, counts: Counts, all_rows: int) -> Self:
        """So many rows more, of all those of the sheet."""
        done = self.done_rows + rows
        state = ImportState.DONE if done >= all_rows else self.state
        return replace(self, state=state, done_rows=done, counts=self.counts.plus(counts), tries=0)

    def is_forgotten(self, now: datetime) -> bool:
        """Whether nobody answered for a week."""
        return self.state is ImportState.TRIED and now - self.created_at >= KEPT_FOR

    def _still_asked(self, now: datetime) -> None:
        if self.state is not ImportState.TRIED:
            raise ImportOver(self.state)
        if self.is_forgotten(now):
            raise ImportOver(ImportState.DROPPED)
