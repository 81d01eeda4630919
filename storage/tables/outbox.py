"""What must go out, written with the fact that caused it."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, ColumnElement, FromClause, Integer, Text, text

from domain.about import About
from domain.outbox import Doubt, Way
from storage.tables.base import due_by, firm_table, found_by, one_by
from storage.types import Id, Instant, Secret, Word, written


class EnvelopeState(StrEnum):
    READY = "ready"
    SENDING = "sending"
    ASKED = "asked"  # it may have left, and a person was asked
    DONE = "done"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


# `not_before` is the firm's time, which a demo may move; `retry_at`, `lease_until` and `done_at` are the machine's.
envelopes = firm_table(
    "outbox",
    Column("uid", Text, nullable=False),
    Column("way", Word(Way), nullable=False),
    Column("to", Text, nullable=False),
    Column("body", Secret),
    Column("order_key", Text, nullable=False),
    Column("group_key", Text),
    Column("pace_key", Text),
    Column("subject_kind", Word(About)),
    Column("subject_id", Id),
    Column("message_id", Text),
    Column("for_client", Boolean, nullable=False),
    Column("doubt", Word(Doubt), nullable=False),
    Column("state", Word(EnvelopeState), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("retry_at", Instant),
    Column("attempt", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("owner", Text),
    Column("lease_until", Instant),
    Column("error", Text),
    Column("done_at", Instant),
    one_by("uid"),
    due_by("outbox_due", "firm_id", "not_before", "id", where=text("state IN ('ready', 'sending')")),
    due_by("outbox_open", "firm_id", "order_key", "id", where=text("state IN ('ready', 'sending', 'asked')")),
    due_by("outbox_left", "firm_id", "done_at", where=text("state = 'done'")),
    due_by("outbox_dead", "firm_id", "id", where=text("state = 'dead'")),
    found_by("outbox", "group_key", "not_before"),
)

# As their indexes say them.
READY, SENDING, ASKED = (written(state) for state in (EnvelopeState.READY, EnvelopeState.SENDING, EnvelopeState.ASKED))


def is_on_its_way(envelope: FromClause) -> ColumnElement[bool]:
    """To be sent, or being sent."""
    return envelope.c.state.in_((READY, SENDING))


def is_open(envelope: FromClause) -> ColumnElement[bool]:
    """Without its verdict yet."""
    return envelope.c.state.in_((READY, SENDING, ASKED))
