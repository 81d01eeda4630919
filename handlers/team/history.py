"""The lines of history that the team's desks write."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.history import By, HistoryLine
from domain.people import Collaborator

Facts = Mapping[str, object]


def note_team(
    records: Records,
    now: datetime,
    act: Act,
    subject_id: int,
    by: Collaborator | None,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """What became of a person or of a portfolio; `by` is None for what Slack told us."""
    records.note(
        HistoryLine(
            at=now,
            act=act,
            by=By.COLLABORATOR if by else By.GUICHET,
            by_id=by.id if by else None,
            subject_id=subject_id,
            before=before or {},
            after=after or {},
        )
    )


def note_clients(
    records: Records, now: datetime, client_ids: Iterable[int], by: Collaborator, before: Facts, after: Facts
) -> None:
    """One line for each client whose assignment changed in the same way."""
    for client_id in client_ids:
        records.note(
            HistoryLine.by_person(by, Act.CLIENT_ASSIGNED, now, client_id=client_id, before=before, after=after)
        )
