"""What must go out, written with the fact that caused it."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Integer, Text, text

from domain.outbox import Doubt, Way
from storage.tables.base import due_by, firm_table, found_by, one_by
from storage.types import Id, Instant, Secret, Word


class EnvelopeState(StrEnum):
    READY = "ready"
    SENDING = "sending"
    ASKED = "asked"  # it may have left, and a person was asked
    DONE = "done"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (EnvelopeState.READY, EnvelopeState.SENDING, EnvelopeState.ASKED)

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
    Column("subject_kind", Text),
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
    due_by(
        "outbox_due",
        "not_before",
        "firm_id",
        where=text("state IN ('ready', 'sending')"),
    ),
    due_by(
        "outbox_open",
        "firm_id",
        "order_key",
        "id",
        where=text("state IN ('ready', 'sending', 'asked')"),
    ),
    due_by("outbox_dead", "firm_id", "id", where=text("state = 'dead'")),
    found_by("outbox", "group_key", "not_before"),
)
