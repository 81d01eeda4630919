"""What comes next on the sandbox's clock, as far as its own parts and the programs that wait there can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Something that will happen at that instant: of which kind, and by or for whom."""

    at: datetime
    kind: str
    """ "program": a program said so; "mail": a late mail arrives; "message": Slack posts one."""
    who: str


Source = Callable[[], Iterable[Due]]


class Agenda:
    """Parts of the sandbox are asked each time; programs say it themselves, each time they wait for the clock."""

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._told: dict[str, Due] = {}

    def ask(self, source: Source) -> None:
        """Ask that part too from now on."""
        self._sources.append(source)

    def told(self, who: str, at: datetime | None) -> None:
        """That program has nothing to do before `at`; None when nothing is due at all."""
        if at is None:
            self._told.pop(who, None)
        else:
            self._told[who] = Due(at, "program", who)

    def coming(self, now: datetime) -> list[Due]:
        """What is due after now, the nearest first."""
        every = [*self._told.values(), *(due for source in self._sources for due in source())]
        return sorted((due for due in every if due.at > now), key=lambda due: due.at)
