"""The database: transactions of one firm, the few questions that are about all of them, and its schema."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from domain.firm import Firm
from domain.history import HistoryLine
from domain.people import Collaborator
from storage.books.vocabulary import LEARNT, write_words
from storage.encryption import CANARY, KeyRing, WrongKeys
from storage.engine import WRITES, open_engine, sqlite_file
from storage.locks import FileLock, WriterLock
from storage.migrations import check_schema, upgrade_to_head
from storage.records import FirmRecords
from storage.rows import values_of
from storage.tables import (
    digests,
    envelopes,
    firms,
    instances,
    invitations,
    links,
    sheet_imports,
    staff_links,
    staff_sessions,
    web_sessions,
)
from storage.tables.imports import IS_AT_WORK
from storage.tables.invitations import IS_DUE, MAY_LAPSE
from storage.tables.outbox import is_on_its_way
from storage.types import give_keys

OF_TEAM = select(firms.c.id, firms.c.bot_token).where(firms.c.slack_team == bindparam("team"))
# What `guichet.firm` holds while the question is about every firm: see the policies of the first migration.
ALL_FIRMS = "*"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes in by Slack: whose workspace it is, its token while the app is installed, and the person, if known."""

    firm_id: int
    bot_token: str | None = field(repr=False)
    who: Collaborator | None


class Database:
    """Opened by `open_database`. One is enough for all the threads of a process."""

    def __init__(self, address: str, keys: KeyRing) -> None:
        self.engine = open_engine(address)
        give_keys(self.engine.dialect, keys)
        file = sqlite_file(self.engine)
        self._writer = WriterLock() if file else None
        self._file_lock = FileLock(file) if file else None

    def close(self) -> None:
        self.engine.dispose()
        if self._file_lock:
            self._file_lock.release()

    def hold_lock(self) -> None:
        """Keep every other `guichet run` off an SQLite file until `close`; DatabaseInUse when one is on it."""
        if self._file_lock:
            self._file_lock.take()

    @contextmanager
    def records(self, firm_id: int) -> Iterator[FirmRecords]:
        """The firm's books, to write: committed at the end, rolled back by an exception."""
        with self.writing(str(firm_id)) as connection:
            yield FirmRecords(connection, firm_id)

    @contextmanager
    def reading(self, firm_id: int) -> Iterator[FirmRecords]:
        """The firm's books as they are now; writing in them fails."""
        with self.looking(str(firm_id)) as connection:
            yield FirmRecords(connection, firm_id)

    @contextmanager
    def writing(self, whose: str = ALL_FIRMS) -> Iterator[Connection]:
        """A transaction that writes, for one firm or for what concerns them all."""
        if self._writer is None:
            with self._transaction(whose, writes=True) as connection:
                yield connection
        else:
            with self._writer.held(), self._transaction(whose, writes=True) as connection:
                yield connection

    @contextmanager
    def looking(self, whose: str = ALL_FIRMS) -> Iterator[Connection]:
        """A transaction that only reads, for one firm or for what concerns them all."""
        with self._transaction(whose, writes=False) as connection:
            yield connection

    @contextmanager
    def _transaction(self, whose: str, *, writes: bool) -> Iterator[Connection]:
        options = {WRITES: writes} if self._writer else {"postgresql_readonly": not writes}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            self._stand_in(connection, whose)
            # The connection is used again and again: what a transaction that failed had learnt is forgotten.
            connection.info.pop(LEARNT, None)
            yield connection
            write_words(connection)

    def _stand_in(self, connection: Connection, whose: str) -> None:
        """For the wall of PostgreSQL, whose rows the transaction reads and writes."""
        if self._writer is None:
            connection.execute(text("SELECT set_config('guichet.firm', :firm, true)"), {"firm": whose})

    def migrate(self) -> None:
        """Bring the schema to the newest; SchemaTooNew, and WrongKeys when the keys do not open what is kept."""
        with self.writing() as connection:
            upgrade_to_head(connection)
            if connection.execute(select(instances.c.id)).first() is None:
                connection.execute(insert(instances).values(id=1, identity=str(uuid4()), canary=CANARY))
        self.check()

    def check(self) -> None:
        """SchemaTooOld, SchemaTooNew or WrongKeys when this program cannot use that database."""
        with self.looking() as connection:
            check_schema(connection)
            words = connection.execute(select(instances.c.canary, instances.c.canary_next)).one()
            if words[0] != CANARY or words[1] not in (CANARY, None):
                raise WrongKeys("the word kept to try the keys is not the one expected")

    def begin_rotation(self) -> None:
        """From now on the newest key is needed beside the one that sealed what is there."""
        with self.writing() as connection:
            connection.execute(update(instances).values(canary_next=CANARY))

    def compact(self) -> None:
        """Leave nothing readable of the rows that were erased: SQLite keeps them in free pages. Everybody waits."""
        if self._writer is None:
            return
        with self._writer.held(), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA query_only = 0")
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def identity(self) -> str:
        """Which database this is, for its life: a copy has the same."""
        with self.looking() as connection:
            return str(connection.execute(select(instances.c.identity)).scalar_one())

    def firms(self) -> Sequence[int]:
        """The ids of all the firms, the first one first."""
        with self.looking() as connection:
            return connection.execute(select(firms.c.id).order_by(firms.c.id)).scalars().all()

    def firm_of_team(self, team_id: str) -> int | None:
        with self.looking() as connection:
            return connection.execute(select(firms.c.id).where(firms.c.slack_team == team_id)).scalar()

    def visitor(self, team_id: str, slack_id: str | None) -> Visitor | None:
        """What is known of a person who comes in from that Slack workspace; None for one that is no firm's."""
        with self.looking() as connection:
            firm = connection.execute(OF_TEAM, {"team": team_id}).first()
            if firm is None:
                return None
            people = FirmRecords(connection, firm.id).people
            return Visitor(firm.id, firm.bot_token, people.of_slack(slack_id) if slack_id else None)

    def firm_of_link(self, token_hash: str) -> int | None:
        """The firm that wrote the link with that hash."""
        with self.looking() as connection:
            return connection.execute(select(links.c.firm_id).where(links.c.token_hash == token_hash)).scalar()

    def firm_of_staff_link(self, token_hash: str) -> int | None:
        """The firm where a collaborator was given the link with that hash."""
        with self.looking() as connection:
            whose = select(staff_links.c.firm_id).where(staff_links.c.token_hash == token_hash)
            return connection.execute(whose).scalar()

    def firm_of_staff_session(self, token_hash: str) -> int | None:
        with self.looking() as connection:
            whose = select(staff_sessions.c.firm_id).where(staff_sessions.c.token_hash == token_hash)
            return connection.execute(whose).scalar()

    def firm_of_logo(self, sha256: str) -> int | None:
        """A firm whose logo has that content."""
        with self.looking() as connection:
            return connection.execute(select(firms.c.id).where(firms.c.logo_sha256 == sha256)).scalars().first()

    def firm_of_session(self, token_hash: str) -> int | None:
        """The firm where that web session is open."""
        whose = select(web_sessions.c.firm_id).where(web_sessions.c.token_hash == token_hash)
        with self.looking() as connection:
            return connection.execute(whose).scalar()

    def firms_with_due_invitations(self, now: datetime) -> Sequence[int]:
        due = select(invitations.c.firm_id).where(IS_DUE, invitations.c.next_at <= now).distinct()
        with self.looking() as connection:
            return connection.execute(due).scalars().all()

    def firms_with_due_digests(self, now: datetime) -> Sequence[int]:
        due = select(digests.c.firm_id).where(digests.c.next_at <= now).distinct()
        with self.looking() as connection:
            return connection.execute(due).scalars().all()

    def firms_with_imports(self) -> Sequence[int]:
        """Those where a sheet waits to be tried or written."""
        with self.looking() as connection:
            return connection.execute(select(sheet_imports.c.firm_id).where(IS_AT_WORK).distinct()).scalars().all()

    def firms_with_lapsed_invitations(self, now: datetime) -> Sequence[int]:
        lapsed = select(invitations.c.firm_id).where(MAY_LAPSE, invitations.c.expires_at <= now).distinct()
        with self.looking() as connection:
            return connection.execute(lapsed).scalars().all()

    def next_due(self, now: datetime) -> datetime | None:
        """When the next chase or letter of any firm is due, after that (firm's) instant; None when nothing is."""
        chase = select(func.min(invitations.c.next_at)).where(IS_DUE, invitations.c.next_at > now)
        letter = select(func.min(envelopes.c.not_before)).where(is_on_its_way(envelopes), envelopes.c.not_before > now)
        with self.looking() as connection:
            found = [connection.execute(query).scalar() for query in (chase, letter)]
        return min((due for due in found if due is not None), default=None)

    def create_firm(self, firm: Firm, bot_token: str | None = None, line: HistoryLine | None = None) -> Firm:
        """Keep a new firm (its id is 0) with the line that begins its history; the one given back has its id."""
        with self.writing() as connection:
            row = {**values_of(firm, "id"), "bot_token": bot_token}
            firm_id = connection.execute(insert(firms).values(row).returning(firms.c.id)).scalar_one()
            self._stand_in(connection, str(firm_id))
            if line is not None:
                FirmRecords(connection, firm_id).note(line)
        with self.reading(firm_id) as records:
            return records.firm

    def bot_token(self, firm_id: int) -> str | None:
        with self.looking(str(firm_id)) as connection:
            return connection.execute(select(firms.c.bot_token).where(firms.c.id == firm_id)).scalar()

    def keep_bot_token(self, firm_id: int, token: str | None) -> None:
        """The firm's Slack token; None erases it."""
        with self.writing(str(firm_id)) as connection:
            connection.execute(update(firms).where(firms.c.id == firm_id).values(bot_token=token))


def open_database(url: str, keys: KeyRing) -> Database:
    """The database at that DATABASE_URL: `sqlite:///guichet.db`, `postgresql://…`. Connects at the first use."""
    return Database(url, keys)
