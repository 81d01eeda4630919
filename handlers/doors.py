"""Every desk of the office, and the opening of their doors on the Bolt app."""

from collections.abc import Iterable

from slack_bolt import App

from handlers.desk import Desk


def all_desks() -> tuple[Desk, ...]:
    return ()


def open_doors(app: App, desks: Iterable[Desk]) -> None:
    """Have each listener called by the app for what its door names."""
    for desk in desks:
        for door in desk.doors:
            opening = getattr(app, door.way.value)
            opening(door.constraint, matchers=door.matchers)(door.listener)
