"""What a desk puts in the outbox, takes back or settles. `storage/outbox.py` is the dispatcher's side."""

from datetime import datetime

from sqlalchemy import RowMapping, exists, or_, update

from domain.outbox import Answer, Envelope, NewEnvelope, Stuck, Subject
from domain.people import Collaborator
from storage.books.book import Book
from storage.books.relations import SUBJECTS, is_about
from storage.rows import value_of, values_of
from storage.sight import unseen_by
from storage.tables import envelopes
from storage.tables.outbox import EnvelopeState, is_on_its_way, is_open

STUCK = (EnvelopeState.ASKED, EnvelopeState.DEAD)


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
        taken_back = update(envelopes).where(self.mine(envelopes), is_open(envelopes), not_left)
        return self.connection.execute(taken_back.values(state=EnvelopeState.WITHDRAWN, body=None)).rowcount

    def release_letters(self, now: datetime) -> int:
        """They leave in the order they were written, from now on."""
        row = envelopes.c
        held = row.for_client & (row.state == EnvelopeState.READY) & (row.not_before < now)
        return self.connection.execute(
            update(envelopes).where(self.mine(envelopes), is_on_its_way(envelopes), held).values(not_before=now)
        ).rowcount

    def stuck(self, envelope_id: int) -> Stuck | None:
        row = self.row(self.of(envelopes, envelopes.c.id == envelope_id, envelopes.c.state.in_(STUCK)))
        if row is None:
            return None
        return Stuck(envelope_of(row), row["state"] is EnvelopeState.ASKED, row["error"] or "")

    def settle(self, envelope_id: int, answer: Answer, who: Collaborator, now: datetime) -> Envelope | None:
        waits = envelopes.c.state.in_((EnvelopeState.ASKED,) if answer is Answer.ARRIVED else STUCK)
        hidden = [exists().where(is_about(subject), unseen_by(who, subject)) for subject in SUBJECTS]
        waiting = self.row(self.of(envelopes, envelopes.c.id == envelope_id, waits, ~or_(*hidden)))
        if waiting is None:
            return None
        values: dict[str, object]
        match answer:
            case Answer.ARRIVED:
                values = {"state": EnvelopeState.DONE, "body": None, "done_at": now}
            case Answer.RESEND:
                begun_anew = {"attempt": 0, "retry_at": None, "done_at": None}
                values = {"state": EnvelopeState.READY, "doubtful": False, **begun_anew}
            case Answer.GIVE_UP:
                values = {"state": EnvelopeState.WITHDRAWN, "body": None}
        unanswered = self.the_one(envelopes, envelope_id) & waits
        answered = self.connection.execute(update(envelopes).where(unanswered).values(values)).rowcount == 1
        return envelope_of(waiting) if answered else None


def envelope_of(row: RowMapping, **claimed: object) -> Envelope:
    """The envelope of that row; `claimed` tells what a claim changes of it."""
    subject = Subject(row["subject_kind"], row["subject_id"]) if row["subject_kind"] else None
    return value_of(Envelope, {**row, "due_at": row["not_before"], "subject": subject, **claimed})
