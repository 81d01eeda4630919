"""A doubt about a letter is settled by those who lead the client, once."""

from collections.abc import Callable

import pytest

from domain.about import About
from domain.clients import Access, Client
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState
from domain.outbox import Subject
from domain.people import Collaborator, Role
from handlers.consequences import address_failed, letter_dead, letter_doubtful
from storage.outbox import claim, mark_ask, mark_dead
from tests.builders import an_envelope
from tests.handlers.post_office import letters, posts, updates
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

AtWork = Callable[[Collaborator], Person]


@pytest.fixture
def manager(office: SmallOffice) -> Collaborator:
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def client(office: SmallOffice, manager: Collaborator) -> Client:
    return office.follow("Studio Kervran", by=manager, access=Access.EVERYONE)


@pytest.fixture
def queued(office: SmallOffice, client: Client) -> Invitation:
    """An invitation whose letter may have left: the one in charge is asked."""
    contact: Contact = office.meet(client)
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    with office.records() as records:
        records.outbox.add(an_envelope(subject=Subject(About.INVITATION, invitation.id)))
    [letter] = claim(office.database, "a worker", office.now(), office.now())
    with office.records() as records:
        mark_ask(records, "a worker", letter)
        letter_doubtful(records, letter, office.now())
    return invitation


def stands(office: SmallOffice, invitation: Invitation) -> Invitation:
    with office.reading() as records:
        kept = records.invitations.get(invitation.id)
    assert kept is not None
    return kept


def test_a_letter_said_to_have_arrived_is_sent_and_history_says_who_said_so(
    office: SmallOffice, client: Client, queued: Invitation, manager: Collaborator, at_work: AtWork
) -> None:
    [asked] = posts(office)
    assert asked["channel"] == manager.slack_id
    nadia = at_work(manager)
    nadia.press_in_message(asked, "doubt.arrived", times=3)
    assert stands(office, queued).state is InvitationState.SENT
    with office.reading() as records:
        lines = {line.act: line.by_id for line in records.history(client.id)}
    assert lines == {"invitation.sent": None, "doubt.arrived": manager.id}


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("action", ["doubt.arrived", "doubt.resend"])
def test_who_does_not_lead_the_client_settles_nothing(
    office: SmallOffice, queued: Invitation, manager: Collaborator, at_work: AtWork, action: str
) -> None:
    [asked] = posts(office)
    thomas = at_work(office.hire("Thomas Roux"))
    thomas.press_in_message(asked, action)
    assert "n’existe plus" in thomas.slack.ephemerals[-1]["text"]
    assert stands(office, queued).state is InvitationState.QUEUED
    at_work(manager).press_in_message(asked, "doubt.arrived")
    assert stands(office, queued).state is InvitationState.SENT


def test_a_letter_that_did_not_leave_is_sent_again_by_whoever_leads_the_client(
    office: SmallOffice, client: Client, manager: Collaborator, at_work: AtWork
) -> None:
    contact = office.meet(client)
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    with office.records() as records:
        records.outbox.add(an_envelope(subject=Subject(About.INVITATION, invitation.id)))
    [letter] = claim(office.database, "a worker", office.now(), office.now())
    with office.records() as records:
        mark_dead(records, "a worker", letter, "451 try later", office.now())
        letter_dead(records, letter, "451 try later", office.now())
    [told] = posts(office)
    at_work(manager).press_in_message(told, "doubt.resend", times=2)
    [again] = [one for one in claim(office.database, "a worker", office.now(), office.now()) if one.id == letter.id]
    assert (again.body, again.attempt, again.doubtful) == (letter.body, 1, False)


@pytest.fixture
def came_back(office: SmallOffice, client: Client) -> Invitation:
    """An invitation whose address refused the letter."""
    invitation = office.invite(
        office.meet(client, first_name="Maël", last_name="Kervran", email="mael@kervran.example")
    )
    with office.records() as records:
        address_failed(records, invitation, "550 5.1.1 unknown", office.now())
    return stands(office, invitation)


def test_an_address_is_not_mended_into_that_of_another_contact_of_the_file(
    office: SmallOffice, client: Client, came_back: Invitation, manager: Collaborator, at_work: AtWork
) -> None:
    office.meet(client, first_name="Anne", last_name="Kervran", email="anne@kervran.example")
    nadia = at_work(manager)
    nadia.press_in_message(posts(office)[-1], "contact.fix_email")
    nadia.type(email="Anne@kervran.example")
    nadia.submit()
    assert nadia.errors["email"].startswith("Cette adresse est déjà celle de Anne Kervran")
    assert stands(office, came_back) == came_back
    assert letters(office) == []


def test_an_address_of_another_client_s_contact_is_asked_about_and_joins_their_space(
    office: SmallOffice, client: Client, came_back: Invitation, manager: Collaborator, at_work: AtWork
) -> None:
    other = office.meet(office.follow("SCI Kervran", by=manager), email="mael@sci-kervran.example")
    with office.records() as records:
        account = records.accounts.add(other, None, office.now())
    nadia = at_work(manager)
    nadia.press_in_message(posts(office)[-1], "contact.fix_email")
    nadia.type(email="mael@sci-kervran.example")
    nadia.submit()
    assert "Cette adresse est déjà celle de Claire Morel, dossier SCI Kervran." in nadia.text
    nadia.submit()
    assert nadia.errors == {"email": "Cochez « Utiliser aussi cette adresse ici », ou changez l’adresse."}
    assert stands(office, came_back) == came_back
    nadia.tick("shared", "share")
    nadia.submit(times=2)
    with office.reading() as records:
        assert {one.name for one in records.accounts.clients_of(account.id)} == {"Studio Kervran", "SCI Kervran"}
    assert stands(office, came_back).state is InvitationState.REVOKED
    [letter] = letters(office)
    assert letter["To"].addresses[0].addr_spec == "mael@sci-kervran.example"
    assert "Adresse corrigée par Nadia Benali" in updates(office)[-1]["text"].replace("\u00a0", " ")


def test_a_likely_slip_in_a_mended_address_is_warned_of_once(
    office: SmallOffice, came_back: Invitation, manager: Collaborator, at_work: AtWork
) -> None:
    nadia = at_work(manager)
    nadia.press_in_message(posts(office)[-1], "contact.fix_email")
    nadia.type(email="mael@gmial.com")
    nadia.submit()
    assert "gmail.com" in nadia.errors["email"]
    nadia.submit()
    assert stands(office, came_back).state is InvitationState.QUEUED
