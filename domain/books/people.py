"""Who works in the firm, and the portfolios that they share."""

from collections.abc import Collection, Sequence
from datetime import time
from typing import Protocol

from domain.people import Collaborator, Portfolio, Role


class PeopleBook(Protocol):
    def of_slack(self, slack_id: str) -> Collaborator | None: ...
    def get(self, collaborator_id: int | None) -> Collaborator | None:
        """Nobody for None: a client may have no manager."""

    def of_email(self, email: str) -> Collaborator | None: ...
    def active(self) -> Sequence[Collaborator]:
        """Members of the firm, leavers left out, by name."""

    def administrators(self, *, held: bool = False) -> Sequence[Collaborator]:
        """Those among them who are administrators; `held`, nobody else changes them before this transaction ends."""

    def count(self) -> int:
        """How many members the firm has, leavers left out."""

    def add(self, slack_id: str, name: str, email: str | None, role: Role, language: str) -> Collaborator: ...
    def keep(self, collaborator: Collaborator) -> None: ...
    def want_digest(self, collaborator_id: int, wanted: bool) -> None: ...
    def keep_digest(self, collaborator_id: int, hour: time | None, days: frozenset[int]) -> None:
        """Wanted, at that hour (None: the firm's) on those days (0 is Monday)."""

    def preference(self, collaborator_id: int, name: str) -> object:
        """What that person chose for their own screens; None as long as they have chosen nothing."""

    def keep_preference(self, collaborator_id: int, name: str, value: object) -> None: ...
    def portfolios(self) -> Sequence[Portfolio]: ...
    def portfolio(self, portfolio_id: int) -> Portfolio | None: ...
    def add_portfolio(self, name: str, members: Sequence[int]) -> Portfolio:
        """Keep a new one; NameTaken."""

    def keep_portfolio(self, portfolio: Portfolio) -> None:
        """Write its new name and channel; NameTaken."""

    def set_members(self, portfolio_id: int, members: Collection[int]) -> None: ...
    def drop_portfolio(self, portfolio_id: int) -> None:
        """Forget an empty one; PortfolioNotEmpty while it holds a client in whatever state."""
