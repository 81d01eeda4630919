"""What a letter in the outbox is about, as conditions on its row: its client, and whether it is still of use."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from domain.about import PASSING, About
from domain.invitations import InvitationState
from storage.books.relations import CALLED, SUBJECTS, is_about
from storage.tables import clients, documents, envelopes, invitations, requests


def client_of_letter() -> ColumnElement[int]:
    """The client that the letter is about; NULL for one about none."""
    return func.coalesce(*(_client_by(subject) for subject in SUBJECTS))


def is_still_of_use() -> ColumnElement[bool]:
    """A code has lapsed, an invitation may be over, a document received: nobody has to decide on those any more."""
    open_still = invitations.c.state.in_((InvitationState.QUEUED, InvitationState.SENT))
    return and_(
        _is_none_of(PASSING),
        _while(invitations, open_still),
        _while(requests, requests.c.ended.is_(None)),
        _while(documents, documents.c.redo_at.is_not(None)),
    )


def _client_by(subject: Table) -> ColumnElement[int]:
    number = clients.c.id if subject is clients else subject.c.client_id
    return select(number).where(is_about(subject)).correlate(envelopes).scalar_subquery()


def _while(subject: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the letters about rows of that table, those whose row is so."""
    there = exists(select(subject.c.id).where(is_about(subject), condition).correlate(envelopes))
    return or_(_is_none_of(CALLED[subject]), there)


def _is_none_of(kinds: Sequence[About]) -> ColumnElement[bool]:
    return or_(envelopes.c.subject_kind.is_(None), envelopes.c.subject_kind.not_in(kinds))
