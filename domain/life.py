"""The life of a client file: put to sleep, woken, terminated, restored for thirty days, closed, and erased.

Accounting papers are owed for ten years (Code de commerce, L. 123-22): the firm's own term counts from termination.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.clients import Client, ClientState
from domain.firm import Firm
from domain.people import Collaborator
from domain.refusals import ClientTerminated, Refusal
from domain.reserved import Reserved
from domain.rights import administrator, seen_by
from domain.text import searchable

UNDONE_WITHIN = timedelta(days=30)
WARNED_BEFORE = timedelta(days=30)


class EndReason(StrEnum):
    """Why a client is followed no more."""

    ENDED = "ended"
    CEASED = "ceased"
    MISTAKE = "mistake"
    OTHER = "other"


@dataclass(eq=False)
class NotTheName(Refusal):
    """What was typed to confirm is not the client's name."""

    name: str


class BeingErased(Refusal):
    """Its erasure was asked for, or its term is over: it is a matter of minutes."""


@dataclass(eq=False)
class ClientClosed(Refusal):
    """The thirty days are over: the client stays closed until it is erased, at that instant."""

    erase_at: datetime


class NotTerminated(Refusal):
    """Only a terminated client can be restored or erased."""


def undone_until(client: Client) -> datetime | None:
    """Until when a terminated client can be restored; None for one that is not terminated."""
    return client.terminated_at + UNDONE_WITHIN if client.terminated_at else None


def is_closed(client: Client, now: datetime) -> bool:
    """Terminated, and no longer to be restored."""
    until = undone_until(client)
    return until is not None and now >= until


def deactivated(client: Client) -> Client:
    """The client, asleep; one that sleeps already stays as it is."""
    return replace(client, state=ClientState.INACTIVE)


def reactivated(client: Client) -> Client:
    return replace(client, state=ClientState.ACTIVE)


def terminated(client: Client, typed: str, who: Collaborator, firm: Firm, now: datetime) -> Client:
    """The client, out of sight of all but administrators. RoleTooLow, NotTheName, ClientTerminated."""
    administrator(who, Reserved.CLIENT_TERMINATE)
    seen_by(who, client)
    if client.state is ClientState.TERMINATED:
        raise ClientTerminated(client.name)
    _named(client, typed)
    return replace(
        client,
        state=ClientState.TERMINATED,
        terminated_at=now,
        terminated_from=client.state,
        erase_at=_years_after(now, firm.retention_years),
    )


def restored(client: Client, who: Collaborator, now: datetime) -> Client:
    """The client as it was before, within thirty days. RoleTooLow, NotTerminated, ClientClosed, BeingErased."""
    administrator(who, Reserved.CLIENT_RESTORE)
    seen_by(who, client)
    if client.terminated_at is None or client.erase_at is None:
        raise NotTerminated
    if client.erase_at <= now:
        raise BeingErased
    if is_closed(client, now):
        raise ClientClosed(client.erase_at)
    state = client.terminated_from or ClientState.ACTIVE
    return replace(client, state=state, terminated_at=None, terminated_from=None, erase_at=None)


def to_erase(client: Client, typed: str, who: Collaborator, now: datetime) -> Client:
    """The terminated client, to be erased at once. RoleTooLow, NotTerminated, NotTheName."""
    administrator(who, Reserved.CLIENT_ERASE)
    seen_by(who, client)
    if client.terminated_at is None:
        raise NotTerminated
    _named(client, typed)
    return replace(client, erase_at=now)


def with_notice(client: Client, now: datetime) -> Client:
    """The client whose erasure is announced today: its administrators have a month, however late the notice is."""
    return client if client.erase_at is None else replace(client, erase_at=max(client.erase_at, now + WARNED_BEFORE))


def _named(client: Client, typed: str) -> None:
    """Nothing when that is the client's name, case and accents apart; NotTheName."""
    same = searchable(typed) == searchable(client.name) if searchable(client.name) else typed.strip() == client.name
    if not same:
        raise NotTheName(client.name)


def _years_after(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year + years, day=28)
