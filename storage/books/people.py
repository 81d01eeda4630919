"""Those who work at the firm, and their portfolios."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import time
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError

from domain.clients import ClientState
from domain.people import Collaborator, Portfolio, Role
from domain.team import NameTaken, PortfolioNotEmpty
from domain.text import searchable
from storage.books.book import Book, breaks, insert_into, kept, the_firms
from storage.books.digests import FROM_THE_START
from storage.rows import value_of
from storage.tables import clients, collaborators, digests, portfolio_members, portfolios, preferences

# One row for each portfolio of each person, and one for who has none.
EVERYBODY = (
    select(collaborators, portfolio_members.c.portfolio_id)
    .outerjoin(
        portfolio_members,
        (portfolio_members.c.firm_id == collaborators.c.firm_id)
        & (portfolio_members.c.collaborator_id == collaborators.c.id),
    )
    .where(the_firms(collaborators))
)
OF_SLACK = EVERYBODY.where(collaborators.c.slack_id == bindparam("slack_id"))
OF_NUMBER = EVERYBODY.where(collaborators.c.id == bindparam("number"))
OF_EMAIL = EVERYBODY.where(collaborators.c.email == bindparam("email")).order_by(
    collaborators.c.active.desc(), collaborators.c.id
)
ACTIVE = EVERYBODY.where(collaborators.c.active)
HELD = (
    select(collaborators.c.id)
    .where(the_firms(collaborators), collaborators.c.role == Role.ADMINISTRATOR)
    .order_by(collaborators.c.id)
    .with_for_update()
)
HOW_MANY = select(func.count()).select_from(collaborators).where(the_firms(collaborators), collaborators.c.active)


class People(Book):
    def of_slack(self, slack_id: str) -> Collaborator | None:
        return self._first(OF_SLACK, slack_id=slack_id)

    def get(self, collaborator_id: int | None) -> Collaborator | None:
        return None if collaborator_id is None else self._first(OF_NUMBER, number=collaborator_id)

    def of_email(self, email: str) -> Collaborator | None:
        """The one with that address, leavers last."""
        return self._first(OF_EMAIL, email=email.lower())

    def active(self) -> Sequence[Collaborator]:
        return sorted(self._all(ACTIVE), key=_as_read)

    def administrators(self, *, held: bool = False) -> Sequence[Collaborator]:
        if held:
            # On SQLite a transaction that writes is alone anyway, and nothing is added to the question.
            self.rows(HELD)
        return [person for person in self.active() if person.is_administrator]

    def count(self) -> int:
        return self.number(HOW_MANY)

    def add(self, slack_id: str, name: str, email: str | None, role: Role, language: str) -> Collaborator:
        address = email.lower() if email else None
        newcomer = Collaborator(0, self.firm_id, slack_id, name, address, role, language)
        collaborator_id = self.insert(collaborators, self._row(newcomer))
        self.insert_once(digests, {"collaborator_id": collaborator_id, "next_at": FROM_THE_START})
        return self.read(
            collaborators, Collaborator(collaborator_id, self.firm_id, slack_id, name, address, role, language)
        )

    def keep(self, collaborator: Collaborator) -> None:
        before = self.keep_changes(collaborators, collaborator, "portfolios")
        member = portfolio_members.c
        theirs = self.mine(portfolio_members) & (member.collaborator_id == collaborator.id)
        if before is None:
            left, joined = member.portfolio_id.not_in(sorted(collaborator.portfolios)), collaborator.portfolios
        else:
            left = member.portfolio_id.in_(sorted(before.portfolios - collaborator.portfolios))
            joined = collaborator.portfolios - before.portfolios
        self.connection.execute(delete(portfolio_members).where(theirs, left))
        for portfolio_id in sorted(joined):
            self.insert_once(portfolio_members, {"portfolio_id": portfolio_id, "collaborator_id": collaborator.id})

    def want_digest(self, collaborator_id: int, wanted: bool) -> None:
        self.change(collaborators, collaborator_id, {"digest": wanted})

    def keep_digest(self, collaborator_id: int, hour: time | None, days: frozenset[int]) -> None:
        self.change(collaborators, collaborator_id, {"digest": True, "digest_hour": hour, "digest_days": days})

    def preference(self, collaborator_id: int, name: str) -> object:
        row = self.one(preferences, collaborator_id=collaborator_id, name=name)
        return row["value"] if row else None

    def keep_preference(self, collaborator_id: int, name: str, value: object) -> None:
        theirs = self.mine(preferences) & (preferences.c.collaborator_id == collaborator_id)
        self.connection.execute(delete(preferences).where(theirs, preferences.c.name == name))
        row = {"firm_id": self.firm_id, "collaborator_id": collaborator_id, "name": name, "value": value}
        self.connection.execute(insert_into(preferences, self.dialect), row)

    def portfolios(self) -> Sequence[Portfolio]:
        kept = (self.read(portfolios, value_of(Portfolio, row)) for row in self.rows(self.of(portfolios)))
        return sorted(kept, key=_as_read)

    def portfolio(self, portfolio_id: int) -> Portfolio | None:
        row = self.one(portfolios, id=portfolio_id)
        return self.read(portfolios, value_of(Portfolio, row)) if row else None

    def add_portfolio(self, name: str, members: Sequence[int]) -> Portfolio:
        with self._one_name(name):
            portfolio = Portfolio(self.insert(portfolios, {"name": name}), self.firm_id, name)
        self.set_members(portfolio.id, members)
        return portfolio

    def keep_portfolio(self, portfolio: Portfolio) -> None:
        with self._one_name(portfolio.name):
            self.keep_changes(portfolios, portfolio)

    def set_members(self, portfolio_id: int, members: Collection[int]) -> None:
        self._put_out(portfolio_id, members)
        for member in sorted(set(members)):
            self.insert_once(portfolio_members, {"portfolio_id": portfolio_id, "collaborator_id": member})

    def drop_portfolio(self, portfolio_id: int) -> None:
        try:
            with self.connection.begin_nested():
                self._put_out(portfolio_id, ())
                self.connection.execute(delete(portfolios).where(self.the_one(portfolios, portfolio_id)))
        except IntegrityError as error:
            held = select(func.count()).select_from(clients)
            held = held.where(self.mine(clients), clients.c.portfolio_id == portfolio_id)
            ended = held.where(clients.c.state == ClientState.TERMINATED)
            raise PortfolioNotEmpty(self.number(held), self.number(ended)) from error

    def _put_out(self, portfolio_id: int, but: Collection[int]) -> None:
        member = portfolio_members.c
        theirs = self.mine(portfolio_members) & (member.portfolio_id == portfolio_id)
        self.connection.execute(delete(portfolio_members).where(theirs, member.collaborator_id.not_in(sorted(but))))

    @contextmanager
    def _one_name(self, name: str) -> Iterator[None]:
        """Turns the database's refusal of a name into the office's; the transaction stays usable."""
        try:
            with self.connection.begin_nested():
                yield
        except IntegrityError as error:
            if breaks(error, portfolios, "name"):
                raise NameTaken(name) from error
            raise

    def _row(self, collaborator: Collaborator) -> dict[str, object]:
        row = kept(collaborator)
        del row["portfolios"]
        return row

    def _first(self, query: Select[Any], **sought: object) -> Collaborator | None:
        return next(iter(self._all(query, **sought)), None)

    def _all(self, query: Select[Any], **sought: object) -> Sequence[Collaborator]:
        found: dict[int, RowMapping] = {}
        theirs: dict[int, set[int]] = defaultdict(set)
        for row in self.rows(query, **sought):
            found.setdefault(row["id"], row)
            if row["portfolio_id"] is not None:
                theirs[row["id"]].add(row["portfolio_id"])
        people = (value_of(Collaborator, {**row, "portfolios": frozenset(theirs[row["id"]])}) for row in found.values())
        return [self.read(collaborators, person) for person in people]


def _as_read(named: Collaborator | Portfolio) -> tuple[str, int]:
    """The order of the alphabet, accents and case aside: databases do not agree on another."""
    return searchable(named.name), named.id
