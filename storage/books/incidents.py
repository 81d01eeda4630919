"""Incidents, gathered from mails, invitations, letters and mailboxes; each person is given those in their sight."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    RowMapping,
    Select,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from domain.clients import ClientState
from domain.incidents import UNVERIFIED, Incident, IncidentFilter, IncidentKind, IncidentScope
from domain.invitations import InvitationState
from domain.messages import MessageState
from domain.outbox import Way
from domain.people import Collaborator, Role
from domain.rights import may_see_mailboxes
from domain.search_ranking import ranked
from domain.text import searchable
from storage.books.book import Book, the_firms
from storage.books.letters import client_of_letter, is_still_of_use
from storage.sight import in_sight_of
from storage.tables import clients, contacts, documents, envelopes, invitations, mailboxes, messages
from storage.tables.mail import IS_INCIDENT, IS_REFUSED, WAS_INCIDENT
from storage.tables.outbox import EnvelopeState, is_open
from storage.types import written

RANKS = {kind: rank for rank, kind in enumerate(IncidentKind)}
SEARCHED = 300
# As their indexes say them.
IS_DEAD = envelopes.c.state == written(EnvelopeState.DEAD)
IS_ASKED = is_open(envelopes) & (envelopes.c.state == written(EnvelopeState.ASKED))

OF_THE_MESSAGE = (clients.c.firm_id == messages.c.firm_id) & (clients.c.id == messages.c.client_id)
MESSAGES = (
    select(messages, clients.c.name.label("client_name"))
    .outerjoin(clients, OF_THE_MESSAGE)
    .where(the_firms(messages), messages.c.id.in_(bindparam("ids", expanding=True)))
)
INVITATIONS = (
    select(invitations.c.id, contacts.c.first_name, contacts.c.last_name, contacts.c.email, clients.c.name)
    .join(contacts, (contacts.c.firm_id == invitations.c.firm_id) & (contacts.c.id == invitations.c.contact_id))
    .join(clients, (clients.c.firm_id == invitations.c.firm_id) & (clients.c.id == invitations.c.client_id))
    .where(the_firms(invitations), invitations.c.id.in_(bindparam("ids", expanding=True)))
)
FILES = select(documents.c.message_id, documents.c.filename).where(
    the_firms(documents), documents.c.message_id.in_(bindparam("ids", expanding=True)), ~documents.c.decoration
)
OF_THE_LETTER = (clients.c.firm_id == envelopes.c.firm_id) & (clients.c.id == client_of_letter())
LETTERS = (
    select(envelopes.c.id, envelopes.c.to, envelopes.c.state, clients.c.name.label("client_name"))
    .select_from(envelopes)
    .outerjoin(clients, OF_THE_LETTER)
    .where(the_firms(envelopes), envelopes.c.id.in_(bindparam("ids", expanding=True)))
)


class Incidents(Book):
    def find(self, who: Collaborator, wanted: IncidentFilter) -> tuple[Sequence[Incident], Mapping[IncidentKind, int]]:
        every = self._every(who, wanted).subquery()
        kinds = list(IncidentKind)
        tally = self.connection.execute(select(every.c.rank, func.count()).group_by(every.c.rank)).all()
        counts = {kinds[rank]: count for rank, count in tally}
        page = select(every)
        if wanted.kind is not None:
            page = page.where(every.c.rank == RANKS[wanted.kind])
        by_need = (every.c.rank, every.c.at, every.c.about)
        in_order = page.order_by(*((every.c.at.desc(), every.c.about) if wanted.handled else by_need))
        return self._told(self.rows(in_order.offset(wanted.offset).limit(wanted.limit))), counts

    def count(self, who: Collaborator) -> int:
        return sum(self.find(who, IncidentFilter(limit=0))[1].values())

    def search(self, who: Collaborator, text: str, at_most: int = 20) -> Sequence[Incident]:
        """By sender, client or file, those still open first."""
        waiting, _ = self.find(who, IncidentFilter(limit=SEARCHED))
        handled, _ = self.find(who, IncidentFilter(handled=True, limit=SEARCHED))
        return ranked(text, [*waiting, *handled], _searched, at_most)

    def _every(self, who: Collaborator, wanted: IncidentFilter) -> CompoundSelect[Any]:
        kinds = [self._mails(who, wanted), self._refused_files(who, wanted)]
        if not wanted.handled:
            kinds += [self._bounces(who, wanted), self._mailboxes(who, wanted)]
            kinds += [self._letters(who, wanted, state) for state in (IS_DEAD, IS_ASKED)]
        return union_all(*kinds)

    def _mails(self, who: Collaborator, wanted: IncidentFilter) -> Select[Any]:
        doubtful = messages.c.why.in_(sorted(UNVERIFIED))
        rank = case((doubtful, RANKS[IncidentKind.SENDER]), else_=RANKS[IncidentKind.MAIL])
        return self._of_messages(rank, who, wanted).where(WAS_INCIDENT if wanted.handled else IS_INCIDENT)

    def _refused_files(self, who: Collaborator, wanted: IncidentFilter) -> Select[Any]:
        """Mails that are no incident by themselves, and brought a file that was refused."""
        refused = select(documents.c.message_id).where(self.mine(documents), IS_REFUSED, ~documents.c.decoration)
        is_handled = messages.c.state == MessageState.HANDLED
        of_it = (is_handled if wanted.handled else ~is_handled) & ~messages.c.needs_person
        rank = literal(RANKS[IncidentKind.DOCUMENT], Integer)
        return self._of_messages(rank, who, wanted).where(of_it, messages.c.id.in_(refused))

    def _of_messages(self, rank: Any, who: Collaborator, wanted: IncidentFilter) -> Select[Any]:
        seen = select(clients.c.id).where(self.mine(clients), in_sight_of(who))
        at = messages.c.handled_at if wanted.handled else messages.c.written_at
        found = select(rank.label("rank"), at.label("at"), messages.c.id.label("about")).where(self.mine(messages))
        match wanted.scope:
            case IncidentScope.MINE:
                return found.where(messages.c.client_id.in_(seen.where(clients.c.manager_id == who.id)))
            case IncidentScope.ME:
                found = found.where(messages.c.assigned_to == who.id)
        return found.where(or_(messages.c.client_id.is_(None), messages.c.client_id.in_(seen)))

    def _bounces(self, who: Collaborator, wanted: IncidentFilter) -> Select[Any]:
        row = invitations.c
        seen = select(clients.c.id).where(self.mine(clients), in_sight_of(who), clients.c.state == ClientState.ACTIVE)
        if wanted.scope is not IncidentScope.ALL:
            seen = seen.where(clients.c.manager_id == who.id)
        rank = literal(RANKS[IncidentKind.BOUNCE], Integer).label("rank")
        at = func.coalesce(row.last_chase_at, row.sent_at, row.created_at).label("at")
        return select(rank, at, row.id.label("about")).where(
            self.mine(invitations), row.state == InvitationState.BOUNCED, row.client_id.in_(seen)
        )

    def _letters(self, who: Collaborator, wanted: IncidentFilter, state: ColumnElement[bool]) -> Select[Any]:
        """Letters that wait for a person's word, while there is a reason to send them still."""
        row = envelopes.c
        seen = select(clients.c.id).where(self.mine(clients), in_sight_of(who), clients.c.state == ClientState.ACTIVE)
        if wanted.scope is not IncidentScope.ALL:
            seen = seen.where(clients.c.manager_id == who.id)
        theirs: ColumnElement[bool] = client_of_letter().in_(seen)
        if wanted.scope is IncidentScope.ALL and who.role is Role.ADMINISTRATOR:
            theirs |= client_of_letter().is_(None)
        rank = literal(RANKS[IncidentKind.OUTGOING], Integer).label("rank")
        return select(rank, row.not_before.label("at"), row.id.label("about")).where(
            self.mine(envelopes), state, row.way == Way.MAIL, is_still_of_use(), theirs
        )

    def _mailboxes(self, who: Collaborator, wanted: IncidentFilter) -> Select[Any]:
        rank = literal(RANKS[IncidentKind.SERVICE], Integer).label("rank")
        since = mailboxes.c.problem_since.label("at")
        stopped = select(rank, since, mailboxes.c.id.label("about")).where(
            self.mine(mailboxes), mailboxes.c.problem.is_not(None), mailboxes.c.problem_since.is_not(None)
        )
        is_theirs = wanted.scope is IncidentScope.ALL and may_see_mailboxes(who)
        return stopped if is_theirs else stopped.where(false())

    def _told(self, rows: Sequence[RowMapping]) -> list[Incident]:
        """Each row with the names that its line says."""
        kinds = list(IncidentKind)
        ids: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            ids[_letter(kinds[row["rank"]])].append(row["about"])
        mails = {row["id"]: row for row in self._with(MESSAGES, ids["m"])}
        files: dict[int, list[str]] = defaultdict(list)
        for row in self._with(FILES, ids["m"]):
            files[row["message_id"]].append(row["filename"])
        invited = {row["id"]: row for row in self._with(INVITATIONS, ids["i"])}
        letters = {row["id"]: row for row in self._with(LETTERS, ids["e"])}
        boxes = {row["id"]: row["address"] for row in self.all(mailboxes)} if ids["b"] else {}
        told = []
        for row in rows:
            kind, number = kinds[row["rank"]], row["about"]
            letter = _letter(kind)
            named: dict[str, Any] = {}
            if letter == "m":
                mail = mails[number]
                named = {"person": mail["sender_name"] or mail["sender"], "address": mail["sender"]}
                named |= {"client_name": mail["client_name"] or "", "files": tuple(files[number])}
                named |= {"handled_by": mail["handled_by"], "handled_at": mail["handled_at"]}
            elif letter == "i":
                person = invited[number]
                named = {"person": f"{person['first_name']} {person['last_name']}".strip()}
                named |= {"address": person["email"] or "", "client_name": person["name"]}
            elif letter == "e":
                sent = letters[number]
                named = {"address": sent["to"], "client_name": sent["client_name"] or ""}
                named["doubtful"] = sent["state"] is EnvelopeState.ASKED
            else:
                named = {"address": boxes[number]}
            told.append(Incident(kind, f"{letter}{number}", row["at"], **named))
        return told

    def _with(self, query: Select[Any], ids: Sequence[int]) -> Sequence[RowMapping]:
        return self.rows(query, ids=ids) if ids else []


def _letter(kind: IncidentKind) -> str:
    return {IncidentKind.BOUNCE: "i", IncidentKind.SERVICE: "b", IncidentKind.OUTGOING: "e"}.get(kind, "m")


def _searched(incident: Incident) -> str:
    return searchable(" ".join((incident.person, incident.address, incident.client_name, *incident.files)))
