"""A slash command to its ack over Socket Mode: the wizard, beside a bare Bolt bot with the same commit and view."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

from benches.programs import Program, bare_bolt, guichet, settings, slack
from benches.rows import Row, percentile, say
from benches.slack_load import Load

IN_FLIGHT = (1, 20, 100)
SECONDS = 3.0
ROUNDS = 3
LEAST_RATIO, MOST_P99_RATIO, MOST_P99 = 0.7, 2.0, 300.0
GUICHET, COMMIT, COMMIT_AND_VIEW = "guichet", "commit", "commit and view"

Figures = tuple[float, float, float]  # commands a second, p50 and p99 in ms


def rows() -> Iterator[Row]:
    rounds: dict[tuple[str, int], list[Figures]] = {}
    for number in range(ROUNDS):
        for name in (COMMIT, COMMIT_AND_VIEW, GUICHET):
            say(f"commands, round {number + 1} of {ROUNDS}: {name}")
            for in_flight, figures in _round(name):
                rounds.setdefault((name, in_flight), []).append(figures)
    for in_flight in IN_FLIGHT:
        ours, floor, bare = (_median(rounds[name, in_flight]) for name in (GUICHET, COMMIT_AND_VIEW, COMMIT))
        ratio = ours[0] / floor[0]
        held = ratio >= LEAST_RATIO and ours[2] <= min(MOST_P99, MOST_P99_RATIO * floor[2])
        yield Row(
            f"`/client nouveau` to its ack, {in_flight} in flight",
            _said(ours),
            f"bare Bolt, same commit and a view: {_said(floor)}; without the view: {_said(bare)}",
            ratio,
            f"≥ {LEAST_RATIO} × its commands/s; p99 < {MOST_P99:.0f} ms and ≤ {MOST_P99_RATIO:.0f} × its p99",
            held,
        )


def _round(name: str) -> Iterator[tuple[int, Figures]]:
    with tempfile.TemporaryDirectory() as folder, slack() as load, _bot(name, load, Path(folder)):
        load.wait_for_bot(30)
        load.commands("nouveau", 4, 1.0)
        for in_flight in IN_FLIGHT:
            took = load.commands("nouveau", in_flight, SECONDS)
            yield in_flight, (len(took) / SECONDS, median(took), percentile(took, 99))


def _bot(name: str, load: Load, folder: Path) -> AbstractContextManager[Program]:
    if name == GUICHET:
        return guichet(settings(load, folder), "slack")
    return bare_bolt(load, folder, view=name == COMMIT_AND_VIEW)


def _median(rounds: list[Figures]) -> Figures:
    rate, p50, p99 = (median(column) for column in zip(*rounds, strict=True))
    return rate, p50, p99


def _said(figures: Figures) -> str:
    return f"{figures[0]:,.0f}/s, p50 {figures[1]:.1f} ms, p99 {figures[2]:.0f} ms"
