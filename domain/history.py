"""Who did what, when, before and after: one line with every change of state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from domain.acts import Act
from domain.people import Collaborator


class By(StrEnum):
    """What kind of hand did it."""

    COLLABORATOR = "collaborator"
    CONTACT = "contact"
    GUICHET = "guichet"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`before` and `after` hold plain values, never a secret."""

    at: datetime
    act: Act
    by: By
    by_id: int | None = None
    client_id: int | None = None
    subject_id: int | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def by_person(
        cls,
        who: Collaborator,
        act: Act,
        at: datetime,
        *,
        client_id: int | None = None,
        subject_id: int | None = None,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> Self:
        """What somebody of the firm did."""
        return cls(at, act, By.COLLABORATOR, who.id, client_id, subject_id, before or {}, after or {})
