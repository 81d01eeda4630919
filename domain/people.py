"""Those who work at the firm, and the portfolios they share."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

WORKING_WEEK = frozenset(range(5))


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    COLLABORATOR = "collaborator"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A named set of clients; `channel` is the Slack channel of its cards, when it has one of its own."""

    id: int
    firm_id: int
    name: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A member of the firm: a Slack user with a role.

    `portfolios` are the ids of the portfolios this person belongs to.
    A leaver stays in the books with `active` false, and may do nothing. `digest` says whether the digest of the
    morning is wanted, `digest_hour` when, the firm's hour for None, and `digest_days` on which days (0 is Monday).
    """

    id: int
    firm_id: int
    slack_id: str
    name: str
    email: str | None
    role: Role
    language: str = "fr"
    active: bool = True
    portfolios: frozenset[int] = frozenset()
    digest: bool = True
    digest_hour: time | None = None
    digest_days: frozenset[int] = WORKING_WEEK

    @property
    def is_administrator(self) -> bool:
        return self.active and self.role is Role.ADMINISTRATOR
