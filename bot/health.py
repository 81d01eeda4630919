"""Whether each part of Guichet still works, told by the age of its last success; never with a name."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class Pulse:
    """A part that works beats; `at_most` is how many seconds it may stay silent before it counts as ill."""

    at_most: float
    monotonic: Callable[[], float] = time.monotonic
    _last: float | None = field(default=None, init=False)

    def beat(self) -> None:
        self._last = self.monotonic()

    def age(self) -> float | None:
        """Seconds since the last beat; None before the first."""
        return None if self._last is None else self.monotonic() - self._last

    def is_well(self) -> bool:
        age = self.age()
        return age is not None and age <= self.at_most


@dataclass
class Health:
    """The pulses of the parts that run here, the lines that are up or not, and one question to the database."""

    database: Callable[[], object]
    pulses: Mapping[str, Pulse]
    lines: Mapping[str, Callable[[], bool]] = field(default_factory=dict)

    def report(self) -> tuple[bool, dict[str, dict[str, object]]]:
        """Whether all is well, and each part's state with its age in seconds."""
        parts: dict[str, dict[str, object]] = {"database": {"well": self._database_answers()}}
        for name, is_up in self.lines.items():
            parts[name] = {"well": is_up()}
        for name, pulse in self.pulses.items():
            age = pulse.age()
            parts[name] = {"well": pulse.is_well(), "age_seconds": None if age is None else round(age, 1)}
        return all(part["well"] for part in parts.values()), parts

    def _database_answers(self) -> bool:
        try:
            self.database()
        except Exception:  # whatever the driver raises, the answer is the same
            return False
        return True
