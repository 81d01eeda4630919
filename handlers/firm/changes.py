"""What an administrator settles, kept with its line of history."""

from dataclasses import fields as fields_of
from datetime import date, datetime, time
from enum import Enum
from zoneinfo import ZoneInfo

from domain.acts import Act
from domain.books import Records
from domain.firm import Firm
from domain.history import HistoryLine
from domain.people import Collaborator


def note_change(records: Records, after: Firm, who: Collaborator, now: datetime, reason: str = "") -> None:
    """Keep the firm as it is now; the line holds what has changed, and the reason when one was asked."""
    before = records.firm
    names = [each.name for each in fields_of(Firm) if getattr(before, each.name) != getattr(after, each.name)]
    if not names:
        return
    now_is: dict[str, object] = {name: _plain(getattr(after, name)) for name in names}
    if reason:
        now_is["reason"] = reason
    records.keep_firm(after)
    records.note(
        HistoryLine.by_person(
            who, Act.FIRM_CHANGED, now, before={name: _plain(getattr(before, name)) for name in names}, after=now_is
        )
    )


def _plain(value: object) -> object:
    """As history keeps it."""
    match value:
        case frozenset() | tuple():
            return sorted(str(_plain(item)) for item in value)
        case date() | time():
            return value.isoformat()
        case ZoneInfo(key=key):
            return key
        case Enum():
            return value.value
        case _:
            return value
