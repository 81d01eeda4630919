"""What a desk puts in the outbox, takes back or settles. `storage/outbox.py` is the dispatcher's side."""

from datetime import datetime

from sqlalchemy import update

from domain.outbox import NewEnvelope
from storage.books.book import Book
from storage.rows import values_of
from storage.tables import envelopes
from storage.tables.outbox import EnvelopeState


class Outbox(Book):
    def add(self, envelope: NewEnvelope) -> int:
        subject = envelope.subject
        row = {
            **values_of(envelope, "due_at", "subject"),
            "not_before": envelope.due_at,
            "subject_kind": subject.kind if subject else None,
            "subject_id": subject.id if subject else None,
            "state": EnvelopeState.READY,
            "attempt": 0,
            "doubtful": False,
        }
        return self.insert(envelopes, row)

    def withdraw(self, order_key: str) -> int:
        row = envelopes.c
        not_left = (row.order_key == order_key) & (row.state == EnvelopeState.READY) & ~row.doubtful
        taken_back = update(envelopes).where(self.mine(envelopes), not_left)
        return self.connection.execute(taken_back.values(state=EnvelopeState.WITHDRAWN, body=None)).rowcount

    def release_letters(self, now: datetime) -> int:
        """They leave in the order they were written, from now on."""
        row = envelopes.c
        held = row.for_client & (row.state == EnvelopeState.READY) & (row.not_before < now)
        return self.connection.execute(
            update(envelopes).where(self.mine(envelopes), held).values(not_before=now)
        ).rowcount

    def settle(self, envelope_id: int, left: bool, now: datetime) -> bool:
        """A person answered whether a doubtful envelope had left: done, or sent again; False when already settled."""
        asked = self.the_one(envelopes, envelope_id) & (envelopes.c.state == EnvelopeState.ASKED)
        answer: dict[str, object]
        if left:
            answer = {"state": EnvelopeState.DONE, "body": None, "done_at": now}
        else:
            answer = {"state": EnvelopeState.READY, "doubtful": False, "retry_at": None}
        return self.connection.execute(update(envelopes).where(asked).values(answer)).rowcount == 1
