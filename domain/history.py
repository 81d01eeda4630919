"""Who did what, when, before and after: one line with every change of state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class By(StrEnum):
    """What kind of hand did it."""

    COLLABORATOR = "collaborator"
    CONTACT = "contact"
    GUICHET = "guichet"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`act` is a dotted word such as `client.created`; `before` and `after` hold plain values, never a secret."""

    at: datetime
    act: str
    by: By
    by_id: int | None = None
    client_id: int | None = None
    subject_id: int | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
