"""What reaches the door of the mail servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "fail", "none"]


@dataclass(frozen=True)
class Arrival:
    """A mail at our door: who hands it over, for whom, and what our own checks of the sender say."""

    raw: bytes
    mail_from: str
    recipients: tuple[str, ...]
    verdict: Verdict
    host: str
    header_from: str
