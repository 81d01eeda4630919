"""Clients put to sleep, terminated, restored: who may, what stops, what is told."""

import json
from datetime import timedelta

import pytest

from domain.acts import Act
from domain.clients import Access, Client, ClientState
from domain.invitations import InvitationState, LinkKind
from domain.life import is_closed
from domain.people import Role
from domain.tokens import hash_token
from tests.handlers.post_office import Outbox, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

NAME = "Pharmacie des Halles"


def now_is(office: SmallOffice, client: Client) -> Client:
    with office.reading() as records:
        found = records.clients.get(client.id)
    assert found is not None
    return found


def acts(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [line.act for line in reversed(records.history(client.id, limit=100))]


def open_termination(person: Person) -> None:
    person.command("/client pharmacie")
    person.pick_menu("client.more", "client.other_acts")
    person.press("client.terminate")


def terminate(person: Person, typed: str = NAME) -> None:
    open_termination(person)
    person.choose("reason", "Fin de mission")
    person.type(name=typed)
    person.submit()


def test_a_manager_deactivates_and_reactivates(nadia: Person, office: SmallOffice) -> None:
    client = office.follow(NAME, by=nadia.who)
    chased = office.invite(office.meet(client), next_at=office.now() + timedelta(days=3))
    nadia.command("/client pharmacie")
    nadia.pick_menu("client.more", "client.deactivate")
    assert "Relances suspendues, espace client en lecture seule. Rien n’est effacé." in nadia.text
    nadia.submit(times=2)
    assert "⚪ Inactif" in nadia.text
    with office.reading() as records:
        paused = records.invitations.get(chased.id)
    assert paused is not None
    assert paused.paused
    nadia.press("client.reactivate")
    nadia.submit()
    assert "🟢 Actif" in nadia.text
    assert acts(office, client) == ["client.deactivated", "chase.paused", "client.reactivated"]


def test_a_collaborator_is_offered_neither_and_may_neither(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow(NAME, by=nadia.who, access=Access.EVERYONE)
    thomas.command("/client pharmacie")
    assert "Désactiver" not in thomas.text
    thomas.pick_menu("client.more", "client.history")
    thomas.close()
    forged = {
        **thomas.view,
        "blocks": [],
        "callback_id": "client.deactivate",
        "submit": {"type": "plain_text", "text": "x"},
    }
    thomas.stack.append(thomas._new(forged, "VFORGED"))
    thomas.submit()
    assert "Désactiver un dossier est réservé à son responsable" in words_of(thomas.answer)
    assert now_is(office, client).state is ClientState.ACTIVE


def test_terminating_asks_for_the_name(helene: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow(NAME, by=nadia.who)
    terminate(helene, typed="Pharmacie")
    assert helene.errors == {"name": f"Ce n’est pas le nom du dossier : {NAME}."}
    assert now_is(office, client).state is ClientState.ACTIVE


def test_a_terminated_client_is_out_of_sight_of_all_but_administrators(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow(NAME, by=nadia.who)
    contact = office.meet(client)
    with office.records() as records:
        records.contacts.keep(contact)
    open_termination(helene)
    assert "jusqu’au 7 octobre 2026" in helene.text
    assert "Durée de conservation du cabinet : 10 ans." in helene.text
    helene.choose("reason", "Fin de mission")
    helene.type(name="PHARMACIE DES HALLES")
    helene.submit(times=2)
    assert "🔴 Résilié" in helene.text
    assert "Ce dossier est résilié depuis le 7 septembre. Vous pouvez le rétablir jusqu’au 7 octobre." in helene.text
    nadia.command("/client pharmacie")
    assert "Rien pour « pharmacie » parmi vos dossiers." in nadia.text
    nadia.command("/client liste")
    assert NAME not in nadia.text
    nadia.open_home()
    assert NAME not in words_of(nadia.home)
    assert acts(office, client) == ["client.terminated"]
    assert [message["text"] for message in outbox.posts(helene.who.slack_id)] == [
        f"Hélène Valmont a résilié le dossier {NAME}."
    ]
    assert outbox.posts(nadia.who.slack_id) == []


def test_what_was_about_to_leave_for_a_terminated_client_does_not(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow(NAME, by=nadia.who)
    contact = office.meet(client, is_default=True, email="claire@pharmacie.example")
    invitation = office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    nadia.command("/client inviter pharmacie")
    nadia.submit()
    assert len(outbox.letters("claire@pharmacie.example")) == 1
    token = office.token()
    with office.records() as records:
        records.invitations.add_link(invitation.id, LinkKind.OPEN, hash_token(token), office.now())
    terminate(helene)
    with office.reading() as records:
        assert [one.state for one in records.invitations.of_client(client.id)] == [InvitationState.REVOKED]
        link = records.invitations.link(hash_token(token))
        assert link is not None
        assert link.used_at is not None
    [farewell] = outbox.letters("claire@pharmacie.example")
    assert farewell["subject_kind"] == "farewell"
    assert acts(office, client)[-2:] == ["client.terminated", "invitation.revoked"]


def test_a_client_created_by_mistake_gets_no_farewell(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.meet(office.follow(NAME, by=nadia.who), is_default=True)
    open_termination(helene)
    helene.choose("reason", "Créé par erreur")
    helene.type(name=NAME)
    helene.submit()
    assert outbox.letters() == []


def test_an_administrator_restores_within_thirty_days(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow(NAME, by=nadia.who)
    terminate(helene)
    [message] = outbox.posts(helene.who.slack_id)
    office.pass_time(timedelta(days=29))
    helene.press_in_message(message, "client.restore")
    assert "🟠 À compléter" in helene.text
    assert acts(office, client) == ["client.terminated", "client.restored"]
    assert [told["text"] for told in updates(office)] == [f"Hélène Valmont a rétabli le dossier {NAME}."]
    nadia.command("/client pharmacie")
    assert nadia.view["callback_id"] == "client.card"


def test_after_thirty_days_it_stays_closed(helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    client = office.follow(NAME, by=nadia.who)
    terminate(helene)
    [message] = outbox.posts(helene.who.slack_id)
    office.pass_time(timedelta(days=30))
    helene.press_in_message(message, "client.restore")
    assert "Ce dossier est fermé. Il sera effacé le 7 septembre" in helene.slack.ephemerals[-1]["text"].translate(
        {0xA0: " "}
    )
    assert now_is(office, client).state is ClientState.TERMINATED


@pytest.mark.abuse("S4")
@pytest.mark.abuse("S5")
def test_nobody_else_restores_nor_terminates(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow(NAME, by=nadia.who)
    terminate(helene)
    [message] = outbox.posts(helene.who.slack_id)
    nadia.press_in_message(message, "client.restore")
    hidden = nadia.slack.ephemerals[-1]["text"]
    nadia.press_in_message(message, "client.restore", value="c999999")
    assert hidden == nadia.slack.ephemerals[-1]["text"]
    assert "Rétablir un dossier est réservé aux administrateurs" in hidden
    assert now_is(office, client).state is ClientState.TERMINATED


@pytest.mark.abuse("R5")
def test_fifty_terminations_take_fifty_names_typed_and_the_others_are_told(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    names = [f"Client {number:02}" for number in range(50)]
    clients = [office.follow(name, by=nadia.who) for name in names]
    helene.command("/client ouvrir Client 00")
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.terminate")
    helene.choose("reason", "Autre")
    helene.type(name=names[0])
    form = helene.view
    for client in clients:
        helene.stack[:] = [{**form, "private_metadata": json.dumps({"client": f"c{client.id}"})}]
        helene.submit()
    with office.reading() as records:
        ended = [c.id for c in map(records.clients.get, (c.id for c in clients)) if c and c.terminated_at]
    assert ended == [clients[0].id]
    assert len(outbox.posts(helene.who.slack_id)) == 1


@pytest.mark.abuse("R5")
def test_fifty_names_typed_are_fifty_messages_to_the_others_and_all_may_be_undone(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    marc = office.hire("Marc Tessier", Role.ADMINISTRATOR)
    names = [f"Client {number:02}" for number in range(50)]
    clients = [office.follow(name, by=nadia.who) for name in names]
    helene.command("/client ouvrir Client 00")
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.terminate")
    helene.choose("reason", "Autre")
    form = helene.view
    for client in clients:
        carried = json.dumps({"client": f"c{client.id}"})
        helene.stack[:] = [{**form, "hash": f"h{client.id}", "private_metadata": carried}]
        helene.type(name=client.name)
        helene.submit()
    told = [message["text"] for message in outbox.posts(marc.slack_id)]
    assert told == [f"Hélène Valmont a résilié le dossier {name}." for name in names]
    office.pass_time(timedelta(days=29))
    with office.reading() as records:
        lines = [line.act for client in clients for line in records.history(client.id)]
        left = [client for client in map(records.clients.get, (each.id for each in clients)) if client]
    assert lines.count(Act.CLIENT_TERMINATED) == 50
    assert [client.name for client in left if not is_closed(client, office.now())] == names


def test_of_the_other_acts_only_the_merger_is_for_managers(nadia: Person, office: SmallOffice) -> None:
    office.follow(NAME, by=nadia.who)
    nadia.command("/client pharmacie")
    nadia.pick_menu("client.more", "client.other_acts")
    assert "Fusionner" in nadia.text
    assert "Résilier" not in nadia.text
