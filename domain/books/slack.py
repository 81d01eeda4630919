"""What stands in Slack, or waits there: cards, digests, drafts, and the messages that people hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.about import About
from domain.digest import Digest, News
from domain.drafts import Draft
from domain.people import Collaborator
from domain.slack_messages import SlackMessage


@dataclass(frozen=True, slots=True)
class Card:
    """A Slack message of ours about something: where it stands once posted (`ts` is None before).

    A file that we give has no `ts`: `file` is Slack's name for it, once it is given.
    """

    id: int
    about: About
    about_id: int
    channel: str
    ts: str | None
    file: str | None = None


class CardsBook(Protocol):
    def add(self, about: About, about_id: int, channel: str) -> Card: ...
    def get(self, card_id: int) -> Card | None: ...
    def about(self, about: About, about_id: int) -> Sequence[Card]: ...
    def posted(self, card_id: int, channel: str, ts: str) -> None: ...
    def given(self, card_id: int, file: str) -> None: ...


class DigestsBook(Protocol):
    """One digest a member, leavers and those who want none included: theirs are put off, and never sent."""

    def due(self, now: datetime, at_most: int) -> Sequence[Digest]:
        """Those whose hour has come; on PostgreSQL locked, those of other workers skipped."""

    def of_person(self, collaborator_id: int) -> Digest | None: ...
    def keep(self, digest: Digest) -> None: ...
    def news(self, who: Collaborator, since: datetime) -> News:
        """What came by itself, of the clients this person may see."""


class DraftsBook(Protocol):
    def keep(self, draft: Draft) -> None: ...
    def get(self, uid: str, author: Collaborator) -> Draft | None: ...
    def of_author(self, author: Collaborator) -> Sequence[Draft]: ...
    def drop(self, uid: str) -> None: ...


class SlackMessagesBook(Protocol):
    """Messages of Slack on their way to a client file, their words and the names of their files sealed."""

    def add(self, message: SlackMessage) -> None: ...
    def get(self, uid: str, taken_by: Collaborator) -> SlackMessage | None:
        """None when it is another person's."""

    def move(self, before: SlackMessage, after: SlackMessage) -> bool:
        """From one stage to the next; False when somebody else did so first."""

    def filing(self, at_most: int) -> Sequence[SlackMessage]:
        """Those whose files are still to be fetched, the oldest first."""
