"""Chases leave at the right working days, once, and stop by themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from domain.acts import Act
from domain.clients import Address, Client, Company
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState, StopReason
from domain.people import Collaborator, Role
from domain.steps import first_left, paused
from handlers.chase.sweep import close_lapsed, send_chases
from storage.tables import contacts
from tests.handlers.post_office import letter_text, letters, posts
from tests.offices import SmallOffice


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


@pytest.fixture
def nadia(office: SmallOffice) -> Collaborator:
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def client(office: SmallOffice, nadia: Collaborator) -> Client:
    return office.follow("Atelier Morel", by=nadia)


@pytest.fixture
def claire(office: SmallOffice, client: Client) -> Contact:
    return office.meet(client, phone="+33639982107")


def sent(office: SmallOffice, client: Client, contact: Contact, at: str) -> Invitation:
    """An invitation whose letter left at that hour of Paris."""
    office.set_clock(paris(at))
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    with office.records() as records:
        queued = records.invitations.keep(invitation.queue(office.now()))
        return records.invitations.keep(first_left(queued, client, records.firm, office.now()))


def now_stands(office: SmallOffice, invitation: Invitation) -> Invitation:
    with office.reading() as records:
        kept = records.invitations.get(invitation.id)
    assert kept is not None
    return kept


def at(office: SmallOffice, moment: str) -> None:
    office.set_clock(paris(moment))
    send_chases(office)


def test_three_chases_leave_at_three_seven_and_fourteen_working_days_then_the_manager_is_told(
    office: SmallOffice, client: Client, claire: Contact, nadia: Collaborator
) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    at(office, "2026-11-26 09:29")
    assert letters(office) == []
    at(office, "2026-11-26 09:30")
    assert [str(letter["Subject"]) for letter in letters(office)] == ["Votre espace client vous attend"]
    at(office, "2026-12-02 09:30")
    at(office, "2026-12-11 09:30")
    assert [str(letter["Subject"]) for letter in letters(office)] == [
        "Votre espace client vous attend",
        "Puis-je vous aider à ouvrir votre espace\u202f?",
        "Dernière relance pour votre espace client",
    ]
    assert "lundi 23\u00a0novembre" in letter_text(letters(office)[0])
    assert posts(office) == []
    at(office, "2026-12-16 09:30")
    [told] = posts(office)
    assert told["channel"] == nadia.slack_id
    assert told["text"].startswith("Claire Morel (Atelier Morel) n’a pas répondu")
    assert "tel:+33639982107" in str(told["blocks"])
    at(office, "2026-12-17 09:30")
    assert len(letters(office)) == 3
    assert now_stands(office, invitation).next_at is None


def test_a_sweep_run_twice_writes_the_chase_once(office: SmallOffice, client: Client, claire: Contact) -> None:
    sent(office, client, claire, "2026-11-23 08:50")
    at(office, "2026-11-26 09:30")
    send_chases(office)
    assert len(letters(office)) == 1


def test_one_that_cannot_be_written_keeps_no_other_waiting(
    office: SmallOffice, client: Client, claire: Contact, nadia: Collaborator
) -> None:
    broken = sent(office, client, claire, "2026-09-07 09:00")
    other = office.follow("Vins Chaumier", by=nadia)
    luc = sent(office, other, office.meet(other, email="luc@vins-chaumier.example"), "2026-09-07 09:05")
    # An address that no reading of ours would keep.
    with office.records() as records:
        records.connection.execute(update(contacts).where(contacts.c.id == claire.id).values(email="c@a.example\nX: y"))
    office.set_clock(paris("2026-09-10 09:30"))
    with pytest.raises(ValueError, match="CR or LF"):
        send_chases(office)
    assert now_stands(office, luc).chases == 1
    assert now_stands(office, broken).chases == 0
    assert send_chases(office) == 0, "its turn comes again in an hour"
    with office.records() as records:
        records.connection.execute(update(contacts).where(contacts.c.id == claire.id).values(email=claire.email))
    at(office, "2026-09-10 10:31")
    assert now_stands(office, broken).chases == 1


def test_after_a_long_stop_only_the_latest_chase_leaves(office: SmallOffice, client: Client, claire: Contact) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    at(office, "2026-12-04 11:00")
    assert [str(letter["Subject"]) for letter in letters(office)] == ["Puis-je vous aider à ouvrir votre espace\u202f?"]
    assert now_stands(office, invitation).chases == 2


def test_nothing_leaves_on_a_sunday_however_late(office: SmallOffice, client: Client, claire: Contact) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    at(office, "2026-11-29 15:00")
    assert letters(office) == []
    assert now_stands(office, invitation).next_at == paris("2026-11-30 09:30")


def test_a_holiday_of_the_client_s_own_region_is_respected(office: SmallOffice, nadia: Collaborator) -> None:
    company = Company("Winstub", address=Address("1 place Kléber", "67000", "Strasbourg"))
    client = office.follow(by=nadia, company=company)
    contact = office.meet(client, email="anne@winstub.example")
    invitation = sent(office, client, contact, "2026-12-21 10:00")
    # Thursday 24, then 25 and (in Alsace) 26 December are days off.
    assert now_stands(office, invitation).next_at == paris("2026-12-24 09:30")
    at(office, "2026-12-24 09:30")
    assert now_stands(office, invitation).next_at == paris("2026-12-31 09:30")


def test_chasing_stops_by_itself_once_accepted_or_answered(
    office: SmallOffice, client: Client, claire: Contact
) -> None:
    accepted = sent(office, client, claire, "2026-11-23 08:50")
    paul = office.meet(client, first_name="Paul", email="paul@atelier-morel.example")
    answered = sent(office, client, paul, "2026-11-23 08:55")
    with office.records() as records:
        records.invitations.keep(accepted.accept(office.now()))
        records.invitations.keep(answered.stop(StopReason.REPLIED, office.now()))
    at(office, "2026-11-26 09:30")
    assert letters(office) == []


def test_one_person_gets_one_chase_a_day_whatever_the_number_of_clients(
    office: SmallOffice, client: Client, claire: Contact, nadia: Collaborator
) -> None:
    sent(office, client, claire, "2026-11-23 08:50")
    other = office.follow("SCI Morel", by=nadia)
    sent(office, other, office.meet(other), "2026-11-23 08:51")
    at(office, "2026-11-26 09:30")
    assert len(letters(office)) == 1
    at(office, "2026-11-27 09:30")
    assert len(letters(office)) == 2


def test_a_pause_ends_on_its_morning(office: SmallOffice, client: Client, claire: Contact) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    with office.records() as records:
        records.invitations.keep(paused(invitation, date(2026, 12, 3), client, records.firm, office.now()))
    at(office, "2026-11-26 09:30")
    assert letters(office) == []
    at(office, "2026-12-03 09:30")
    at(office, "2026-12-03 09:31")
    assert len(letters(office)) == 1


def test_each_chase_carries_links_of_its_own_in_the_invitation_s_thread(
    office: SmallOffice, client: Client, claire: Contact
) -> None:
    sent(office, client, claire, "2026-11-23 08:50")
    at(office, "2026-11-26 09:30")
    at(office, "2026-12-02 09:30")
    first, second = letters(office)
    assert first["List-Unsubscribe"] != second["List-Unsubscribe"]
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Reply-To"].addresses[0].username == client.deposit


def test_each_chase_leaves_one_line_of_history(office: SmallOffice, client: Client, claire: Contact) -> None:
    sent(office, client, claire, "2026-11-23 08:50")
    for moment in ("2026-11-26 09:30", "2026-11-26 09:31", "2026-12-02 09:30"):
        at(office, moment)
    with office.reading() as records:
        acts = [line.act for line in records.history(client.id)]
    assert acts.count(Act.CHASE_WRITTEN) == 2


def test_a_client_without_manager_is_brought_to_the_administrators(
    office: SmallOffice, administrator: Collaborator, nadia: Collaborator
) -> None:
    client = office.follow("Sans Responsable", by=nadia, manager_id=None)
    contact = office.meet(client, email="x@sans.example")
    sent(office, client, contact, "2026-11-23 08:50")
    at(office, "2026-12-11 09:30")
    at(office, "2026-12-16 09:30")
    assert [told["channel"] for told in posts(office)] == [administrator.slack_id]


def test_a_chase_waits_for_its_link_to_be_alive(office: SmallOffice, client: Client, claire: Contact) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    with office.records() as records:
        ending = records.invitations.keep(replace(invitation, expires_at=office.now() + timedelta(hours=1)))
    at(office, "2026-11-26 09:30")
    assert letters(office) == []
    assert now_stands(office, ending).escalated_at is not None


def test_an_invitation_expires_after_its_thirty_days_and_still_waits_for_a_call(
    office: SmallOffice, client: Client, claire: Contact, nadia: Collaborator
) -> None:
    invitation = sent(office, client, claire, "2026-11-23 08:50")
    for day in ("2026-11-26 09:30", "2026-12-02 09:30", "2026-12-11 09:30", "2026-12-16 09:30", "2026-12-23 08:49"):
        at(office, day)
        assert close_lapsed(office) == 0
    office.set_clock(paris("2026-12-23 08:50"))
    assert close_lapsed(office) == 1
    assert close_lapsed(office) == 0
    expired = now_stands(office, invitation)
    assert expired.state is InvitationState.EXPIRED
    assert expired.wants_a_call
    with office.reading() as records:
        assert [line.act for line in records.history(client.id)][:1] == ["invitation.expired"]
