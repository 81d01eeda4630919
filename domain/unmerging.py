"""« Défaire »: two client files that became one are two again, for thirty days, by an administrator."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.clients import Client
from domain.life import UNDONE_WITHIN
from domain.merging import facts_kept
from domain.people import Collaborator
from domain.refusals import NotFound, Refusal
from domain.reserved import Reserved
from domain.rights import administrator, worked_on_by


@dataclass(frozen=True, slots=True)
class Both:
    """Both files as they were: the one kept before the merger and just after it, and the one that went into it.

    `beside` are the further clients that had the SIREN of the one that went.
    """

    kept: Client
    after: Client
    other: Client
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Merger:
    """One client file went into another; what both were is forgotten (`was` is None) once it cannot be undone.

    `kept_id` is the file where its rows are now: where that one was merged in its turn, it is the last of them.
    """

    id: int
    kept_id: int
    other_id: int
    merged_at: datetime
    undone_at: datetime | None = None
    was: Both | None = None

    @property
    def until(self) -> datetime:
        """Until when it can be undone."""
        return self.merged_at + UNDONE_WITHIN


@dataclass(frozen=True, slots=True)
class Parted:
    """What the two files become: `back` and `newer` name the fields that are as before, and those changed since."""

    kept: Client
    other: Client
    back: tuple[str, ...]
    newer: tuple[str, ...]


@dataclass(eq=False)
class MergerOver(Refusal):
    """The thirty days are over since that instant."""

    until: datetime


@dataclass(eq=False)
class MergerUndone(Refusal):
    """Somebody undid it already, at that instant."""

    at: datetime


@dataclass(eq=False)
class MergedSince(Refusal):
    """A later merger stands on that one: the client of that name was merged since."""

    name: str


@dataclass(eq=False)
class HeldSince(Refusal):
    """What the file held is now another client's: `field` is `siren`, `code` or `deposit`."""

    field: str
    value: str
    name: str


def to_undo(merger: Merger, kept: Client | None, latest: Merger | None, who: Collaborator, now: datetime) -> Both:
    """What both files were, for an administrator; `latest` is the latest merger into the same client that stands.

    RoleTooLow, MergerUndone, MergerOver, NotFound, ClientTerminated, MergedSince: the latest is undone first. The days
    of refusals are told in the zone of `now`.
    """
    administrator(who, Reserved.MERGER_UNDO)
    if merger.undone_at is not None:
        raise MergerUndone(merger.undone_at.astimezone(now.tzinfo))
    if merger.was is None or now >= merger.until:
        raise MergerOver(merger.until.astimezone(now.tzinfo))
    worked_on_by(who, kept)
    if latest is None:
        raise NotFound("merger")
    if latest.id != merger.id:
        raise MergedSince(latest.was.other.name if latest.was else "")
    return merger.was


def parted(was: Both, now: Client, people: Collection[int], portfolios: Collection[int]) -> Parted:
    """The two files, from the one kept as it is now; what was changed since the merger stays as it is.

    Of the people and the portfolios, only those of the firm today (`people`, `portfolios`) come back.
    """
    then = _of_today(was.kept, people, portfolios, instead=now)
    moved = [name for name in _PARTS if _part(was.kept, name) != _part(was.after, name)]
    back = tuple(name for name in moved if _part(now, name) == _part(was.after, name))
    newer = tuple(name for name in moved if name not in back)
    unled = replace(was.other, manager_id=None, portfolio_id=None)
    other = _of_today(was.other, people, portfolios, instead=unled)
    return Parted(_with(now, then, back), replace(other, chosen=other.chosen & frozenset(people)), back, newer)


def held_by_nobody_else(parts: Parted, was: Both, holders: Sequence[Client], by_deposit: Client | None) -> None:
    """Nothing when what each file gets back is free. HeldSince, which says who has it.

    `holders` are the clients with a SIREN or a code of theirs today, `by_deposit` the one whose mail arrives at the
    deposit address that comes back.
    """
    kept, other = parts.kept, parts.other
    for client in holders:
        if client.id == kept.id:
            continue
        if client.company.siren and client.company.siren == other.company.siren and client.id not in was.beside:
            raise HeldSince("siren", client.company.siren, client.name)
        if client.code and client.code in (other.code, kept.code):
            raise HeldSince("code", client.code, client.name)
    if other.code and other.code == kept.code:
        raise HeldSince("code", other.code, kept.name)
    if by_deposit is not None and by_deposit.id != kept.id:
        raise HeldSince("deposit", other.deposit, by_deposit.name)


def facts_back(parts: Parted, now: Client) -> tuple[dict[str, object], dict[str, object]]:
    """The fields of the client kept that are as before, by the names of the history: as they were today, and are."""
    names = [fact for name in parts.back for fact in _FACTS.get(name, (name,))]
    return facts_kept(now, names), facts_kept(parts.kept, names)


# What a merger may change, by the names of the history: fields of the company, then the client's own.
_OF_THE_COMPANY: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "siren": ("siren",),
    # An establishment is a number with its address.
    "address": ("nic", "address", "from_registry"),
    "ape": ("ape",),
    "sector": ("sector",),
}
_ITS_OWN: Mapping[str, str] = {
    "code": "code",
    "kind": "kind",
    "services": "services",
    "urssaf_account": "urssaf_account",
    "urssaf_amount": "last_declaration",
    "manager": "manager_id",
    "portfolio": "portfolio_id",
    "currency": "currency",
    "fee_type": "fee_type",
    "mails": "mails",
    "channel": "channel",
}
_PARTS = (*_OF_THE_COMPANY, *_ITS_OWN)
_FACTS: Mapping[str, tuple[str, ...]] = {
    "siren": ("siret",),
    "address": ("siret", "street", "postal_code", "town"),
}


def _part(client: Client, name: str) -> object:
    if name in _ITS_OWN:
        return getattr(client, _ITS_OWN[name])
    return tuple(getattr(client.company, field) for field in _OF_THE_COMPANY[name])


def _with(client: Client, source: Client, names: Collection[str]) -> Client:
    """The client, with those parts of the other."""
    of_company = [field for name in names for field in _OF_THE_COMPANY.get(name, ())]
    company = replace(client.company, **{field: getattr(source.company, field) for field in of_company})
    own = {_ITS_OWN[name]: getattr(source, _ITS_OWN[name]) for name in names if name in _ITS_OWN}
    return replace(client, company=company, **own)


def _of_today(file: Client, people: Collection[int], portfolios: Collection[int], *, instead: Client) -> Client:
    """The file; a manager or a portfolio that is no more gives way to that of the client given."""
    manager = file.manager_id if file.manager_id is None or file.manager_id in people else instead.manager_id
    portfolio = file.portfolio_id
    if portfolio is not None and portfolio not in portfolios:
        portfolio = instead.portfolio_id
    return replace(file, manager_id=manager, portfolio_id=portfolio)
