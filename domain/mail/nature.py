"""The words for what a mail is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MailKind(StrEnum):
    DIRECT = "direct"
    FORWARD = "forward"
    REPLY = "reply"
    BOUNCE_HARD = "bounce_hard"
    BOUNCE_SOFT = "bounce_soft"
    AUTO_REPLY = "auto_reply"
    READ_RECEIPT = "read_receipt"
    CALENDAR = "calendar"
    BULK = "bulk"
    COMPLAINT = "complaint"
    LOOP = "loop"
    UNREADABLE = "unreadable"

    @property
    def is_bounce(self) -> bool:
        return self in (MailKind.BOUNCE_HARD, MailKind.BOUNCE_SOFT)

    @property
    def is_written(self) -> bool:
        """Whether a person wrote it to us, as far as one can tell."""
        return self in (MailKind.DIRECT, MailKind.FORWARD, MailKind.REPLY)


@dataclass(frozen=True, slots=True)
class Nature:
    """`failed_recipient` for a bounce, `back_on` for an absence, `answerable` False for what a machine sent."""

    kind: MailKind
    failed_recipient: str | None = None
    back_on: date | None = None
    answerable: bool = True
