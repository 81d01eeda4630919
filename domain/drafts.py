"""A creation begun and not finished; its author's alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Draft:
    """`uid` is opaque and travels in `private_metadata`; `data` is the form's own JSON, `step` from 1 to 4.

    `nir`, the one number that is kept sealed, is never in `data`.
    """

    uid: str
    firm_id: int
    author_id: int
    step: int
    name: str
    data: Mapping[str, object]
    updated_at: datetime
    client_id: int | None = None
    nir: str | None = field(default=None, repr=False)

    @property
    def number(self) -> int:
        """By which the messages that tell of it are remembered."""
        return number_of_draft(self.uid)


def number_of_draft(uid: str) -> int:
    """Drawn from its uid."""
    return int(sha256(uid.encode()).hexdigest()[:7], 16)
