"""Invitations and their links in the books: due in their turn, shown to those who may see them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from domain.acts import Act
from domain.books import InvitationFilter
from domain.clients import Access, ClientState
from domain.history import By, HistoryLine
from domain.invitations import Invitation, InvitationList, InvitationState, LinkKind, StopReason
from domain.people import Role
from domain.refusals import ChangedMeanwhile
from tests.builders import MONDAY
from tests.offices import SmallHouse, SmallOffice

MINUTE = timedelta(minutes=1)


def test_an_invitation_is_read_as_it_was_written(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow())
    invitation = office.invite(contact, chase_days=(2, 5), next_at=MONDAY + MINUTE, expires_at=MONDAY)
    stopped = replace(invitation.stop(StopReason.ASKED, MONDAY), paused_until=date(2026, 10, 1), chases=2)
    with office.records() as records:
        assert records.invitations.get(invitation.id) == invitation
        kept = records.invitations.keep(stopped)
        assert kept == replace(stopped, version=2)
        assert records.invitations.of_contact(contact.id) == [kept]
        assert records.invitations.of_client(contact.client_id) == [kept]


def test_an_invitation_changed_meanwhile_says_by_whom(office: SmallOffice) -> None:
    nadia = office.hire()
    invitation = office.invite(office.meet(office.follow()))
    with office.records() as records:
        records.invitations.keep(invitation.revoke())
        records.note(
            HistoryLine(MONDAY, Act.INVITATION_REVOKED, By.COLLABORATOR, nadia.id, invitation.client_id, invitation.id)
        )
    with office.records() as records, pytest.raises(ChangedMeanwhile) as refusal:
        records.invitations.keep(invitation.accept(MONDAY))
    assert (refusal.value.by, refusal.value.at) == ("Nadia Benali", MONDAY)


def test_only_what_is_due_is_swept_oldest_first(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow())
    later = office.invite(contact, next_at=MONDAY)
    first = office.invite(contact, next_at=MONDAY - MINUTE)
    office.invite(contact, next_at=MONDAY + MINUTE)
    office.invite(contact, next_at=None)
    office.invite(contact, next_at=MONDAY, state=InvitationState.ACCEPTED)
    assert office.database.firms_with_due_invitations(MONDAY) == [office.firm_id]
    assert office.database.firms_with_due_invitations(MONDAY - 2 * MINUTE) == []
    with office.records() as records:
        assert records.invitations.due(MONDAY, 100) == [first, later]
        assert records.invitations.due(MONDAY, 1) == [first]
    with office.reading() as records:
        assert records.invitations.due(MONDAY, 100) == [first, later]


def test_what_comes_next_in_the_firm_is_told_for_a_clock_to_jump_there(office: SmallOffice) -> None:
    assert office.database.next_due(MONDAY) is None
    office.hire()
    contact = office.meet(office.follow())
    office.invite(contact, next_at=MONDAY)
    office.invite(contact, next_at=MONDAY + 2 * MINUTE)
    office.invite(contact, next_at=MONDAY + MINUTE, state=InvitationState.ACCEPTED)
    assert office.database.next_due(MONDAY) == MONDAY + 2 * MINUTE
    assert office.database.next_due(MONDAY + 2 * MINUTE) is None


def test_open_invitations_are_those_in_sight_what_needs_a_person_first(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    contact = office.meet(office.follow(by=nadia))
    sent = office.invite(contact)
    escalated = office.invite(contact, escalated_at=MONDAY)
    bounced = office.invite(contact, state=InvitationState.BOUNCED)
    office.invite(contact, state=InvitationState.ACCEPTED)
    office.invite(contact, state=InvitationState.REVOKED)
    with office.reading() as records:
        assert records.invitations.open_ones(nadia) == [bounced, escalated, sent]
        assert records.invitations.open_ones(omar) == []


def test_the_lists_of_the_board_hold_what_the_domain_says(office: SmallOffice) -> None:
    nadia = office.hire("Nadia Benali")
    contact = office.meet(office.follow(by=nadia))
    for state, stopped, escalated in product(InvitationState, (None, *StopReason), (None, MONDAY)):
        office.invite(contact, state=state, stopped=stopped, escalated_at=escalated)
    with office.reading() as records:
        every = records.invitations.of_contact(contact.id)
        for which in InvitationList:
            listed, lengths = records.invitations.find(nadia, InvitationFilter(which, limit=1000))
            assert {one.id for one in listed} == {one.id for one in every if one.is_in(which)}, which
            assert lengths[which] == len(listed)


def test_the_board_puts_what_needs_a_person_first_then_goes_by_client(office: SmallOffice) -> None:
    nadia = office.hire("Nadia Benali")

    def invite(name: str, **points: Any) -> Invitation:
        return office.invite(office.meet(office.follow(name, by=nadia)), **points)

    away = invite("A", absent_until=date(2026, 9, 20))
    later, waiting = invite("C"), invite("B")
    expired = invite("D", state=InvitationState.EXPIRED)
    to_call = invite("E", escalated_at=MONDAY)
    bounced = invite("F", state=InvitationState.BOUNCED)
    early = invite("G", state=InvitationState.ACCEPTED, accepted_at=MONDAY)
    late = invite("H", state=InvitationState.ACCEPTED, accepted_at=MONDAY + MINUTE)
    with office.reading() as records:
        listed, _ = records.invitations.find(nadia, InvitationFilter())
        accepted, _ = records.invitations.find(nadia, InvitationFilter(InvitationList.ACCEPTED))
        page, lengths = records.invitations.find(nadia, InvitationFilter(offset=2, limit=2))
    assert listed == [bounced, to_call, expired, waiting, later, away]
    assert accepted == [late, early]
    assert (list(page), lengths[InvitationList.WAITING]) == ([expired, waiting], 6)


@pytest.mark.abuse("R1")
def test_the_board_shows_and_counts_only_what_is_in_sight(office: SmallOffice) -> None:
    boss, nadia = office.hire("Hélène Valmont", Role.ADMINISTRATOR), office.hire("Nadia Benali", Role.MANAGER)
    hers = office.invite(office.meet(office.follow(by=nadia, access=Access.CHOSEN)))
    hidden = office.invite(office.meet(office.follow(by=boss, access=Access.CHOSEN)))
    ended = office.follow("Ancien", by=boss)
    office.invite(office.meet(ended))
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
    with office.reading() as records:
        for who, mine, seen in ((nadia, False, [hers]), (boss, False, [hers, hidden]), (boss, True, [hidden])):
            listed, lengths = records.invitations.find(who, InvitationFilter(mine=mine))
            assert sorted(one.id for one in listed) == [one.id for one in seen]
            assert lengths[InvitationList.WAITING] == len(seen)


@pytest.mark.abuse("W2")
def test_a_link_is_found_by_its_hash_until_it_is_closed(office: SmallOffice, house_of_each_kind: SmallHouse) -> None:
    office.hire()
    invitation = office.invite(office.meet(office.follow()), expires_at=MONDAY + MINUTE)
    with office.records() as records:
        for kind in LinkKind:
            records.invitations.add_link(invitation.id, kind, f"hash of {kind}", MONDAY)
        records.invitations.close_links(invitation.id, MONDAY)
        records.invitations.add_link(invitation.id, LinkKind.OPEN, "hash of another", MONDAY)
    assert house_of_each_kind.of_link("hash of open") is office
    assert house_of_each_kind.of_link("hash of nothing") is None
    with office.records() as records:
        records.invitations.close_links(invitation.id, MONDAY + MINUTE)
        found = [records.invitations.link(f"hash of {name}") for name in ("open", "another")]
        assert records.invitations.link("hash of nothing") is None
    assert [link and (link.kind, link.used_at) for link in found] == [
        (LinkKind.OPEN, MONDAY),
        (LinkKind.OPEN, MONDAY + MINUTE),
    ]
    assert {link and (link.invitation_id, link.expires_at) for link in found} == {(invitation.id, MONDAY + MINUTE)}
