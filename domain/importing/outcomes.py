"""What becomes of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.clients import Client, NewClient, Site
from domain.contacts import Contact, NewContact
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ToCreate:
    """`warnings` are what a wizard would have asked about once: confirming the import is the answer.

    `nir` shows in no trace.
    """

    line: int
    new: NewClient
    contacts: Sequence[NewContact]
    warnings: Mapping[str, Refusal]
    sites: Sequence[Site] = ()
    nir: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ToUpdate:
    """`before` and `after` are the client; `changed` are contacts that it has, `added` those it has not yet.

    `custom` holds the firm's own fields that change, by their ids: what was there and what comes. `new_sites` are
    establishments to add, `sites` those that it has, changed; `nir` is a number to keep, which shows in no trace.
    """

    line: int
    before: Client
    after: Client
    changed: Sequence[Contact]
    added: Sequence[NewContact]
    warnings: Mapping[str, Refusal]
    custom: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    new_sites: Sequence[Site] = ()
    sites: Sequence[Site] = ()
    nir: str | None = field(default=None, repr=False)

    @property
    def changes_client(self) -> bool:
        """Whether the client's own values change, those of the firm's fields among them: its version grows."""
        return self.after != self.before or bool(self.custom)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The client file says the same already."""

    line: int
    client_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Each refusal by the key of its column, the number of its contact behind a dot: `email.2`."""

    line: int
    name: str
    errors: Mapping[str, Refusal]


Outcome = ToCreate | ToUpdate | Unchanged | Refused


@dataclass(frozen=True, slots=True)
class Counts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def written(self) -> int:
        return self.created + self.updated

    @property
    def all(self) -> int:
        return self.written + self.unchanged + self.refused

    def plus(self, other: "Counts") -> "Counts":
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


def counts_of(outcomes: Sequence[Outcome]) -> Counts:
    kinds = [type(outcome) for outcome in outcomes]
    return Counts(kinds.count(ToCreate), kinds.count(ToUpdate), kinds.count(Unchanged), kinds.count(Refused))
