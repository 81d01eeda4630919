"""Those who work at the firm, and their portfolios."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select

from domain.people import Collaborator, Portfolio, Role
from storage.books.book import Book, kept, the_firms
from storage.rows import value_of
from storage.tables import collaborators, portfolio_members, portfolios

OF_SLACK = select(collaborators).where(the_firms(collaborators), collaborators.c.slack_id == bindparam("slack_id"))
ACTIVE = select(collaborators).where(the_firms(collaborators), collaborators.c.active).order_by(collaborators.c.name)
HOW_MANY = ACTIVE.with_only_columns(func.count()).order_by(None)
MEMBERSHIPS = select(portfolio_members).where(
    the_firms(portfolio_members), portfolio_members.c.collaborator_id.in_(bindparam("ids", expanding=True))
)


class People(Book):
    def of_slack(self, slack_id: str) -> Collaborator | None:
        return self._one(self.row(OF_SLACK, slack_id=slack_id))

    def get(self, collaborator_id: int | None) -> Collaborator | None:
        if collaborator_id is None:
            return None
        return self._one(self.row(self.of(collaborators, collaborators.c.id == collaborator_id)))

    def of_email(self, email: str) -> Collaborator | None:
        """The one with that address, leavers last."""
        matching = self.of(collaborators, collaborators.c.email == email.lower())
        return self._one(self.row(matching.order_by(collaborators.c.active.desc(), collaborators.c.id)))

    def active(self) -> Sequence[Collaborator]:
        return self._all(self.rows(ACTIVE))

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

    def _one(self, row: RowMapping | None) -> Collaborator | None:
        return self._all([row])[0] if row else None

    def _all(self, rows: Sequence[RowMapping]) -> Sequence[Collaborator]:
        theirs: dict[int, set[int]] = defaultdict(set)
        if rows:
            for member in self.rows(MEMBERSHIPS, ids=[row["id"] for row in rows]):
                theirs[member["collaborator_id"]].add(member["portfolio_id"])
        return [value_of(Collaborator, {**row, "portfolios": frozenset(theirs[row["id"]])}) for row in rows]
