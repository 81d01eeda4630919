"""The firm's books, as the desks ask for them; `storage/` keeps them for real.

All books of one `Records` share one transaction and one firm: what is read or written is that firm's alone.
A book that gives clients to a person gives only those that this person may see.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from domain.clients import Client, NewClient, Site
from domain.contacts import Account, Contact, NewContact
from domain.custom_fields import CustomField, NewField
from domain.digest import Digest, News
from domain.drafts import Draft
from domain.exports import Export
from domain.firm import Firm
from domain.history import HistoryLine
from domain.importing.imports import SheetImport
from domain.importing.known import Known, Wanted
from domain.importing.outcomes import Outcome
from domain.incidents import Incident, IncidentFilter, IncidentKind
from domain.invitations import Invitation, LinkKind
from domain.messages import Document, Message, NewDocument, NewMessage, RawMail
from domain.notes import Note
from domain.outbox import Envelope, NewEnvelope
from domain.people import Collaborator, Portfolio, Role
from domain.requests import NewRequest, Request


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


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What a list shows: `mine` keeps those managed by the reader, `manager_id` those of that collaborator.

    `text` is any fragment of what is searched. `only` keeps those that are `incomplete`, or that have an invitation
    prepared and not sent (`to_invite`).
    """

    text: str = ""
    mine: bool = False
    portfolio_id: int | None = None
    manager_id: int | None = None
    states: tuple[str, ...] = ("active", "inactive")
    only: str | None = None
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

    def of_siren(self, siren: str) -> Sequence[Client]:
        """Clients not terminated with that SIREN, whoever may see them."""

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

    def of_manager(self, manager_id: int) -> Sequence[Client]:
        """Those that this collaborator manages, in whatever state, by name."""

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


class NotesBook(Protocol):
    def of_client(self, client_id: int, limit: int = 30) -> Sequence[Note]:
        """The pinned one first, then the newest."""

    def count(self, client_id: int) -> int: ...
    def get(self, note_id: int) -> Note | None: ...
    def add(self, client_id: int, author_id: int, text: str, now: datetime) -> Note: ...
    def keep(self, note: Note) -> None: ...
    def remove(self, note_id: int) -> None: ...


class NirsBook(Protocol):
    """Social security numbers, sealed at rest."""

    def has(self, client_id: int) -> bool: ...
    def of_client(self, client_id: int) -> str | None: ...
    def keep(self, client_id: int, nir: str) -> None: ...
    def erase(self, client_id: int) -> bool:
        """False when there was none."""

    def count(self) -> int: ...
    def erase_all(self) -> int: ...


class SitesBook(Protocol):
    """The establishments of a client beside its main one."""

    def of_client(self, client_id: int) -> Sequence[Site]: ...
    def add(self, client_id: int, site: Site) -> bool:
        """False when the client has that one already."""

    def remove(self, client_id: int, nic: str) -> None: ...


class CustomFieldsBook(Protocol):
    """The fields that the firm adds to its client files, and their values by the fields' ids."""

    def current(self) -> Sequence[CustomField]:
        """Those in use, the oldest first."""

    def removed(self, now: datetime) -> Sequence[CustomField]:
        """Those taken away less than thirty days ago."""

    def get(self, field_id: int) -> CustomField | None: ...
    def add(self, new: NewField) -> CustomField: ...
    def keep(self, field: CustomField) -> None: ...
    def clients_without(self, field_id: int) -> int:
        """How many clients not terminated have nothing written in that field."""

    def values_of(self, client_id: int) -> Mapping[int, str]: ...
    def keep_values(self, client_id: int, values: Mapping[int, str]) -> None:
        """Write those values; an empty one erases."""

    def forget_removed(self, now: datetime) -> int:
        """Erase the fields removed thirty days ago, with their values; how many."""


class ContactsBook(Protocol):
    def add(self, client_id: int, new: NewContact) -> Contact: ...
    def get(self, contact_id: int) -> Contact | None:
        """That contact, even one that was removed."""

    def of_client(self, client_id: int) -> Sequence[Contact]:
        """The contacts of that client, those removed left out, as the other lists of this book do."""

    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Contact]]:
        """Those of several clients at once, by client."""

    def of_email(self, email: str) -> Sequence[Contact]:
        """Contacts with that address, over all clients not terminated."""

    def domains(self) -> Mapping[str, frozenset[int]]:
        """The mail domains of the contacts, each with the clients not terminated that use it."""

    def keep(self, contact: Contact) -> None: ...


class AccountsBook(Protocol):
    def of_address(self, email: str | None = None, phone: str | None = None) -> Account | None: ...
    def get(self, account_id: int) -> Account | None: ...
    def add(self, contact: Contact, password_hash: str | None, now: datetime) -> Account:
        """The account of the contact's e-mail, or else phone; AccountExists when the address has one."""

    def set_password(self, account_id: int, password_hash: str | None) -> None: ...
    def clients_of(self, account_id: int) -> Sequence[Client]: ...
    def open_session(self, account_id: int, token_hash: str, now: datetime, expires_at: datetime) -> None: ...
    def of_session(self, token_hash: str, now: datetime) -> Account | None: ...
    def close_session(self, token_hash: str) -> None: ...
    def close_sessions(self, account_id: int) -> None: ...
    def add_code(self, address: str, code_hash: str, now: datetime, expires_at: datetime) -> None:
        """One living code by address: a new one replaces the one before."""

    def try_code(self, address: str, code_hash: str, now: datetime) -> int | None:
        """None when the code is right (it is then used up); else the tries left, from 4 down to 0."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a letter, found by the hash of its token."""

    kind: LinkKind
    invitation_id: int
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class InvitationsBook(Protocol):
    def add(self, invitation: Invitation) -> Invitation:
        """Keep a new one (its id is 0); the one given back has its id."""

    def get(self, invitation_id: int) -> Invitation | None: ...
    def of_client(self, client_id: int) -> Sequence[Invitation]: ...
    def of_contact(self, contact_id: int) -> Sequence[Invitation]: ...
    def open_ones(self, who: Collaborator, mine: bool = False) -> Sequence[Invitation]:
        """Those still waiting or gone wrong, of the clients this person may see, what needs a person first."""

    def due(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        """Sent invitations whose `next_at` has come; on PostgreSQL locked, those of other workers skipped."""

    def lapsed(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        """Sent invitations whose thirty days are over and that wait for no step; locked and skipped as `due`."""

    def keep(self, invitation: Invitation) -> Invitation:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def add_link(self, invitation_id: int, kind: LinkKind, token_hash: str, now: datetime) -> None: ...
    def link(self, token_hash: str) -> Link | None: ...
    def use_link(self, token_hash: str, now: datetime) -> None: ...
    def close_links(self, invitation_id: int, now: datetime) -> None:
        """The invitation is sent again, accepted or revoked: none of its links opens any more."""


class MessagesBook(Protocol):
    def add(self, new: NewMessage) -> Message: ...
    def get(self, message_id: int) -> Message | None: ...
    def keep(self, message: Message) -> Message:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def of_client(self, client_id: int, limit: int = 8) -> Sequence[Message]: ...
    def first_letter(self, invitation_id: int) -> Message | None:
        """The letter that opened the conversation: the invitation itself, whose thread the chases follow."""

    def sent_as(self, message_id: str) -> Message | None:
        """The letter of ours that left with that Message-ID."""

    def unread(self, who: Collaborator, mine: bool = False) -> int:
        """How many are; of the clients that this person manages alone, with `mine`."""

    def unread_ones(self, who: Collaborator, limit: int = 8, offset: int = 0, mine: bool = False) -> Sequence[Message]:
        """What nobody of the firm has opened, answered, assigned or handled yet, the oldest first."""

    def add_document(self, new: NewDocument) -> Document: ...
    def documents_of(
        self, client_id: int | None = None, message_id: int | None = None, limit: int = 50
    ) -> Sequence[Document]: ...
    def count_documents(self, client_id: int) -> int:
        """How many are filed in that client file, decorations of mails left out."""

    def document(self, document_id: int) -> Document | None: ...
    def page_of_documents(
        self, client_id: int, *, refused: bool = False, limit: int = 8, offset: int = 0
    ) -> tuple[Sequence[Document], int]:
        """Those of a client, the latest first, and how many in all; `refused` keeps those that were refused."""

    def keep_document(self, document: Document) -> Document:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""

    def decide_sender(self, address: str, client_id: int | None, ignored: bool) -> None:
        """Remember a person's decision for the mails of that address."""

    def decision_on(self, address: str) -> tuple[int | None, bool] | None:
        """(client, ignored) once decided."""

    def note_check(self, address: str, passed: bool, now: datetime) -> None: ...
    def used_to_pass(self, address: str) -> bool: ...


class IncidentsBook(Protocol):
    def find(self, who: Collaborator, wanted: IncidentFilter) -> tuple[Sequence[Incident], Mapping[IncidentKind, int]]:
        """A page of those this person may see, what blocks first, and how many of each kind in all."""

    def count(self, who: Collaborator) -> int:
        """How many are open."""

    def search(self, who: Collaborator, text: str, at_most: int = 20) -> Sequence[Incident]: ...


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left to do once a client's rows are gone: our messages in Slack, and contents that nothing names."""

    client_id: int
    posted: tuple[tuple[str, str], ...]
    contents: tuple[str, ...]


class ErasureBook(Protocol):
    """Clients that leave for good."""

    def due(self, now: datetime, at_most: int) -> Sequence[int]:
        """Those to be erased by now."""

    def to_warn(self, before: datetime, at_most: int) -> Sequence[int]:
        """Those to be erased by then, of which nobody was told."""

    def warned(self, client_id: int, now: datetime) -> None: ...
    def erase(self, client_id: int) -> Erased | None:
        """Take out all that is kept of that client; None while a letter of its is being sent."""


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A link given to one collaborator in Slack, that opens one export."""

    collaborator_id: int
    export_id: int


class ExportsBook(Protocol):
    """Exports of one client, and the pages where their reader takes them."""

    def ask(self, client_id: int, who: Collaborator, now: datetime) -> Export: ...
    def get(self, export_id: int) -> Export | None: ...
    def waiting(self) -> Export | None:
        """The oldest that is not made yet."""

    def ready(self, export: Export, blob: str, size: int, expires_at: datetime) -> bool:
        """The file is made; False when somebody else made it first."""

    def gather(self, client_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All rows that are held on the client, by the name of their table, as plain values; no secret."""

    def add_link(self, export: Export, who: Collaborator, token_hash: str, expires_at: datetime) -> None: ...
    def link(self, token_hash: str, now: datetime) -> StaffLink | None:
        """None once it is used or late."""

    def use_link(self, token_hash: str, now: datetime) -> bool:
        """False when it was used already."""

    def open_session(self, collaborator_id: int, token_hash: str, expires_at: datetime) -> None: ...
    def of_session(self, token_hash: str, now: datetime) -> Collaborator | None:
        """The collaborator whose session it is, who is still in the firm."""


class MergingBook(Protocol):
    def merge(self, kept_id: int, other_id: int) -> None:
        """Move all that the second client holds to the first; the second is no more, save its deposit address."""


class RequestsBook(Protocol):
    """Documents that the firm waits for."""

    def add(self, new: NewRequest) -> Request: ...
    def get(self, request_id: int) -> Request | None: ...
    def awaited(self, client_id: int) -> Sequence[Request]:
        """Those not ended, the first due first."""

    def keep(self, request: Request) -> Request:
        """Write the changes; ChangedMeanwhile when its version is no longer the one that was read."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox that Guichet reads. `problem` is a word for what is wrong (`unreachable`, `wrong_secret`...)."""

    id: int
    firm_id: int
    address: str
    url: str = field(repr=False)
    uidvalidity: int | None = None
    last_ok_at: datetime | None = None
    problem: str | None = None
    problem_since: datetime | None = None


class InboundBook(Protocol):
    """Mails as received, and the mailboxes they come from."""

    def mailboxes(self) -> Sequence[Mailbox]: ...
    def keep_mailbox(self, mailbox: Mailbox) -> None: ...
    def known_uids(self, mailbox_id: int, uidvalidity: int) -> set[int]: ...
    def add(self, mail: RawMail) -> RawMail | None:
        """Keep its row; None when that mailbox, UIDVALIDITY and UID are already there."""

    def get(self, inbound_id: int) -> RawMail | None: ...
    def twin_of(self, mail: RawMail) -> RawMail | None:
        """An earlier mail of the same mailbox with the same Message-ID and the same content."""

    def waiting(self, at_most: int) -> Sequence[RawMail]:
        """Stored and not yet understood, oldest first."""

    def keep(self, mail: RawMail) -> None: ...


@dataclass(frozen=True, slots=True)
class Card:
    """A Slack message of ours about something: where it stands once posted (`ts` is None before)."""

    id: int
    about: str
    about_id: int
    channel: str
    ts: str | None


class CardsBook(Protocol):
    def add(self, about: str, about_id: int, channel: str) -> Card: ...
    def get(self, card_id: int) -> Card | None: ...
    def about(self, about: str, about_id: int) -> Sequence[Card]: ...
    def posted(self, card_id: int, channel: str, ts: str) -> None: ...


class DigestsBook(Protocol):
    """One digest a member, leavers and those who want none included: theirs are put off, and never sent."""

    def due(self, now: datetime, at_most: int) -> Sequence[Digest]:
        """Those whose hour has come; on PostgreSQL locked, those of other workers skipped."""

    def keep(self, digest: Digest) -> None: ...
    def news(self, who: Collaborator, since: datetime) -> News:
        """What came by itself, of the clients this person may see."""


class ImportsBook(Protocol):
    """Imports of sheets under way, and what the firm holds of what their rows name."""

    def add(self, new: SheetImport, slack_file: str | None = None, sheet: bytes | None = None) -> SheetImport:
        """Keep a new one (its id is 0), its sheet at hand or still at Slack's."""

    def get(self, import_id: int) -> SheetImport | None: ...
    def slack_file(self, import_id: int) -> str | None: ...
    def sheet(self, import_id: int) -> bytes | None: ...
    def keep_sheet(self, import_id: int, content: bytes) -> None: ...
    def answers(self, import_id: int) -> bytes | None:
        """What the registry said of its SIRENs, as JSON."""

    def keep_answers(self, import_id: int, answers: bytes) -> None: ...
    def move(self, before: SheetImport, after: SheetImport) -> bool:
        """From one state, or from one row, to the next; False when somebody else did so first."""

    def claim(self, owner: str, now: datetime, until: datetime) -> SheetImport | None:
        """The oldest to be worked at and at which nobody works, this owner's until that (machine's) instant."""

    def renew(self, import_id: int, owner: str, until: datetime) -> bool:
        """Hold it until then; False when another does."""

    def leave(self, import_id: int, owner: str) -> None: ...
    def forgotten(self, before: datetime) -> Sequence[SheetImport]:
        """Those tried before that instant, and never answered."""

    def write_alone(self) -> None:
        """Until the end of the transaction, no other import of the firm writes."""

    def known(self, wanted: Wanted) -> Known: ...
    def write(self, outcomes: Sequence[Outcome], by: Collaborator, now: datetime, accounts: Mapping[str, int]) -> None:
        """Keep what is to be created and updated, with its history and the invitations to prepare.

        `accounts` are spaces that new contacts join, by address. WrittenMeanwhile when a code or a deposit address
        has just been taken.
        """


class DraftsBook(Protocol):
    def keep(self, draft: Draft) -> None: ...
    def get(self, uid: str, author: Collaborator) -> Draft | None: ...
    def of_author(self, author: Collaborator) -> Sequence[Draft]: ...
    def drop(self, uid: str) -> None: ...


class OutboxBook(Protocol):
    def add(self, envelope: NewEnvelope) -> int: ...
    def withdraw(self, order_key: str) -> int:
        """Take back what has not left yet under that key; how many."""

    def release_letters(self, now: datetime) -> int:
        """Letters that waited for the invitation's text to be read may leave; how many."""

    def settle(self, envelope_id: int, left: bool, now: datetime) -> Envelope | None:
        """A person said whether a doubtful envelope had left: done, or sent again; None once it is settled.

        One that is dead may be sent again too, with as many tries as a new one.
        """


class RegistryShelf(Protocol):
    """Answers of the registry kept a while, by key."""

    def put(self, key: str, value: Mapping[str, object], now: datetime) -> None: ...
    def get(self, key: str, not_before: datetime) -> Mapping[str, object] | None: ...


class LimitsBook(Protocol):
    def take(self, key: str, at_most: int, within: timedelta, now: datetime) -> bool:
        """Count one use of `key`; False once there were `at_most` within the time."""


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
    def invitations(self) -> InvitationsBook: ...
    @property
    def messages(self) -> MessagesBook: ...
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
    def outbox(self) -> OutboxBook: ...
    @property
    def registry(self) -> RegistryShelf: ...
    @property
    def limits(self) -> LimitsBook: ...

    def keep_firm(self, firm: Firm) -> None: ...
    def note(self, line: HistoryLine) -> None:
        """Write a line of history, in the transaction of what it tells."""

    def history(self, client_id: int, limit: int = 20, offset: int = 0) -> Sequence[HistoryLine]:
        """The latest first."""

    def count_history(self, client_id: int) -> int: ...
    def first_time(self, key: str, now: datetime) -> bool:
        """False when that event, click or submission was already taken in."""
