"""Incidents: what a person of the firm must look at, of every kind in one list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.mail.attribution import Why

# Mails whose sender claims to be someone, and the checks say no.
UNVERIFIED = frozenset({Why.FAILED_CHECKS, Why.CHECKS_MISSING, Why.UNVERIFIED_COLLEAGUE})


class IncidentKind(StrEnum):
    """In the order of the list: what stops the whole firm or blocks a client comes first."""

    SERVICE = "service"
    SENDER = "sender"
    BOUNCE = "bounce"
    OUTGOING = "outgoing"
    DOCUMENT = "document"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Incident:
    """One of them. `about` is a letter and a number: `m4` a message, `i2` an invitation, `b1` a mailbox,
    `e7` a letter that did not leave, or of which nobody knows whether it did (`doubtful`).

    `person` is who wrote, or who should have been reached, as text; `files` are the labels of the files.
    """

    kind: IncidentKind
    about: str
    at: datetime
    person: str = ""
    address: str = ""
    client_name: str = ""
    files: tuple[str, ...] = ()
    handled_by: int | None = None
    handled_at: datetime | None = None
    doubtful: bool = False


class IncidentScope(StrEnum):
    """Of those that the reader may see, which ones."""

    ALL = "all"
    MINE = "mine"  # of the clients that the reader manages
    ME = "me"  # assigned to the reader


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What the list shows."""

    kind: IncidentKind | None = None
    scope: IncidentScope = IncidentScope.ALL
    handled: bool = False
    offset: int = 0
    limit: int = 8
