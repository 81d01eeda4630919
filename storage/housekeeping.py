"""What has served is taken away, a little at a time: everybody waits for the one who writes."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, select, update

from domain.drafts import KEPT_FOR
from domain.life import UNDONE_WITHIN
from domain.outbox import Way
from domain.slack_messages import KEPT_FOR as HANDED_OVER_KEPT
from storage.books.blobs import uncount_use
from storage.books.letters import is_still_of_use
from storage.records import FirmRecords
from storage.tables import (
    blobs,
    drafts,
    envelopes,
    exports,
    inbound_slack,
    links,
    mergers,
    metadata,
    rate_counts,
    registry_answers,
    sign_in_codes,
    slack_messages,
    staff_links,
    staff_sessions,
    web_sessions,
)
from storage.tables.mergers import IS_REMEMBERED
from storage.tables.outbox import EnvelopeState

AT_ONCE = 200
# The probe asks for the latest letters that left: those stay, however old.
WITNESSES = 20
OUTBOX_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=180)
ANSWERS_KEPT = timedelta(days=2)
# The longest that anything is counted for is a day.
COUNTS_KEPT = timedelta(days=2)
# Some keys are given once for the life of an invitation.
KEYS_KEPT = timedelta(days=90)
# Between what is put on disk and the commit that names it.
UNNAMED_FOR = timedelta(days=1)

Turn = Callable[[FirmRecords, datetime, datetime], int]


def drafts_of_last_month(records: FirmRecords, now: datetime, _: datetime) -> int:
    return _delete(records, drafts, drafts.c.updated_at < now - KEPT_FOR)


def slack_messages_of_yesterday(records: FirmRecords, now: datetime, _: datetime) -> int:
    return _delete(records, slack_messages, slack_messages.c.taken_at < now - HANDED_OVER_KEPT)


def letters_done(records: FirmRecords, now: datetime, real_now: datetime) -> int:
    """Done and withdrawn alike, save the firm's latest letters, and what did not leave and nobody has to decide on.

    `done_at` is the machine's time.
    """
    row = envelopes.c
    witnesses = (
        select(row.id)
        .where(records.mine(envelopes), row.state == EnvelopeState.DONE, row.way == Way.MAIL)
        .order_by(row.done_at.desc())
        .limit(WITNESSES)
    )
    kept = records.connection.execute(witnesses).scalars().all()
    done = (row.state == EnvelopeState.DONE) & (row.done_at < real_now - OUTBOX_KEPT)
    stuck = row.state.in_((EnvelopeState.DEAD, EnvelopeState.ASKED)) & ((row.way != Way.MAIL) | ~is_still_of_use())
    given_up = ((row.state == EnvelopeState.WITHDRAWN) | stuck) & (row.not_before < now - OUTBOX_KEPT)
    return _delete(records, envelopes, (done | given_up) & row.id.not_in(kept))


def doors_closed(records: FirmRecords, now: datetime, _: datetime) -> int:
    """Sessions and codes that are over, links that were used up long ago."""
    gone = _delete(records, web_sessions, web_sessions.c.expires_at < now)
    gone += _delete(records, sign_in_codes, sign_in_codes.c.expires_at < now)
    gone += _delete(records, staff_sessions, staff_sessions.c.expires_at < now)
    gone += _delete(records, staff_links, staff_links.c.expires_at < now - UNNAMED_FOR)
    return gone + _delete(records, links, links.c.used_at < now - LINKS_KEPT)


def answers_and_keys(records: FirmRecords, now: datetime, _: datetime) -> int:
    gone = _delete(records, registry_answers, registry_answers.c.at < now - ANSWERS_KEPT)
    return gone + _delete(records, inbound_slack, inbound_slack.c.at < now - KEYS_KEPT)


def counts(records: FirmRecords, now: datetime, _: datetime) -> int:
    """Counts whose latest use no limit looks at any more."""
    late = (now - COUNTS_KEPT).timestamp()
    old = [row["key"] for row in records.rows(records.of(rate_counts)) if max(row["uses"], default=0.0) < late]
    return _delete(records, rate_counts, rate_counts.c.key.in_(old[:AT_ONCE])) if old else 0


def exports_over(records: FirmRecords, now: datetime, _: datetime) -> int:
    """Archives that can be taken no more; what they held is then named by nothing."""
    over = exports.c.expires_at < now
    rows = records.rows(records.of(exports, over).limit(AT_ONCE))
    ids = [row["id"] for row in rows]
    for row in rows:
        uncount_use(records, row["blob"])
    records.connection.execute(delete(staff_links).where(records.mine(staff_links), staff_links.c.export_id.in_(ids)))
    records.connection.execute(delete(exports).where(records.mine(exports), exports.c.id.in_(ids)))
    return len(ids)


def mergers_over(records: FirmRecords, now: datetime, _: datetime) -> int:
    """What two client files were, once they can no longer be made of one; that they became one stays known."""
    over = (mergers.c.merged_at <= now - UNDONE_WITHIN) & IS_REMEMBERED
    forgotten = dict.fromkeys(("files", "moved", "kept_nir", "other_nir"))
    return records.connection.execute(update(mergers).where(records.mine(mergers), over).values(forgotten)).rowcount


def contents_unused(records: FirmRecords, _: datetime, __: datetime) -> int:
    return _delete(records, blobs, blobs.c.uses <= 0)


TURNS: Sequence[Turn] = (
    drafts_of_last_month,
    slack_messages_of_yesterday,
    letters_done,
    doors_closed,
    answers_and_keys,
    counts,
    exports_over,
    mergers_over,
    contents_unused,
)


def unnamed(records: FirmRecords, names: Collection[str]) -> set[str]:
    """Those contents that no row of the firm names, in whatever table."""
    left = set(names)
    for table in metadata.sorted_tables:
        column = "sha256" if table is blobs else "blob"
        if column in table.c and "firm_id" in table.c:
            named = select(table.c[column]).where(records.mine(table), table.c[column].in_(sorted(left)))
            left -= set(records.connection.execute(named).scalars())
    return left


def _delete(records: FirmRecords, table: Table, condition: ColumnElement[bool]) -> int:
    """A few of those rows at most; how many."""
    keys = list(table.primary_key.columns)
    key = keys[-1]
    some = select(key).where(records.mine(table), condition).limit(AT_ONCE)
    found = records.connection.execute(some).scalars().all()
    if not found:
        return 0
    return records.connection.execute(delete(table).where(records.mine(table), key.in_(found), condition)).rowcount
