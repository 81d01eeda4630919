"""All that is held on one client, made into one file for the administrator who asked, and for nobody else."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.people import Collaborator
from domain.text import clean_line

KEPT_FOR = timedelta(hours=24)
LINK_LASTS = timedelta(minutes=5)
SESSION_LASTS = timedelta(hours=8)
LABEL_LENGTH = 100
MASS = 100
"""Client files in one list from which the administrators are told of its export."""

# What some system reads as a path, a device or a wildcard.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class ExportState(StrEnum):
    WAITING = "waiting"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Export:
    """`blob` is the sha256 of the file once it is ready, `size` in bytes."""

    id: int
    firm_id: int
    client_id: int
    asked_by: int
    asked_at: datetime
    state: ExportState = ExportState.WAITING
    blob: str | None = None
    size: int = 0
    expires_at: datetime | None = None

    def is_for(self, who: Collaborator, now: datetime) -> bool:
        """Whether that person may take the file now: the one who asked, still an administrator, within 24 hours."""
        if self.asked_by != who.id or not who.is_administrator or self.state is not ExportState.READY:
            return False
        return self.expires_at is not None and now < self.expires_at


def label(number: int, name: str) -> str:
    """A name for a file inside the archive: `0007 relevé.pdf`. It is never a path."""
    return f"{number:04} {file_name(name)}"


def archive_name(code: str | None, name: str) -> str:
    """The archive of a client, by its code in the firm if it has one: `0388 Boulangerie Lucas.zip`."""
    return f"{file_name(f'{code or str()} {name}')}.zip"


def file_name(name: str) -> str:
    """The name of one file, short, and never a path."""
    plain = clean_line(UNSAFE.sub(" ", name)).strip(". ") or "-"
    if len(plain) > LABEL_LENGTH:
        stem, dot, ending = plain.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        plain = plain[: LABEL_LENGTH - len(kept)].rstrip(". ") + kept
    return plain
