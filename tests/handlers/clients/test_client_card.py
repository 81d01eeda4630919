"""The client card and the lists that lead to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients import Access, Address, ClientState, Kind, Service
from domain.invitations import InvitationState
from domain.messages import Direction
from tests.builders import a_message
from tests.handlers.post_office import Outbox, letters
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def test_the_card_says_what_waits_and_chases_from_there(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who, code="0412"))
    office.invite(contact, next_at=office.now() + timedelta(days=3), expires_at=office.now() + timedelta(days=30))
    nadia.command("/client morel")
    assert "🟢 Actif · code 0412 · responsable : Nadia Benali" in nadia.text
    assert "Claire Morel n’a pas encore répondu à son invitation. Relance jeudi 10 septembre à 9 h." in nadia.text
    nadia.press("chase.pause")
    assert nadia.block("until")["element"]["initial_date"] == "2026-09-21"
    nadia.submit()
    assert nadia.view["callback_id"] == "client.card"
    assert "Relances suspendues jusqu’au 21 septembre." in nadia.text
    assert "Reprendre les relances" in nadia.text


def test_the_card_says_monaco_once_and_who_has_no_siren(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who, address=Address("1 quai Antoine", "98000", "Monaco", "MC"))
    nadia.command("/client morel")
    assert nadia.text.count("Monaco") == 1
    assert "Sans SIREN" in nadia.text


def test_the_card_says_that_nothing_was_received_where_letters_were_sent(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    assert "*Courriers*\nRien pour le moment." in nadia.text
    with office.records() as records:
        records.messages.add(a_message(client_id=client.id, direction=Direction.OUT))
    nadia.command("/client morel")
    assert "*Courriers*\nRien de reçu pour le moment." in nadia.text


def test_the_card_says_what_is_missing(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who, siren="839602299", ape="43.32A")
    nadia.command("/client morel")
    assert "À compléter : sans e-mail ni mobile de dirigeant." in nadia.text
    nadia.press("client.contacts")
    assert "Ajouter un contact" in nadia.text


def test_the_card_completes_the_manager_that_the_firm_requires(
    helene: Person, thomas: Person, office: SmallOffice
) -> None:
    office.change_firm(manager_required=True)
    office.follow("Atelier Morel", by=helene.who, manager_id=None, access=Access.EVERYONE)
    thomas.command("/client morel")
    assert "À compléter : sans responsable." in thomas.text
    assert "Compléter" not in thomas.text
    helene.command("/client morel")
    helene.press("client.assign")
    assert helene.view["callback_id"] == "client.assign"


def test_the_card_offers_what_may_be_done_once_the_chases_are_over(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    office.invite(
        contact, chases=3, escalated_at=office.now(), next_at=None, expires_at=office.now() + timedelta(days=9)
    )
    nadia.command("/client morel")
    assert "Les relances sont finies : un appel aiderait." in nadia.text
    assert "Noter un appel" in nadia.text
    nadia.press("invitation.last_message")
    assert [letter["to"] for letter in outbox.letters()] == [contact.email]


@pytest.mark.parametrize(
    ("account", "missing"), [(None, "sans compte Urssaf"), ("377000000127000113", "sans montant Urssaf")]
)
def test_the_card_says_which_urssaf_number_is_missing(
    nadia: Person, office: SmallOffice, account: str | None, missing: str
) -> None:
    urssaf = {"kind": Kind.EMPLOYER, "services": frozenset({Service.URSSAF}), "urssaf_account": account}
    office.meet(office.follow("Atelier Morel", by=nadia.who, **urssaf))
    nadia.command("/client morel")
    assert f"À compléter : {missing}." in nadia.text


def test_the_card_says_when_the_latest_message_has_no_subject(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        records.messages.add(a_message(client_id=client.id, subject=""))
    nadia.command("/client morel")
    assert "« (sans objet) », Claire Morel" in nadia.text


def test_the_card_leads_to_another_client(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    office.follow("Boulangerie Lucas", by=nadia.who, code="0388")
    nadia.command("/client morel")
    [found] = nadia.suggestions("finder", "lucas")
    assert found["description"]["text"] == "0388 · Nadia Benali"
    nadia.choose("finder", found["value"], query="lucas")
    assert "Boulangerie Lucas" in nadia.text
    assert len(nadia.stack) == 1


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("act", ["client.open", "client.assign", "client.invite", "client.contacts", "client.ready"])
def test_a_forged_client_is_answered_as_one_that_does_not_exist(
    thomas: Person, nadia: Person, office: SmallOffice, act: str
) -> None:
    hidden = office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": act, "value": "c1"}]}]}
    answers = []
    for value in (f"c{hidden.id}", "c999999", "cMorel", ""):
        thomas.press_in_message(message, act, value=value)
        answers.append(thomas.slack.ephemerals[-1]["text"])
    assert set(answers) == {"Aucun dossier de ce nom parmi ceux que vous voyez."}
    assert thomas.stack == []


@pytest.mark.abuse("S5")
def test_a_card_pressed_after_the_right_is_gone_is_refused(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)
    thomas.command("/client morel")
    with office.records() as records:
        records.clients.keep(replace(client, access=Access.CHOSEN))
    thomas.press("client.contacts")
    assert "Aucun dossier de ce nom parmi ceux que vous voyez." in thomas.text


def test_the_list_pages_and_filters(nadia: Person, office: SmallOffice) -> None:
    for number in range(10):
        office.follow(f"Client {number:02}", by=nadia.who)
    asleep = office.follow("Endormi", by=nadia.who)
    with office.records() as records:
        records.clients.keep(replace(asleep, state=ClientState.INACTIVE))
    nadia.command("/client liste")
    assert "1 à 8 sur 10 · ce qui demande une décision d’abord" in nadia.text
    assert "Client 08" not in nadia.text
    nadia.press("page.next")
    assert "9 à 10 sur 10" in nadia.text
    assert "Client 09" in nadia.text
    nadia.press("page.previous")
    assert "Client 00" in nadia.text
    nadia.pick_filter("state", "inactive")
    assert "Endormi" in nadia.text
    assert "⚪" in nadia.text
    nadia.pick_filter("state", "incomplete")
    assert "à compléter : sans dirigeant joignable" in nadia.text


def test_an_empty_list_offers_what_would_fill_it_or_ends_there(helene: Person, office: SmallOffice) -> None:
    helene.command("/client liste")
    assert "Nouveau dossier" in helene.text
    for state, sentence in (("inactive", "inactif"), ("terminated", "résilié"), ("closed", "fermé")):
        helene.pick_filter("state", state)
        assert f"Aucun dossier {sentence}." in helene.text
        assert "Nouveau dossier" not in helene.text


def test_the_card_the_list_and_the_home_give_the_same_dot(nadia: Person, office: SmallOffice) -> None:
    office.invite(office.meet(office.follow("Chaumier", by=nadia.who)), next_at=office.now())
    bounced = office.meet(office.follow("Halles", by=nadia.who), email="eric@halles.example")
    office.follow("Incomplet", by=nadia.who)
    with office.records() as records:
        records.contacts.keep(replace(bounced, email_failed_at=office.now()))
    cards = {
        "chaumier": ("🟢", "Actif", "à jour"),
        "halles": ("🟠", "À traiter", "e-mail du dirigeant en erreur"),
        "incomplet": ("🟠", "À compléter", "à compléter : sans dirigeant joignable"),
    }
    nadia.open_home()
    home = words_of(nadia.home or {})
    nadia.command("/client liste")
    listed = nadia.text
    for name, (dot, word, reason) in cards.items():
        for rows in (home, listed):
            assert f"{dot} *{name.capitalize()}*\n{reason}" in rows
        nadia.command(f"/client {name}")
        assert f"{dot} {word} · responsable : Nadia Benali" in nadia.text


def test_a_director_is_completed_from_the_card(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.press("client.contacts", None)
    assert nadia.view["callback_id"] == "client.contacts"


def test_a_manager_is_completed_from_the_card_by_those_who_may(
    helene: Person, thomas: Person, office: SmallOffice
) -> None:
    office.change_firm(manager_required=True)
    office.follow("Atelier Morel", by=helene.who, manager_id=None, access=Access.EVERYONE)
    thomas.command("/client morel")
    assert "À compléter : sans responsable." in thomas.text
    assert "Compléter" not in thomas.text.replace("À compléter", "")
    helene.command("/client morel")
    helene.press("client.assign")
    assert helene.view["callback_id"] == "client.assign"


def test_the_list_by_portfolio_and_of_all(nadia: Person, helene: Person, office: SmallOffice) -> None:
    with office.reading() as records:
        [portfolio] = records.people.portfolios()
    office.follow("Dans le portefeuille", by=helene.who, portfolio_id=portfolio.id)
    office.follow("À moi", by=nadia.who)
    nadia.command("/client liste")
    assert "Dans le portefeuille" not in nadia.text
    nadia.pick_filter("scope", "all")
    assert "Dans le portefeuille" in nadia.text
    nadia.pick_filter("portfolio", f"p{portfolio.id}")
    assert "À moi" not in nadia.text


@pytest.mark.abuse("S4")
def test_terminated_clients_are_listed_for_administrators_alone(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    client = office.follow("Résilié", by=nadia.who)
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED, terminated_at=office.now()))
    helene.command("/client liste")
    helene.pick_filter("scope", "all")
    helene.pick_filter("state", "terminated")
    assert "🔴" in helene.text
    nadia.command("/client liste")
    nadia.pick_filter("state", "terminated", forged=True)
    assert "🔴" not in nadia.text


def test_an_empty_list_says_what_will_fill_it(nadia: Person) -> None:
    nadia.command("/client liste")
    assert "Aucun dossier ne vous est affecté. Un administrateur peut le faire, ou créez-en un." in nadia.text
    nadia.press("client.new")
    assert nadia.view["callback_id"] == "new_client.company"


def test_names_of_two_hundred_letters_fit_every_screen(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    contact = office.meet(
        office.follow("É" * 200, by=nadia.who, code="0" * 30), first_name="F" * 100, last_name="L" * 100
    )
    office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    nadia.command("/client liste")
    nadia.press("client.open")
    nadia.press("client.contacts")
    nadia.open_home()
    nadia.command("/client inviter ÉÉÉÉ")
    assert nadia.view["callback_id"] == "client.invite"
    nadia.command("/client affecter ÉÉÉÉ")
    assert nadia.view["callback_id"] == "client.assign"


def test_a_fourth_window_takes_the_place_of_the_third(nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who), email=None)
    office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    nadia.command("/client liste")
    nadia.press("client.open")
    nadia.press("client.invite")
    assert len(nadia.stack) == 3
    nadia.press("client.contacts")
    assert nadia.view["callback_id"] == "client.contacts"
    assert len(nadia.stack) == 3


def test_a_refusal_stands_at_the_head_of_the_third_window(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    office.meet(client)
    nadia.command("/client liste")
    nadia.press("client.open")
    nadia.press("client.contacts")
    drawn = nadia.view
    with office.records() as records:
        records.clients.keep(replace(client, manager_id=None, access=Access.EVERYONE))
    for _ in range(2):
        nadia.pick_menu("contact.more", "invite")
        assert len(nadia.stack) == 3
        assert nadia.view["title"] == drawn["title"]
        assert nadia.text.count("est réservé au responsable") == 1


def test_after_the_chases_the_card_offers_the_call_first(nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who), phone="+33639982107")
    office.invite(contact, chases=3, escalated_at=office.now(), expires_at=office.now() + timedelta(days=9))
    nadia.command("/client morel")
    nadia.press("invitation.called")
    nadia.choose("outcome", "Ouvrira son espace")
    nadia.submit()
    assert nadia.view["callback_id"] == "client.card"
    assert "un appel aiderait" not in nadia.text
    nadia.press("invitation.last_message")
    assert len(letters(office)) == 1
