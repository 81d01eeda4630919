"""Those who work at the firm, and their portfolios."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, delete, func, insert, select

from domain.people import Collaborator, Portfolio, Role
from storage.books.book import Book, kept, the_firms
from storage.rows import value_of
from storage.tables import collaborators, portfolio_members, portfolios

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
ACTIVE = EVERYBODY.where(collaborators.c.active).order_by(collaborators.c.name, collaborators.c.id)
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
        return self._all(ACTIVE)

    def administrators(self) -> Sequence[Collaborator]:
        return [person for person in self.active() if person.is_administrator]

    def count(self) -> int:
        return self.number(HOW_MANY)

    def add(self, slack_id: str, name: str, email: str | None, role: Role, language: str) -> Collaborator:
        address = email.lower() if email else None
        newcomer = Collaborator(0, self.firm_id, slack_id, name, address, role, language)
        collaborator_id = self.insert(collaborators, self._row(newcomer))
        return Collaborator(collaborator_id, self.firm_id, slack_id, name, address, role, language)

    def keep(self, collaborator: Collaborator) -> None:
        self.change(collaborators, collaborator.id, self._row(collaborator))
        member = portfolio_members.c
        theirs = self.mine(portfolio_members) & (member.collaborator_id == collaborator.id)
        self.connection.execute(
            delete(portfolio_members).where(theirs, member.portfolio_id.not_in(sorted(collaborator.portfolios)))
        )
        for portfolio_id in collaborator.portfolios:
            self.insert_once(portfolio_members, {"portfolio_id": portfolio_id, "collaborator_id": collaborator.id})

    def portfolios(self) -> Sequence[Portfolio]:
        rows = self.rows(self.of(portfolios).order_by(portfolios.c.name))
        return [value_of(Portfolio, row) for row in rows]

    def add_portfolio(self, name: str, members: Sequence[int]) -> Portfolio:
        portfolio = Portfolio(self.insert(portfolios, {"name": name}), self.firm_id, name)
        if members:
            rows = [
                {"firm_id": self.firm_id, "portfolio_id": portfolio.id, "collaborator_id": member}
                for member in dict.fromkeys(members)
            ]
            self.connection.execute(insert(portfolio_members), rows)
        return portfolio

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
        return [value_of(Collaborator, {**row, "portfolios": frozenset(theirs[row["id"]])}) for row in found.values()]
