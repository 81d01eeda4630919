"""Invitations, and the links of their letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.invitations import Invitation, InvitationList, LinkKind
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a letter, found by the hash of its token."""

    kind: LinkKind
    invitation_id: int
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationFilter:
    """A list of the board, a page of it; `mine` keeps the clients managed by the reader."""

    which: InvitationList = InvitationList.WAITING
    mine: bool = False
    offset: int = 0
    limit: int = 8


class InvitationsBook(Protocol):
    def add(self, invitation: Invitation) -> Invitation:
        """Keep a new one (its id is 0); the one given back has its id."""

    def get(self, invitation_id: int) -> Invitation | None: ...
    def visible_to(self, who: Collaborator, invitation_id: int) -> Invitation:
        """For someone who sees its client; NotFound, by the same question as for what never was."""

    def of_client(self, client_id: int) -> Sequence[Invitation]: ...
    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Invitation]]:
        """Those of each client, the oldest first."""

    def of_contact(self, contact_id: int) -> Sequence[Invitation]: ...
    def find(
        self, who: Collaborator, wanted: InvitationFilter
    ) -> tuple[Sequence[Invitation], Mapping[InvitationList, int]]:
        """A page of a list, and the length of each: of the clients this person may see, terminated ones left out.

        What needs a person comes first, then by the client's name; accepted ones are the latest first.
        """

    def open_ones(self, who: Collaborator, mine: bool = False) -> Sequence[Invitation]:
        """Those still waiting or gone wrong, of the clients this person may see, what needs a person first."""

    def due(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        """Sent invitations whose `next_at` has come; on PostgreSQL locked, those of other workers skipped."""

    def lapsed(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        """Sent invitations whose thirty days are over and that wait for no step; locked and skipped as `due`."""

    def keep(self, invitation: Invitation) -> Invitation:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def decided(self, invitation: Invitation) -> ChangedMeanwhile:
        """Who decided of it last, as the history tells it."""

    def add_link(self, invitation_id: int, kind: LinkKind, token_hash: str, now: datetime) -> None: ...
    def link(self, token_hash: str) -> Link | None: ...
    def close_links(self, invitation_id: int, now: datetime) -> None:
        """The invitation is sent again, accepted or revoked: none of its links opens any more."""
