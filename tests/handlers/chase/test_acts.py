"""Somebody takes over an invitation: each act does what it says, once, for those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.acts import Act
from domain.clients import Access, Client
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState, StopReason
from domain.people import Collaborator, Role
from handlers.chase.cards import bounce_card, escalation_card
from handlers.chase.sweep import send_chases
from handlers.consequences import address_failed
from handlers.words import words_for
from tests.handlers.post_office import letter_text, letters, posts, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

AtWork = Callable[[Collaborator], Person]


@pytest.fixture
def manager(office: SmallOffice) -> Collaborator:
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def person(manager: Collaborator, at_work: AtWork) -> Person:
    return at_work(manager)


@pytest.fixture
def client(office: SmallOffice, manager: Collaborator) -> Client:
    return office.follow("Studio Kervran", by=manager, access=Access.CHOSEN)


@pytest.fixture
def mael(office: SmallOffice, client: Client) -> Contact:
    return office.meet(
        client, first_name="Maël", last_name="Kervran", email="mael@kervran.example", phone="+33639984415"
    )


@pytest.fixture
def silent(office: SmallOffice, mael: Contact) -> Invitation:
    """An invitation sent, chased three times, unanswered for three weeks."""
    now = office.now()
    return office.invite(
        mael,
        sent_at=now - timedelta(days=21),
        created_at=now - timedelta(days=21),
        chases=3,
        last_chase_at=now - timedelta(days=3),
        expires_at=now + timedelta(days=9),
    )


def card(office: SmallOffice, invitation: Invitation, client: Client, contact: Contact) -> dict[str, Any]:
    text, blocks = escalation_card(invitation, client, contact, office.firm, words_for("fr"), office.now())
    return {"text": text, "blocks": list(blocks)}


def stands(office: SmallOffice, invitation: Invitation) -> Invitation:
    with office.reading() as records:
        kept = records.invitations.get(invitation.id)
    assert kept is not None
    return kept


def test_the_card_puts_the_telephone_first_and_says_until_when_the_link_lives(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact
) -> None:
    shown = words_of(card(office, silent, client, mael))
    assert "Maël Kervran n’a pas répondu à son invitation" in shown
    assert "06 39 98 44 15" in shown
    assert "Son lien reste valable jusqu’au" in shown


def test_chasing_again_sends_a_new_link_and_counts_from_the_start(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    person.press_in_message(card(office, silent, client, mael), "invitation.restart")
    again = stands(office, silent)
    assert (again.state, again.chases, again.sent_at) == (InvitationState.QUEUED, 0, None)
    assert [letter["Subject"] for letter in letters(office)] == ["Votre espace client est prêt"]


@pytest.mark.abuse("S3")
def test_an_act_pressed_four_times_is_done_once(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    person.press_in_message(card(office, silent, client, mael), "invitation.restart", times=4)
    assert len(letters(office)) == 1
    with office.reading() as records:
        assert [line.act for line in records.history(client.id)].count(Act.INVITATION_RESTARTED) == 1


def test_a_last_message_leaves_once_with_the_same_last_day(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    person.press_in_message(card(office, silent, client, mael), "invitation.last_message")
    person.press_in_message(card(office, silent, client, mael), "invitation.last_message")
    [letter] = letters(office)
    assert str(letter["Subject"]).startswith("Votre lien expire le 16")
    with office.reading() as records:
        assert [line.act for line in records.history(client.id)] == ["invitation.last_message"]
    assert stands(office, silent).expires_at == silent.expires_at


def test_giving_up_ends_what_leaves_by_itself(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    person.press_in_message(card(office, silent, client, mael), "invitation.give_up")
    ended = stands(office, silent)
    assert (ended.stopped, ended.next_at) == (StopReason.GIVEN_UP, None)


def tell_of_silence(office: SmallOffice, silent: Invitation) -> dict[str, Any]:
    """The escalation as the manager receives it."""
    office.pass_time(timedelta(hours=1))
    with office.records() as records:
        records.invitations.keep(replace(silent, next_at=office.now()))
    send_chases(office)
    return posts(office)[-1]


def test_a_call_is_logged_with_what_was_said_and_the_card_keeps_the_acts_that_remain(
    office: SmallOffice, silent: Invitation, client: Client, person: Person
) -> None:
    person.press_in_message(tell_of_silence(office, silent), "invitation.called")
    person.choose("outcome", "Ouvrira son espace")
    person.type(note="Lundi, après son rendez-vous.")
    person.submit(times=2)
    assert stands(office, silent).stopped is StopReason.CALLED
    redrawn = updates(office)[-1]
    assert "Appel noté par Nadia Benali lundi 7 septembre à 10 h : Ouvrira son espace" in words_of(redrawn)
    with office.reading() as records:
        assert [note.text for note in records.notes.of_client(client.id)] == ["Lundi, après son rendez-vous."]
        assert [line.act for line in records.history(client.id)].count(Act.INVITATION_CALLED) == 1
    person.press_in_message(redrawn, "invitation.last_message")
    assert len(letters(office)) == 1
    told = "Invitation : Maël Kervran. Dernier message envoyé par Nadia Benali à 10 h."
    assert updates(office)[-1]["text"].replace("\u00a0", " ") == told


def test_a_contact_who_prefers_to_write_is_sent_the_deposit_address(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    person.press_in_message(card(office, silent, client, mael), "invitation.called")
    person.choose("outcome", "Préfère l’e-mail")
    person.submit()
    [letter] = letters(office)
    assert office.firm.deposit_address(client.deposit) in letter_text(letter)
    assert stands(office, silent).next_at is None


def test_a_wrong_number_is_taken_off_the_contact(
    office: SmallOffice, silent: Invitation, client: Client, person: Person
) -> None:
    person.press_in_message(tell_of_silence(office, silent), "invitation.called")
    person.choose("outcome", "Mauvais numéro")
    person.submit()
    assert "Aucun téléphone connu" in words_of(updates(office)[-1])
    assert stands(office, silent).stopped is None


def test_a_call_back_has_a_day_on_which_the_manager_is_told_again(
    office: SmallOffice, silent: Invitation, client: Client, person: Person
) -> None:
    person.press_in_message(tell_of_silence(office, silent), "invitation.called")
    person.choose("outcome", "Rappeler le…")
    person.submit()
    assert "day" in person.errors
    person.pick_day("day", "2026-09-10")
    person.submit()
    told = len(posts(office))
    office.pass_time(timedelta(days=2))
    send_chases(office)
    assert len(posts(office)) == told
    office.pass_time(timedelta(days=1, hours=2))
    send_chases(office)
    assert "n’a pas répondu" in posts(office)[-1]["text"]
    assert len(posts(office)) == told + 1


def test_a_chase_by_hand_is_refused_within_a_day_of_another(
    office: SmallOffice, client: Client, mael: Contact, person: Person
) -> None:
    invitation = office.invite(mael, sent_at=office.now() - timedelta(days=2), chases=0)
    shown = {
        "blocks": [
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "chase.now",
                        "value": f"i{invitation.id}",
                        "text": {"type": "plain_text", "text": "Relancer maintenant"},
                    }
                ],
            }
        ]
    }
    person.press_in_message(shown, "chase.now")
    assert len(letters(office)) == 1
    office.pass_time(timedelta(hours=2))
    person.press_in_message(shown, "chase.now")
    assert len(letters(office)) == 1
    assert person.slack.ephemerals[-1]["text"].startswith("Déjà relancé il y a moins de 24 heures. Un appel")


def test_a_chase_within_a_day_of_the_invitation_is_refused_in_true_words(
    office: SmallOffice, mael: Contact, person: Person
) -> None:
    invitation = office.invite(mael, sent_at=office.now() - timedelta(minutes=5))
    button = {"type": "button", "action_id": "chase.now", "text": {"type": "plain_text", "text": "Relancer"}}
    shown = {"blocks": [{"type": "actions", "elements": [{**button, "value": f"i{invitation.id}"}]}]}
    person.press_in_message(shown, "chase.now")
    told = "L’invitation est partie il y a moins de 24 heures. Un appel sera plus utile."
    assert person.slack.ephemerals[-1]["text"] == told
    assert letters(office) == []


@pytest.mark.abuse("S4")
@pytest.mark.parametrize(
    "action", ["invitation.called", "invitation.last_message", "invitation.restart", "invitation.give_up"]
)
def test_who_may_not_see_the_client_is_told_what_a_number_that_never_was_is_told(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, at_work: AtWork, action: str
) -> None:
    stranger = at_work(office.hire("Thomas Roux"))
    shown = card(office, silent, client, mael)
    told = []
    for value in (f"i{silent.id}", "i987654", "x"):
        stranger.press_in_message(shown, action, value=value)
        told.append(stranger.slack.ephemerals[-1]["text"])
    assert len(set(told)) == 1
    assert stands(office, silent) == silent
    assert letters(office) == []


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("action", ["invitation.restart", "invitation.give_up"])
def test_who_sees_the_client_without_leading_it_is_told_who_can_chase(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, at_work: AtWork, action: str
) -> None:
    thomas = office.hire("Thomas Roux")
    with office.records() as records:
        records.clients.keep(replace(client, chosen=frozenset({thomas.id})))
    person = at_work(thomas)
    person.press_in_message(card(office, silent, client, mael), action)
    assert person.slack.ephemerals[-1]["text"].startswith("Relancer un contact est réservé au responsable")
    assert stands(office, silent) == silent


def test_a_bounce_tells_the_manager_once_and_a_mended_address_is_written_to(
    office: SmallOffice, client: Client, mael: Contact, manager: Collaborator, person: Person
) -> None:
    invitation = office.invite(mael)
    with office.records() as records:
        address_failed(records, invitation, "550 5.1.1 unknown", office.now())
    with office.records() as records:
        address_failed(records, invitation, "550 5.1.1 unknown", office.now())
    [told] = posts(office)
    assert told["channel"] == manager.slack_id
    assert "Invitation non remise" in told["text"]
    assert stands(office, invitation).state is InvitationState.BOUNCED
    with office.reading() as records:
        failed = records.contacts.get(mael.id)
    assert failed is not None
    text, blocks = bounce_card(client, failed, "", words_for("fr"))
    person.press_in_message({"text": text, "blocks": list(blocks)}, "contact.fix_email")
    person.type(email="mael@kervran")
    person.submit()
    assert person.errors["email"]
    person.type(email="mael.kervran@kervran.example")
    person.submit()
    assert [letter["To"].addresses[0].addr_spec for letter in letters(office)] == ["mael.kervran@kervran.example"]
    assert stands(office, invitation).state is InvitationState.QUEUED
    assert "Adresse corrigée" in words_of(updates(office)[-1])


def test_the_account_of_an_address_that_was_corrected_opens_the_file_no_more(
    office: SmallOffice, client: Client, mael: Contact, person: Person
) -> None:
    accepted = office.invite(mael, state=InvitationState.ACCEPTED)
    with office.records() as records:
        account = records.accounts.add(mael, None, office.now())
        address_failed(records, accepted, "550 5.1.1 unknown", office.now())
    [told] = posts(office)
    person.press_in_message(told, "contact.fix_email")
    person.type(email="mael.kervran@kervran.example")
    person.submit(times=2)
    with office.reading() as records:
        assert records.accounts.clients_of(account.id) == []
        states = [invitation.state for invitation in records.invitations.of_contact(mael.id)]
    assert sorted(states) == [InvitationState.QUEUED, InvitationState.REVOKED]
    assert [letter["To"].addresses[0].addr_spec for letter in letters(office)] == ["mael.kervran@kervran.example"]
    assert "Adresse corrigée" in words_of(updates(office)[-1])


def test_an_address_that_failed_is_not_written_to_again_from_an_old_card(
    office: SmallOffice, silent: Invitation, client: Client, mael: Contact, person: Person
) -> None:
    shown = card(office, silent, client, mael)
    with office.records() as records:
        address_failed(records, silent, "550 5.1.1 unknown", office.now())
    person.press_in_message(shown, "invitation.restart")
    assert letters(office) == []
    assert "Corrigez l’adresse" in person.slack.ephemerals[-1]["text"]
