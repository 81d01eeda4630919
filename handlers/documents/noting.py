"""The lines of history that the desk of documents writes."""

from collections.abc import Mapping
from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.people import Collaborator


def note(
    records: Records,
    act: Act,
    client: Client,
    subject_id: int,
    who: Collaborator,
    now: datetime,
    after: Mapping[str, object],
) -> None:
    records.note(HistoryLine.by_person(who, act, now, client_id=client.id, subject_id=subject_id, after=after))
