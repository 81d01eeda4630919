"""The team: who joins, changes role or leaves, and what a portfolio may become."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.clients import Client
from domain.people import Collaborator, Portfolio, Role
from domain.refusals import Refusal
from domain.rights import may_see
from domain.text import read_required, searchable

PORTFOLIO_NAME_LENGTH = 60


class Outsider(StrEnum):
    """Why a Slack account cannot be one of the firm's people."""

    GUEST = "guest"
    PROGRAM = "program"
    LEAVER = "leaver"
    STRANGER = "stranger"


@dataclass(eq=False)
class NotOfTheFirm(Refusal):
    """That Slack account is a guest's, a program's, a leaver's or another company's."""

    kind: Outsider


@dataclass(eq=False)
class AlreadyInTeam(Refusal):
    """That person is a member already."""

    name: str


class LastAdministrator(Refusal):
    """Without this person, nobody could manage the firm any more."""


@dataclass(eq=False)
class NameTaken(Refusal):
    """Another portfolio of the firm has that name."""

    name: str


@dataclass(eq=False)
class PortfolioNotEmpty(Refusal):
    """It holds clients, which have to be moved first; `ended` of them are terminated, and in no usual list."""

    clients: int
    ended: int = 0


def portfolio_name(typed: str | None, others: Sequence[Portfolio]) -> str:
    """The name as it is kept. Missing, TooLong; NameTaken by one of the others, accents and case aside."""
    name = read_required(typed, PORTFOLIO_NAME_LENGTH)
    taken = next((other.name for other in others if searchable(other.name) == searchable(name)), None)
    if taken is not None:
        raise NameTaken(taken)
    return name


def appointed(
    member: Collaborator, role: Role, portfolios: frozenset[int], administrators: Sequence[Collaborator]
) -> Collaborator:
    """The member with that role and those portfolios. LastAdministrator when the firm would have none left."""
    after = replace(member, role=role, portfolios=portfolios)
    _keep_an_administrator(after, administrators)
    return after


def departed(member: Collaborator) -> Collaborator:
    """The member, gone: no right is left, and none comes back by itself."""
    return replace(member, active=False, portfolios=frozenset())


def dismissed(member: Collaborator, administrators: Sequence[Collaborator]) -> Collaborator:
    """The member, sent away by an administrator. LastAdministrator when the firm would have none left."""
    after = departed(member)
    _keep_an_administrator(after, administrators)
    return after


def may_follow(person: Collaborator) -> bool:
    """Whether clients may be handed over to that person."""
    return person.active and person.role is not Role.COLLABORATOR


@dataclass(frozen=True, slots=True)
class SightChange:
    """Who sees some client that they did not see before, and who no longer sees one."""

    gain: tuple[Collaborator, ...]
    lose: tuple[Collaborator, ...]


@dataclass(frozen=True, slots=True)
class Blind:
    """The people who may not see some of the clients, and those clients."""

    people: tuple[Collaborator, ...]
    clients: tuple[Client, ...]


def blind(readers: Sequence[Collaborator], clients: Sequence[Client]) -> Blind:
    """Who of those readers may not see all of those clients, and which."""
    unseen = [(reader, client) for reader in readers for client in clients if not may_see(reader, client)]
    people = {reader.id for reader, _ in unseen}
    hidden = {client.id for _, client in unseen}
    return Blind(
        tuple(reader for reader in readers if reader.id in people),
        tuple(client for client in clients if client.id in hidden),
    )


def sight_change(
    people: Sequence[tuple[Collaborator, Collaborator]], clients: Sequence[tuple[Client, Client]]
) -> SightChange:
    """Who gains and who loses sight of some client; each person and each client as they were and as they will be."""
    gain, lose = [], []
    for was, will_be in people:
        seen = [(may_see(was, before), may_see(will_be, after)) for before, after in clients]
        if any(now and not before for before, now in seen):
            gain.append(will_be)
        if any(before and not now for before, now in seen):
            lose.append(will_be)
    return SightChange(tuple(gain), tuple(lose))


def _keep_an_administrator(after: Collaborator, administrators: Sequence[Collaborator]) -> None:
    others = any(person.is_administrator and person.id != after.id for person in administrators)
    if not others and not after.is_administrator:
        raise LastAdministrator
