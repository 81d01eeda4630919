"""Invitations, and the links of their letters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, update

from domain.books import InvitationFilter, Link
from domain.clients import ClientState
from domain.invitations import Invitation, InvitationList, InvitationState, LinkKind, StopReason
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile, NotFound
from storage.books.book import Book, kept, of_these_clients
from storage.books.changes import OF_AN_INVITATION, overtaken
from storage.rows import value_of
from storage.sight import in_sight_of, unseen_by
from storage.tables import clients, invitations, links
from storage.tables.invitations import IS_DUE, MAY_LAPSE

WAITING = (InvitationState.DRAFT, InvitationState.QUEUED, InvitationState.SENT)
GONE_WRONG = (InvitationState.BOUNCED, InvitationState.EXPIRED)
OF_CLIENTS = of_these_clients(invitations).order_by(invitations.c.created_at, invitations.c.id)


class Invitations(Book):
    def add(self, invitation: Invitation) -> Invitation:
        row = {**kept(invitation), "version": 1}
        return replace(invitation, id=self.insert(invitations, row), firm_id=self.firm_id, version=1)

    def get(self, invitation_id: int) -> Invitation | None:
        row = self.one(invitations, id=invitation_id)
        return value_of(Invitation, row) if row else None

    def visible_to(self, who: Collaborator, invitation_id: int) -> Invitation:
        query = self.of(invitations, invitations.c.id == invitation_id, ~unseen_by(who, invitations))
        found = self._all(query)
        if not found:
            raise NotFound("invitation")
        return found[0]

    def of_client(self, client_id: int) -> Sequence[Invitation]:
        return [value_of(Invitation, row) for row in self.all(invitations, client_id=client_id)]

    def of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Sequence[Invitation]]:
        found = self.rows_of_clients(OF_CLIENTS, client_ids)
        return {client_id: [value_of(Invitation, row) for row in rows] for client_id, rows in found.items()}

    def of_contact(self, contact_id: int) -> Sequence[Invitation]:
        return [value_of(Invitation, row) for row in self.all(invitations, contact_id=contact_id)]

    def open_ones(self, who: Collaborator, mine: bool = False) -> Sequence[Invitation]:
        invitation = invitations.c
        needs_person = case(
            (invitation.state == InvitationState.BOUNCED, 0),
            (invitation.escalated_at.is_not(None), 1),
            (invitation.state == InvitationState.EXPIRED, 2),
            else_=3,
        )
        of_the_client = (clients.c.firm_id == invitation.firm_id) & (clients.c.id == invitation.client_id)
        seen = in_sight_of(who) & (clients.c.manager_id == who.id) if mine else in_sight_of(who)
        return self._all(
            select(invitations)
            .join(clients, of_the_client)
            .where(self.mine(invitations), invitation.state.in_(WAITING + GONE_WRONG), seen)
            .order_by(needs_person, invitation.created_at, invitation.id)
        )

    def find(
        self, who: Collaborator, wanted: InvitationFilter
    ) -> tuple[Sequence[Invitation], Mapping[InvitationList, int]]:
        of_the_client = (clients.c.firm_id == invitations.c.firm_id) & (clients.c.id == invitations.c.client_id)
        seen = in_sight_of(who) & (clients.c.state != ClientState.TERMINATED)
        if wanted.mine:
            seen &= clients.c.manager_id == who.id
        lists = {which: _is_in(which) for which in InvitationList}
        lengths = [func.count(case((condition, 1))).label(which) for which, condition in lists.items()]
        counted = select(*lengths).select_from(invitations.join(clients, of_the_client))
        row = self.connection.execute(counted.where(self.mine(invitations), seen)).mappings().one()
        page: Sequence[Invitation] = []
        if wanted.limit:
            latest = [invitations.c.accepted_at.desc()] if wanted.which is InvitationList.ACCEPTED else [_need()]
            in_order = (
                select(invitations)
                .join(clients, of_the_client)
                .where(self.mine(invitations), seen, lists[wanted.which])
                .order_by(*latest, clients.c.search, invitations.c.id)
            )
            page = self._all(in_order.offset(wanted.offset).limit(wanted.limit))
        return page, {which: row[which] for which in InvitationList}

    def due(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        first_due = self.of(invitations, invitations.c.next_at <= now).where(IS_DUE).order_by(invitations.c.next_at)
        return self._claimed(first_due, at_most)

    def lapsed(self, now: datetime, at_most: int) -> Sequence[Invitation]:
        over = self.of(invitations, invitations.c.expires_at <= now).where(MAY_LAPSE)
        return self._claimed(over.order_by(invitations.c.expires_at), at_most)

    def keep(self, invitation: Invitation) -> Invitation:
        if not self.change_version(invitations, invitation.id, invitation.version, kept(invitation)):
            raise self.decided(invitation)
        return replace(invitation, version=invitation.version + 1)

    def decided(self, invitation: Invitation) -> ChangedMeanwhile:
        return overtaken(self, invitation.created_at, acts=OF_AN_INVITATION, subject_id=invitation.id)

    def add_link(self, invitation_id: int, kind: LinkKind, token_hash: str, now: datetime) -> None:
        link = {"invitation_id": invitation_id, "kind": kind, "token_hash": token_hash, "created_at": now}
        self.insert(links, link)

    def link(self, token_hash: str) -> Link | None:
        """The link; it expires with its invitation."""
        of_it = (invitations.c.firm_id == links.c.firm_id) & (invitations.c.id == links.c.invitation_id)
        row = self.row(
            select(links, invitations.c.expires_at)
            .join(invitations, of_it)
            .where(self.mine(links), links.c.token_hash == token_hash)
        )
        return value_of(Link, row) if row else None

    def close_links(self, invitation_id: int, now: datetime) -> None:
        unused = (links.c.invitation_id == invitation_id) & links.c.used_at.is_(None)
        self.connection.execute(update(links).where(self.mine(links), unused).values(used_at=now))

    def _claimed(self, query: Select[Any], at_most: int) -> Sequence[Invitation]:
        query = query.limit(at_most)
        return self._all(query.with_for_update(skip_locked=True) if self.writes else query)

    def _all(self, query: Select[Any]) -> Sequence[Invitation]:
        return [value_of(Invitation, row) for row in self.rows(query)]


def _is_in(which: InvitationList) -> ColumnElement[bool]:
    """`Invitation.is_in`, as a WHERE clause: a test holds the two side by side."""
    row = invitations.c
    given_up = row.stopped.is_not(None) & (row.stopped == StopReason.GIVEN_UP)
    awaited = row.state.in_((InvitationState.QUEUED, InvitationState.SENT, InvitationState.EXPIRED)) & ~given_up
    disowned = row.stopped.is_not(None) & (row.stopped == StopReason.WRONG_PERSON)
    misdirected = (row.state == InvitationState.BOUNCED) | disowned
    match which:
        case InvitationList.WAITING:
            return awaited | misdirected
        case InvitationList.TO_CALL:
            return awaited & row.escalated_at.is_not(None) & row.stopped.is_(None)
        case InvitationList.ACCEPTED:
            return row.state == InvitationState.ACCEPTED
        case InvitationList.BOUNCED:
            return misdirected
        case InvitationList.EXPIRED:
            return (row.state == InvitationState.EXPIRED) & ~given_up
        case InvitationList.GIVEN_UP:
            return given_up & row.state.not_in((InvitationState.ACCEPTED, InvitationState.REVOKED))


def _need() -> ColumnElement[int]:
    """What needs a person first: an address to correct, a call to make, a link that is over; what is at rest last."""
    row = invitations.c
    at_rest = row.paused | row.stopped.is_not(None) | row.absent_until.is_not(None)
    return case(
        (_is_in(InvitationList.BOUNCED), 0),
        (_is_in(InvitationList.TO_CALL), 1),
        (row.state == InvitationState.EXPIRED, 2),
        (at_rest, 4),
        else_=3,
    )
