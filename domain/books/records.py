"""All books of one firm together."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from domain.acts import Act
from domain.books.attempts import AttemptsBook
from domain.books.client_files import CustomFieldsBook, NirsBook, NotesBook, SitesBook
from domain.books.clients import ClientsBook, MergingBook
from domain.books.contacts import AccountsBook, ContactsBook
from domain.books.imports import ImportsBook
from domain.books.invitations import InvitationsBook
from domain.books.leaving import ErasureBook, ExportsBook
from domain.books.limits import LimitsBook
from domain.books.mail import InboundBook, IncidentsBook, MessagesBook, RequestsBook
from domain.books.mail_texts import MailTextsBook
from domain.books.outbox import OutboxBook
from domain.books.people import PeopleBook
from domain.books.registry import RegistryShelf, RegistryWaitsBook
from domain.books.slack import CardsBook, DigestsBook, DraftsBook, SlackMessagesBook
from domain.firm import Firm
from domain.history import HistoryLine


class Records(Protocol):
    """One firm's books, open in one transaction."""

    @property
    def firm(self) -> Firm: ...
    @property
    def people(self) -> PeopleBook: ...
    @property
    def clients(self) -> ClientsBook: ...
    @property
    def notes(self) -> NotesBook: ...
    @property
    def nirs(self) -> NirsBook: ...
    @property
    def sites(self) -> SitesBook: ...
    @property
    def custom_fields(self) -> CustomFieldsBook: ...
    @property
    def contacts(self) -> ContactsBook: ...
    @property
    def accounts(self) -> AccountsBook: ...
    @property
    def attempts(self) -> AttemptsBook: ...
    @property
    def invitations(self) -> InvitationsBook: ...
    @property
    def messages(self) -> MessagesBook: ...
    @property
    def mail_texts(self) -> MailTextsBook: ...
    @property
    def incidents(self) -> IncidentsBook: ...
    @property
    def requests(self) -> RequestsBook: ...
    @property
    def exports(self) -> ExportsBook: ...
    @property
    def merging(self) -> MergingBook: ...
    @property
    def erasure(self) -> ErasureBook: ...
    @property
    def inbound(self) -> InboundBook: ...
    @property
    def imports(self) -> ImportsBook: ...
    @property
    def cards(self) -> CardsBook: ...
    @property
    def digests(self) -> DigestsBook: ...
    @property
    def drafts(self) -> DraftsBook: ...
    @property
    def slack_messages(self) -> SlackMessagesBook: ...
    @property
    def outbox(self) -> OutboxBook: ...
    @property
    def registry(self) -> RegistryShelf: ...
    @property
    def registry_waits(self) -> RegistryWaitsBook: ...
    @property
    def limits(self) -> LimitsBook: ...

    def keep_firm(self, firm: Firm) -> None: ...
    def hold_content(self, sha256: str, size: int) -> None:
        """One more thing names that content, kept beforehand among the blobs."""

    def release_content(self, sha256: str) -> None:
        """One thing less names it; what nothing names is swept."""

    def note(self, line: HistoryLine) -> None:
        """Write a line of history, in the transaction of what it tells."""

    def history(
        self, client_id: int, limit: int = 20, offset: int = 0, *, attempts: bool = False
    ) -> Sequence[HistoryLine]:
        """The latest first; with `attempts`, also what was asked for by those who may not see it."""

    def count_history(self, client_id: int, *, attempts: bool = False) -> int: ...
    def firm_history(self, acts: AbstractSet[Act], limit: int = 20, offset: int = 0) -> Sequence[HistoryLine]:
        """The lines that belong to no client, of these acts, the latest first: for administrators."""

    def count_firm_history(self, acts: AbstractSet[Act]) -> int: ...
    def apart(self) -> AbstractContextManager[object]:
        """A part of the transaction that is taken back alone when it raises."""

    def first_time(self, key: str, now: datetime) -> bool:
        """False when that event, click or submission was already taken in."""
