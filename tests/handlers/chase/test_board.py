"""The board of the invitations: what each row says, what may be done there, and the ready clients invited at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.acts import Act
from domain.clients import Access, Client
from domain.contacts import ContactRole
from domain.invitations import Invitation, InvitationState, StopReason
from domain.people import Collaborator, Role
from tests.handlers.post_office import letters
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import PLAIN_SPACES
from tests.offices import SmallOffice

DAY = timedelta(days=1)


@pytest.fixture
def manager(office: SmallOffice) -> Collaborator:
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    return office.hire("Nadia Benali", Role.MANAGER)


@pytest.fixture
def person(manager: Collaborator, at_work: Callable[[Collaborator], Person]) -> Person:
    return at_work(manager)


@pytest.fixture
def follow(office: SmallOffice, manager: Collaborator) -> Callable[..., Client]:
    def follow(name: str, **points: Any) -> Client:
        return office.follow(name, by=manager, siren=None, **points)

    return follow


@pytest.fixture
def invite(office: SmallOffice, follow: Callable[..., Client]) -> Callable[..., Invitation]:
    """The invitation of a director, whose client has the same name."""

    def invite(name: str = "Paul Morel", contact: dict[str, Any] | None = None, **points: Any) -> Invitation:
        first, _, last = name.partition(" ")
        known = office.meet(follow(f"Dossier {last}"), role=ContactRole.DIRECTOR, first_name=first, last_name=last)
        if contact:
            known = replace(known, **contact)
            with office.records() as records:
                records.contacts.keep(known)
        return office.invite(known, **{"expires_at": office.now() + 30 * DAY, **points})

    return invite


def kept(office: SmallOffice, invitation: Invitation) -> Invitation:
    with office.reading() as records:
        found = records.invitations.get(invitation.id)
    assert found is not None
    return found


def menu(person: Person, invitation: Invitation) -> list[str]:
    block = person.block(f"i{invitation.id}")
    return [option["value"].partition(":")[0] for option in block["accessory"].get("options", [])]


def pick(person: Person, act: str, invitation: Invitation) -> None:
    person.pick_menu("invitation.more", f"{act}:i{invitation.id}")


def row(person: Person, invitation: Invitation) -> str:
    return str(person.block(f"i{invitation.id}")["text"]["text"]).translate(PLAIN_SPACES)


@pytest.mark.parametrize(
    ("shape", "said", "acts"),
    [
        (
            {"next_at": 3 * DAY},
            "🟠 *Paul Morel* · Dossier Morel\nInvitation du 7 septembre · relance le 10 septembre",
            ["chase", "pause", "resend", "revoke", "open"],
        ),
        (
            {"chases": 1, "last_chase_at": -DAY, "next_at": 3 * DAY},
            "🟠 *Paul Morel* · Dossier Morel\nRelance du 6 septembre · prochaine le 10 septembre",
            ["chase", "pause", "resend", "revoke", "open"],
        ),
        (
            {"chases": 3, "last_chase_at": -DAY, "next_at": 3 * DAY},
            "Dernière relance du 6 septembre · sans réponse, à appeler le 10 septembre",
            ["chase", "pause", "resend", "revoke", "open"],
        ),
        (
            {"chases": 3, "escalated_at": -DAY, "contact": {"phone": "+33639984415"}},
            "3 relances sans réponse · à appeler au <tel:+33639984415|06 39 98 44 15>",
            ["called", "last_message", "again", "give_up", "open"],
        ),
        (
            {"chases": 1, "escalated_at": -DAY},
            "Une relance sans réponse · à appeler, aucun numéro connu",
            ["called", "last_message", "again", "give_up", "open"],
        ),
        (
            {"state": InvitationState.BOUNCED, "contact": {"email_failed_at": -DAY}},
            "🔴 *Paul Morel* · Dossier Morel\nAdresse refusée le 6 septembre · aucune relance ne partira",
            ["fix", "open"],
        ),
        (
            {"state": InvitationState.REVOKED, "stopped": StopReason.WRONG_PERSON, "contact": {"disowned_at": -DAY}},
            "🔴 *Paul Morel* · Dossier Morel\nAdresse d’une autre personne · aucune relance ne partira",
            ["fix", "open"],
        ),
        (
            {"state": InvitationState.EXPIRED, "expires_at": -DAY},
            "🟠 *Paul Morel* · Dossier Morel\nLien expiré le 6 septembre",
            ["resend", "give_up", "revoke", "open"],
        ),
        (
            {"state": InvitationState.QUEUED, "sent_at": None},
            "🟠 *Paul Morel* · Dossier Morel\nInvitation en cours d’envoi",
            ["revoke", "open"],
        ),
        (
            {"state": InvitationState.QUEUED, "sent_at": None, "not_before": DAY},
            "Partira demain à 9 h",
            ["revoke", "open"],
        ),
        (
            {"paused": True, "paused_until": date(2026, 9, 21)},
            "⚪ *Paul Morel* · Dossier Morel\nRelances suspendues jusqu’au 21 septembre",
            ["resume", "resend", "revoke", "open"],
        ),
        (
            {"absent_until": date(2026, 9, 14), "next_at": 8 * DAY},
            "⚪ *Paul Morel* · Dossier Morel\nEn absence jusqu’au 14 septembre · relances reprises le 15 septembre",
            ["chase", "pause", "resend", "revoke", "open"],
        ),
        (
            {"stopped": StopReason.REPLIED},
            "⚪ *Paul Morel* · Dossier Morel\nRelances arrêtées : réponse reçue",
            ["resume", "resend", "revoke", "open"],
        ),
    ],
)
def test_each_row_says_what_it_waits_for_and_offers_what_may_be_done(
    office: SmallOffice,
    person: Person,
    invite: Callable[..., Invitation],
    shape: dict[str, Any],
    said: str,
    acts: list[str],
) -> None:
    def placed(points: dict[str, Any]) -> dict[str, Any]:
        return {
            name: office.now() + value
            if isinstance(value, timedelta)
            else placed(value)
            if name == "contact"
            else value
            for name, value in points.items()
        }

    invitation = invite(**placed(shape))
    person.command("/invitations")
    assert said in row(person, invitation)
    assert menu(person, invitation) == acts


@pytest.mark.parametrize(
    ("which", "points", "said"),
    [
        (
            "accepted",
            {"state": InvitationState.ACCEPTED, "accepted_at": DAY},
            "🟢 *Paul Morel* · Dossier Morel\nEspace",
        ),
        ("bounced", {"state": InvitationState.BOUNCED}, "🔴 *Paul Morel*"),
        ("expired", {"state": InvitationState.EXPIRED}, "🟠 *Paul Morel* · Dossier Morel\nLien expiré le 7 octobre"),
        (
            "given_up",
            {"stopped": StopReason.GIVEN_UP},
            "⚪ *Paul Morel* · Dossier Morel\nAbandonnée : plus rien ne part",
        ),
    ],
)
def test_each_filter_counts_and_shows_its_own(
    office: SmallOffice,
    person: Person,
    invite: Callable[..., Invitation],
    which: str,
    points: dict[str, Any],
    said: str,
) -> None:
    times = {name: office.now() + value for name, value in points.items() if isinstance(value, timedelta)}
    invitation = invite(**{**points, **times})
    person.command("/invitations")
    label = {"accepted": "Acceptées", "bounced": "En erreur", "expired": "Expirées", "given_up": "Abandonnées"}[which]
    assert f"{label} (1)" in person.text
    person.pick_filter("filter", which)
    assert row(person, invitation).startswith(said)


def test_the_board_is_paged_and_keeps_its_filters(person: Person, invite: Callable[..., Invitation]) -> None:
    for number in range(10):
        invite(f"Paul M{number}")
    person.command("/invitations")
    assert "En attente (10)" in person.text
    assert "1 à 8 sur 10 · ce qui demande une action d’abord" in person.text
    person.press("page.next")
    assert "9 à 10 sur 10" in person.text
    person.pick_filter("scope", "all")
    assert "1 à 8 sur 10" in person.text
    person.pick_filter("filter", "given_up")
    assert "Aucune invitation abandonnée." in person.text


def test_what_needs_a_person_stands_first(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invite("Anne Avoine", next_at=office.now() + DAY)
    invite("Maël Kervran", escalated_at=office.now(), chases=3)
    invite("Éric Chauvin", state=InvitationState.BOUNCED)
    person.command("/invitations")
    places = [person.text.index(name) for name in ("Éric Chauvin", "Maël Kervran", "Anne Avoine")]
    assert places == sorted(places)


def test_chasing_by_hand_asks_first_and_says_which_chase_it_replaces(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite(sent_at=office.now() - 5 * DAY, next_at=office.now() + 3 * DAY)
    person.command("/invitations")
    pick(person, "chase", invitation)
    assert "Relancer Paul Morel maintenant ?" in person.text.translate(PLAIN_SPACES)
    assert "La relance du 10 septembre sera remplacée par celle-ci." in person.text
    assert letters(office) == []
    person.submit(times=2)
    assert len(letters(office)) == 1
    assert person.view["callback_id"] == "invitation.board"
    assert "Relance du 7 septembre · prochaine le " in row(person, invitation)
    with office.reading() as records:
        assert [line.act for line in records.history(invitation.client_id)] == [Act.CHASE_BY_HAND]


def test_a_pause_has_a_day_two_weeks_away_or_none(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite(next_at=office.now() + 3 * DAY)
    person.command("/invitations")
    pick(person, "pause", invitation)
    assert person.block("until")["element"]["initial_date"] == "2026-09-21"
    person.submit()
    assert kept(office, invitation).paused_until == date(2026, 9, 21)
    assert "Relances suspendues jusqu’au 21 septembre par Nadia Benali" in row(person, invitation)
    pick(person, "resume", invitation)
    assert not kept(office, invitation).paused
    pick(person, "pause", invitation)
    person._state(person.block("until"), person.block("until")["element"], {"selected_date": None})
    person.submit()
    assert kept(office, invitation).paused_until is None
    assert "Relances suspendues par Nadia Benali" in row(person, invitation)


def test_a_pause_does_not_end_in_the_past(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite()
    person.command("/invitations")
    pick(person, "pause", invitation)
    person.pick_day("until", "2026-09-01")
    person.submit()
    assert "until" in person.errors
    assert not kept(office, invitation).paused


def test_an_invitation_given_up_goes_to_its_own_list_and_comes_back(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite(chases=3, escalated_at=office.now())
    person.command("/invitations")
    pick(person, "give_up", invitation)
    assert "Abandonner cette invitation ?" in person.text.translate(PLAIN_SPACES)
    person.submit()
    assert "Aucune invitation en attente." in person.text
    person.pick_filter("filter", "given_up")
    pick(person, "again", invitation)
    assert kept(office, invitation).state is InvitationState.QUEUED
    assert "Aucune invitation abandonnée." in person.text


def test_an_invitation_is_withdrawn_once_it_was_asked(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite()
    person.command("/invitations")
    pick(person, "revoke", invitation)
    person.submit()
    assert kept(office, invitation).state is InvitationState.REVOKED
    assert "Aucune invitation en attente." in person.text


def test_a_call_and_an_address_are_settled_on_the_board_which_then_shows_it(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    silent = invite("Maël Kervran", chases=3, escalated_at=office.now())
    bounced = invite(state=InvitationState.BOUNCED, contact={"email_failed_at": office.now()})
    person.command("/invitations")
    pick(person, "called", silent)
    person.choose("outcome", "Ouvrira son espace")
    person.submit()
    assert person.view["callback_id"] == "invitation.board"
    assert "Relances arrêtées : appel noté" in row(person, silent)
    pick(person, "fix", bounced)
    person.type(email="paul@morel.example")
    person.submit()
    assert person.view["callback_id"] == "invitation.board"
    assert "Invitation en cours d’envoi" in row(person, bounced)


def test_an_empty_board_leads_to_the_clients_that_wait(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invite(state=InvitationState.DRAFT, sent_at=None)
    person.command("/invitations")
    assert "Aucune invitation en attente. 1 dossier attend dans « À inviter »." in person.text.translate(PLAIN_SPACES)
    person.press("to_invite")
    assert "Dossier Morel" in person.text
    assert "À inviter (1)" in person.text
    assert person.block("filters")["elements"][0]["initial_option"]["value"] == "to_invite"


def test_the_ready_clients_are_invited_in_one_go_after_their_list_was_read(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitations = [
        invite(f"Paul {name}", state=InvitationState.DRAFT, sent_at=None) for name in ("Ajonc", "Bois", "Cèdre", "Doré")
    ]
    person.command("/invitations")
    person.pick_filter("filter", "to_invite")
    assert not person.shows("ready")
    for invitation in invitations[1:]:
        person.pick_menu("invitation.more", f"ready:c{invitation.client_id}")
    assert person.text.index("Dossier Doré") < person.text.index("Dossier Ajonc"), "those that are ready come first"
    assert "Inviter les 3 dossiers prêts" in person.text
    person.tick("ready", *(f"c{invitation.client_id}" for invitation in invitations[1:3]))
    person.press("invitation.ready")
    assert "2 dossiers seront invités" in person.text
    assert "Dossier Bois" in person.text
    assert "Dossier Doré" not in person.text
    person.submit(times=2)
    assert [kept(office, invitation).state for invitation in invitations] == [
        InvitationState.DRAFT,
        InvitationState.QUEUED,
        InvitationState.QUEUED,
        InvitationState.DRAFT,
    ]
    assert len(letters(office)) == 2
    assert person.view["callback_id"] == "invitation.board"
    assert "Inviter le dossier prêt" in person.text


def test_one_client_is_invited_from_its_row(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite(state=InvitationState.DRAFT, sent_at=None)
    person.command("/invitations")
    person.press("to_invite")
    person.pick_menu("invitation.more", f"invite:c{invitation.client_id}")
    person.submit()
    assert person.view["callback_id"] == "invitation.board"
    assert "Personne à inviter." in person.text
    assert kept(office, invitation).state is InvitationState.QUEUED


def test_who_does_not_lead_the_client_only_opens_it(
    office: SmallOffice,
    person: Person,
    follow: Callable[..., Client],
    at_work: Callable[[Collaborator], Person],
) -> None:
    thomas = at_work(office.hire("Thomas Roux"))
    contact = office.meet(follow("Atelier Morel", access=Access.EVERYONE))
    invitation = office.invite(contact)
    thomas.command("/invitations")
    assert menu(thomas, invitation) == []
    thomas.press("client.open")
    assert thomas.view["callback_id"] == "client.card"


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("forged", ["unknown", "waiting' OR 1=1"])
def test_a_filter_that_is_not_offered_is_refused(
    person: Person, invite: Callable[..., Invitation], forged: str
) -> None:
    invite()
    person.command("/invitations")
    person.pick_filter("filter", forged, forged=True)
    assert "Ceci n’existe plus" in person.text


def test_from_the_card_too_a_chase_by_hand_says_which_one_it_replaces(
    office: SmallOffice, person: Person, invite: Callable[..., Invitation]
) -> None:
    invitation = invite(sent_at=office.now() - 5 * DAY, next_at=office.now() + 3 * DAY)
    person.command("/invitations")
    pick(person, "open", invitation)
    (chasing,) = [e for e in person.block("next")["elements"] if e["action_id"] == "chase.now"]
    assert chasing["confirm"]["title"]["text"].translate(PLAIN_SPACES) == "Relancer Paul Morel maintenant ?"
    replaced = chasing["confirm"]["text"]["text"].translate(PLAIN_SPACES)
    assert replaced == "La relance du 10 septembre sera remplacée par celle-ci."
