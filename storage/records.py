"""One firm's books, open in one transaction."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, bindparam, func, select, update

from domain.acts import Act
from domain.firm import Firm
from domain.history import HistoryLine
from storage.books.accounts import Accounts
from storage.books.attempts import Attempts
from storage.books.blobs import count_use, uncount_use
from storage.books.book import Book
from storage.books.clients import Clients
from storage.books.contacts import Contacts
from storage.books.custom_fields import CustomFields
from storage.books.digests import Digests
from storage.books.erasure import Erasure
from storage.books.exports import Exports
from storage.books.imports import Imports
from storage.books.inbound import Inbound
from storage.books.incidents import Incidents
from storage.books.invitations import Invitations
from storage.books.mail_texts import MailTexts
from storage.books.merging import Merging
from storage.books.messages import Messages
from storage.books.nirs import Nirs
from storage.books.notes import Notes
from storage.books.outbox import Outbox
from storage.books.people import People
from storage.books.registry_waits import RegistryWaits
from storage.books.requests import Requests
from storage.books.shelves import Limits, RegistryAnswers
from storage.books.sites import Sites
from storage.books.slack import Cards, Drafts, SlackMessages
from storage.rows import names_of, value_of, values_of
from storage.tables import firms, history, inbound_slack

# Without the token of its Slack, which would be unsealed each time.
THE_FIRM = select(*(firms.c[name] for name in names_of(Firm))).where(firms.c.id == bindparam("firm"))


class FirmRecords(Book):
    """Made real, `domain.books.Records`; the books are opened as they are asked for."""

    @cached_property
    def firm(self) -> Firm:
        return value_of(Firm, self.rows(THE_FIRM)[0])

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.firm_id)

    @cached_property
    def clients(self) -> Clients:
        return Clients(self.connection, self.firm_id)

    @cached_property
    def custom_fields(self) -> CustomFields:
        return CustomFields(self.connection, self.firm_id)

    @cached_property
    def notes(self) -> Notes:
        return Notes(self.connection, self.firm_id)

    @cached_property
    def nirs(self) -> Nirs:
        return Nirs(self.connection, self.firm_id)

    @cached_property
    def sites(self) -> Sites:
        return Sites(self.connection, self.firm_id)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.connection, self.firm_id)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.connection, self.firm_id)

    @cached_property
    def attempts(self) -> Attempts:
        return Attempts(self.connection, self.firm_id)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(self.connection, self.firm_id)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.connection, self.firm_id)

    @cached_property
    def mail_texts(self) -> MailTexts:
        return MailTexts(self.connection, self.firm_id)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.connection, self.firm_id)

    @cached_property
    def requests(self) -> Requests:
        return Requests(self.connection, self.firm_id)

    @cached_property
    def exports(self) -> Exports:
        return Exports(self.connection, self.firm_id)

    @cached_property
    def merging(self) -> Merging:
        return Merging(self.connection, self.firm_id)

    @cached_property
    def erasure(self) -> Erasure:
        return Erasure(self.connection, self.firm_id)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.connection, self.firm_id)

    @cached_property
    def inbound(self) -> Inbound:
        return Inbound(self.connection, self.firm_id)

    @cached_property
    def cards(self) -> Cards:
        return Cards(self.connection, self.firm_id)

    @cached_property
    def digests(self) -> Digests:
        return Digests(self.connection, self.firm_id)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.connection, self.firm_id)

    @cached_property
    def slack_messages(self) -> SlackMessages:
        return SlackMessages(self.connection, self.firm_id)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.firm_id)

    @cached_property
    def registry(self) -> RegistryAnswers:
        return RegistryAnswers(self.connection, self.firm_id)

    @cached_property
    def registry_waits(self) -> RegistryWaits:
        return RegistryWaits(self.connection, self.firm_id)

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.connection, self.firm_id)

    def keep_firm(self, firm: Firm) -> None:
        was = values_of(self.firm, "id")
        # Only what changed: two administrators may settle two things at once.
        changed = {name: value for name, value in values_of(firm, "id").items() if value != was[name]}
        if changed:
            self.connection.execute(update(firms).where(firms.c.id == self.firm_id).values(changed))
        self.firm = firm

    def hold_content(self, sha256: str, size: int) -> None:
        count_use(self, sha256, size)

    def release_content(self, sha256: str) -> None:
        uncount_use(self, sha256)

    def apart(self) -> AbstractContextManager[object]:
        return self.connection.begin_nested()

    def note(self, line: HistoryLine) -> None:
        row = {**values_of(line), "before": dict(line.before), "after": dict(line.after)}
        self.insert(history, row)

    def history(
        self, client_id: int, limit: int = 20, offset: int = 0, *, attempts: bool = False
    ) -> Sequence[HistoryLine]:
        told = self.of(history, self._told(client_id, attempts)).order_by(history.c.id.desc())
        return [value_of(HistoryLine, row) for row in self.rows(told.limit(limit).offset(offset))]

    def count_history(self, client_id: int, *, attempts: bool = False) -> int:
        query = select(func.count()).select_from(history)
        return self.number(query.where(self.mine(history), self._told(client_id, attempts)))

    def firm_history(self, acts: AbstractSet[Act], limit: int = 20, offset: int = 0) -> Sequence[HistoryLine]:
        told = self.of(history, self._of_the_firm(acts)).order_by(history.c.id.desc())
        return [value_of(HistoryLine, row) for row in self.rows(told.limit(limit).offset(offset))]

    def count_firm_history(self, acts: AbstractSet[Act]) -> int:
        query = select(func.count()).select_from(history)
        return self.number(query.where(self.mine(history), self._of_the_firm(acts)))

    def _of_the_firm(self, acts: AbstractSet[Act]) -> ColumnElement[bool]:
        return history.c.client_id.is_(None) & history.c.act.in_(sorted(acts))

    def _told(self, client_id: int, attempts: bool) -> ColumnElement[bool]:
        of_it = history.c.client_id == client_id
        return of_it if attempts else of_it & (history.c.act != Act.ACCESS_REFUSED)

    def first_time(self, key: str, now: datetime) -> bool:
        return self.insert_once(inbound_slack, {"dedup_key": key, "at": now})
