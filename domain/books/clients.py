"""The clients of the firm, found, kept, handed over and merged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.clients import Client, ClientState, NewClient
from domain.completeness import Gap
from domain.people import Collaborator
from domain.unmerging import Merger


class Only(StrEnum):
    """What a list may keep: the files to complete, or those with an invitation prepared and not sent."""

    INCOMPLETE = "incomplete"
    TO_INVITE = "to_invite"


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What a list shows: `mine` keeps those managed by the reader, `manager_id` those of that collaborator.

    `text` is any fragment of what is searched. Terminated ones may be those since an instant, or until it.
    A page is in the order of names, what needs a decision before the rest when `worst_first`: among those to invite,
    the ones that are ready.
    """

    text: str = ""
    mine: bool = False
    portfolio_id: int | None = None
    manager_id: int | None = None
    states: tuple[ClientState, ...] = (ClientState.ACTIVE, ClientState.INACTIVE)
    only: Only | None = None
    terminated_since: datetime | None = None
    terminated_until: datetime | None = None
    worst_first: bool = False
    offset: int = 0
    limit: int = 8


class ClientsBook(Protocol):
    def add(self, new: NewClient, by: Collaborator, now: datetime) -> Client:
        """Keep a new client; CodeTaken when the firm code is in use."""

    def get(self, client_id: int) -> Client | None:
        """Any client of the firm, for the office's own work; a person is given one by `visible_to`."""

    def visible_to(self, who: Collaborator, client_id: int) -> Client:
        """The client, or NotFound."""

    def find(self, who: Collaborator, wanted: ClientFilter) -> tuple[Sequence[Client], int]:
        """A page of what this person may see, and how many there are in all."""

    def count_gaps(self, who: Collaborator, *, mine: bool = False) -> Mapping[Gap, int]:
        """Of the active clients this person may see, how many lack each thing first."""

    def of_siren(self, siren: str) -> Sequence[Client]:
        """Clients not terminated with that SIREN, whoever may see them."""

    def terminated_of_siren(self, siren: str) -> Sequence[Client]:
        """The terminated ones, the latest first: administrators alone may know of them."""

    def of_siret(self, siret: str) -> Sequence[Client]:
        """Clients not terminated with that establishment, main or not."""

    def of_deposit(self, deposit: str) -> Client | None: ...
    def of_code(self, code: str) -> Client | None: ...
    def keep(self, client: Client) -> Client:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def last_code(self) -> str | None:
        """The highest firm code given so far."""

    def count(self, who: Collaborator) -> int: ...
    def renew_words(self) -> None:
        """Forget the words, kept for typing slips, that no client has any more."""

    def managed(self) -> Mapping[int, int]:
        """How many clients not terminated each collaborator manages, by their ids."""

    def in_portfolios(self) -> Mapping[int | None, int]:
        """How many clients not terminated each portfolio holds, and how many are in none."""

    def of_portfolio(self, portfolio_id: int) -> Sequence[Client]:
        """Those in it, in whatever state, by name."""

    def outside(self, portfolio_ids: Collection[int]) -> Sequence[Client]:
        """Those in none of these portfolios, in whatever state, by name."""

    def of_channel(self) -> Sequence[Client]:
        """Those not terminated that have a channel of their own, by name."""

    def hand_over(self, leaver_id: int, manager_id: int) -> Sequence[int]:
        """Give all that one manages to another; the ids of those clients."""

    def move(self, client_ids: Collection[int], portfolio_id: int | None) -> None: ...
    def withdraw_access(self, collaborator_id: int) -> Sequence[int]:
        """Take back what was given one by one to that person; the ids of those clients."""


class MergingBook(Protocol):
    def merge(self, kept_id: int, other_id: int, who: Collaborator, now: datetime) -> int:
        """Move all that the second client holds to the first; the second is no more, save its deposit address.

        The number of the merger, which remembers what both were. NotFound.
        """

    def settle(self, merger_id: int) -> None:
        """Remember the client kept as it is now: what changes from here on is newer than the merger. NotFound."""

    def get(self, merger_id: int) -> Merger | None: ...
    def latest(self, kept_id: int) -> Merger | None:
        """The latest merger into that client that stands, whatever its age."""

    def undo(self, merger: Merger, other: Client, now: datetime) -> Sequence[str]:
        """Bring that client back with all that was its own, and the rows of the one kept that the merger changed.

        The fields of the client itself are not written. The names, as in the history, of what was changed since the
        merger and stays: an establishment, a field of the firm, a social security number. NotFound.
        """
