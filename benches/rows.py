"""What a bench prints: one row a figure, beside its floor and the bar it must pass."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`beside` is the floor, taken in the same run; `ratio` is ours over it; `held` is None where no bar is set."""

    what: str
    measured: str
    beside: str = ""
    ratio: float | None = None
    bar: str = ""
    held: bool | None = None

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        held = {True: "yes", False: "**no**", None: ""}[self.held]
        return f"| {self.what} | {self.measured} | {self.beside} | {ratio} | {self.bar} | {held} |"


def print_table(rows: Iterable[Row]) -> None:
    print("| what | measured | beside | ratio | must hold | held |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print(row)


def say(what: str) -> None:
    """A word about where we are, off the table."""
    print(what, file=sys.stderr, flush=True)


def percentile(values: Iterable[float], hundredth: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * hundredth // 100)]
