"""The dispatcher's side of the outbox: claim what is due, and write down what became of it.

A claim is committed before the first byte leaves. Two times meet here: `now` is the machine's, for leases and
back-off; `office_now` is the firm's, which a demo may move, for what must not leave before its hour.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, and_, exists, func, or_, select, update

from domain.outbox import LEASE, Envelope, Way
from storage.books.outbox import envelope_of
from storage.database import Database
from storage.records import FirmRecords
from storage.tables import envelopes, firms
from storage.tables.outbox import EnvelopeState, is_on_its_way, is_open
from storage.types import written

AT_MOST = 10
PER_FIRM = 3


class ClaimLost(Exception):
    """The lease ran out and another worker has the envelope: this one's verdict must not be written."""


def claim(
    database: Database,
    owner: str,
    now: datetime,
    office_now: datetime,
    at_most: int = AT_MOST,
    lease: timedelta = LEASE,
) -> Sequence[Envelope]:
    """Envelopes that may leave, now this owner's for the length of the lease: at most three of one firm."""
    taken: list[Envelope] = []
    with database.looking() as connection:
        firms_with_due = _firms_with_due(connection, now, office_now)
    if not firms_with_due:
        return taken
    with database.writing() as connection:
        for firm_id in firms_with_due:
            room = min(PER_FIRM, at_most - len(taken))
            if not room:
                break
            for row in _oldest_of(connection, firm_id, now, office_now, room):
                _take(connection, row, owner, now + lease)
                taken.append(_envelope(row))
    return taken


def mark_done(records: FirmRecords, owner: str, envelope: Envelope, now: datetime) -> None:
    """It left. Its body is blanked: the copy kept in the conversation has no live link."""
    _mark(records, owner, envelope, state=EnvelopeState.DONE, body=None, error=None, done_at=now)


def mark_retry(
    records: FirmRecords, owner: str, envelope: Envelope, at: datetime, error: str, doubtful: bool = False
) -> None:
    """It did not leave, and is tried again at that (machine's) instant; still doubtful when the probe failed."""
    state = EnvelopeState.READY
    _mark(records, owner, envelope, state=state, retry_at=at, error=error, doubtful=doubtful)


def mark_dead(records: FirmRecords, owner: str, envelope: Envelope, error: str, now: datetime) -> None:
    """It will not leave. Its body is kept: people are told, and may send it again."""
    _mark(records, owner, envelope, state=EnvelopeState.DEAD, error=error, done_at=now)


def mark_ask(records: FirmRecords, owner: str, envelope: Envelope) -> None:
    """Nobody can tell whether it left: it waits for a person's answer (`OutboxBook.settle`)."""
    _mark(records, owner, envelope, state=EnvelopeState.ASKED)


def give_back(database: Database, owner: str, never_begun: Iterable[Envelope], until: datetime | None = None) -> None:
    """Claimed, and not one byte of them sent: others may take them at once, or from that (machine's) instant."""
    for envelope in never_begun:
        with database.records(envelope.firm_id) as records:
            row = {"state": EnvelopeState.READY, "attempt": envelope.attempt - 1, "doubtful": envelope.doubtful}
            values = {**row, "retry_at": until, "owner": None, "lease_until": None}
            records.connection.execute(_the_claim(owner, envelope).values(values))


def letters_left(records: FirmRecords, before: datetime, at_most: int) -> Sequence[str]:
    """The Message-IDs of the firm's latest letters that are known to have left before that (machine's) instant."""
    row = envelopes.c
    left = records.of(envelopes, row.way == Way.MAIL, row.state == written(EnvelopeState.DONE), row.done_at < before)
    newest = left.with_only_columns(row.message_id).where(row.message_id.is_not(None)).order_by(row.done_at.desc())
    return records.connection.execute(newest.limit(at_most)).scalars().all()


def _firms_with_due(connection: Connection, now: datetime, office_now: datetime) -> Sequence[int]:
    """In an order that changes each time: a firm with five thousand letters does not hold the others."""
    something_due = exists().where(envelopes.c.firm_id == firms.c.id, _may_leave(now, office_now))
    return connection.execute(select(firms.c.id).where(something_due).order_by(func.random())).scalars().all()


def _oldest_of(
    connection: Connection, firm_id: int, now: datetime, office_now: datetime, at_most: int
) -> Sequence[RowMapping]:
    row = envelopes.c
    query = (
        select(envelopes)
        .join(firms, firms.c.id == row.firm_id)
        .where(row.firm_id == firm_id, _may_leave(now, office_now), ~_behind_another())
        .order_by(row.not_before, row.id)
        .limit(at_most)
        # PostgreSQL: what another worker is claiming is skipped, and what it has just claimed no longer matches.
        .with_for_update(of=envelopes, skip_locked=True)
    )
    return connection.execute(query).mappings().all()


def _take(connection: Connection, row: RowMapping, owner: str, lease_until: datetime) -> None:
    the_row = (envelopes.c.firm_id == row["firm_id"]) & (envelopes.c.id == row["id"])
    values = {
        "state": EnvelopeState.SENDING,
        "owner": owner,
        "lease_until": lease_until,
        "attempt": row["attempt"] + 1,
        "doubtful": _is_doubtful(row),
    }
    connection.execute(update(envelopes).where(the_row).values(values))


def _may_leave(now: datetime, office_now: datetime) -> ColumnElement[bool]:
    row = envelopes.c
    ready = and_(row.state == EnvelopeState.READY, or_(row.retry_at.is_(None), row.retry_at <= now))
    abandoned = and_(row.state == EnvelopeState.SENDING, row.lease_until <= now)
    allowed = or_(~row.for_client, and_(firms.c.invitation_read_at.is_not(None), ~firms.c.sending_stopped))
    return and_(is_on_its_way(envelopes), row.not_before <= office_now, or_(ready, abandoned), allowed)


def _behind_another() -> ColumnElement[bool]:
    """Whether an envelope of the same order key must have its verdict first.

    One that a worker has abandoned is behind nobody: it may already have left.
    """
    other, row = envelopes.alias("other"), envelopes.c
    first = exists().where(
        other.c.firm_id == row.firm_id,
        other.c.order_key == row.order_key,
        other.c.id != row.id,
        is_open(other),
        # Numbers are given before commits: an earlier one may appear while a later one is on its way.
        or_(other.c.id < row.id, other.c.state == EnvelopeState.SENDING),
    )
    return and_(row.state == EnvelopeState.READY, first)


def _is_doubtful(row: RowMapping) -> bool:
    """Somebody began to send it and said nothing, or could not tell."""
    return bool(row["doubtful"]) or row["state"] is EnvelopeState.SENDING


def _envelope(row: RowMapping) -> Envelope:
    return envelope_of(row, attempt=row["attempt"] + 1, doubtful=_is_doubtful(row))


def _the_claim(owner: str, envelope: Envelope) -> Update:
    row = envelopes.c
    mine = and_(
        row.firm_id == envelope.firm_id,
        row.id == envelope.id,
        row.state == EnvelopeState.SENDING,
        row.owner == owner,
        row.attempt == envelope.attempt,
    )
    return update(envelopes).where(mine)


def _mark(records: FirmRecords, owner: str, envelope: Envelope, **values: object) -> None:
    """Write the verdict in the transaction of its effects; ClaimLost undoes them together."""
    verdict = _the_claim(owner, envelope).values(**values, owner=None, lease_until=None)
    if records.connection.execute(verdict).rowcount != 1:
        raise ClaimLost(envelope.uid)
