"""The Home of each, and the invitation read once before anything leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.books import Mailbox, MailboxProblem
from domain.clients import Access
from domain.contacts import ContactRole
from domain.invitations import InvitationState, StopReason
from domain.messages import MessageState
from tests.builders import a_message
from tests.handlers.clients.test_new_client import to_summary
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def test_the_home_counts_what_waits(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    contact = office.meet(client)
    office.invite(contact)
    with office.records() as records:
        records.messages.add(a_message(client_id=client.id, needs_person=True))
    home = words_of(nadia.open_home())
    assert "Bonjour Nadia" in home
    assert "Lundi 7 septembre 2026 · 1 dossier suivi" in home
    assert "*1* incident à traiter" in home
    assert "*1* courrier non lu" in home
    assert "*1* invitation en attente" in home
    assert "Aucun dossier à compléter." in home
    assert "🟢 *Atelier Morel*" in home


def test_an_invitation_given_up_waits_for_nobody(nadia: Person, office: SmallOffice) -> None:
    invitation = office.invite(office.meet(office.follow("Atelier Morel", by=nadia.who)))
    with office.records() as records:
        records.invitations.keep(invitation.escalated(office.now()).stop(StopReason.GIVEN_UP, office.now()))
    home = words_of(nadia.open_home())
    assert "Rien à traiter. Bonne journée." in home
    assert "🟢 *Atelier Morel*" in home
    nadia.command("/client morel")
    assert "n’a pas encore répondu" not in nadia.text


@pytest.mark.parametrize(
    ("counter", "title", "listed"),
    [
        ("incidents", "Incidents", "Courriers sans dossier (1)"),
        ("mail", "Courriers non lus", "Claire Morel · <!channel> *gras*"),
        ("invitations", "Invitations", "*Claire Morel* · Atelier Morel"),
    ],
)
def test_each_counter_opens_its_list(nadia: Person, office: SmallOffice, counter: str, title: str, listed: str) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    office.invite(office.meet(client))
    with office.records() as records:
        records.messages.add(a_message(client_id=client.id, needs_person=True, subject="<!channel> *gras*"))
    nadia.open_home()
    nadia.press(f"home.more.{counter}")
    assert nadia.view["title"]["text"] == title
    assert listed in nadia.text


def test_clients_to_complete_open_as_a_list(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.open_home()
    nadia.press("home.more.incomplete")
    assert nadia.view["callback_id"] == "client.list"
    assert "Atelier Morel" in nadia.text


def test_all_counters_at_zero_wish_a_good_day(helene: Person, office: SmallOffice) -> None:
    office.meet(office.follow("Atelier Morel", by=helene.who))
    home = words_of(helene.open_home())
    assert "Rien à traiter. Bonne journée." in home
    assert "Cabinet Valmont" in home


def test_a_client_is_made_ready_then_invited_from_the_home(nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("Menuiserie Brault", by=nadia.who, code="0410"))
    office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    home = words_of(nadia.open_home())
    assert "⚪ *Menuiserie Brault*\n0410 · en préparation" in home
    nadia.press("client.ready")
    assert "🟢 *Menuiserie Brault*\n0410 · bilan flash prêt" in words_of(nadia.home)
    nadia.press("client.invite")
    assert nadia.view["callback_id"] == "client.invite"


@pytest.mark.abuse("S12")
def test_the_home_of_a_collaborator_counts_only_what_they_see(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    before = thomas.open_home()
    assert "0 dossier" not in str(before)
    hidden = office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    office.invite(office.meet(hidden))
    with office.records() as records:
        records.messages.add(a_message(client_id=hidden.id, needs_person=True))
    assert thomas.open_home() == before


def test_a_search_from_the_home_opens_the_card(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    home = nadia.open_home()
    finder = next(block for block in home["blocks"] if block.get("block_id") == "finder")
    nadia.choose_in_home(finder, f"c{client.id}")
    assert nadia.view["callback_id"] == "client.card"


def test_the_first_days_lead_to_the_review_and_letters_wait_for_it(
    helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.change_firm(invitation_read_at=None)
    home = words_of(helene.open_home())
    assert "Bienvenue dans Guichet" in home
    assert "1 étape sur 5 terminée" in home
    to_summary(helene)
    assert "Partira dès que l’invitation aura été relue." in helene.text
    helene.submit()
    messages = outbox.posts("U0HELENE")
    asked = next(message for message in messages if "relisez leur texte" in message["text"])
    helene.press_in_message(asked, "setup.texts")
    assert "Votre espace client est prêt" in helene.text
    helene.pick_filter("language", "en")
    assert "Your client space is ready" in helene.text
    helene.press("send_test")
    assert "Essai en route vers" in helene.text
    test = outbox.letters("helene@valmont.example")
    assert [letter["for_client"] for letter in test] == [False]
    with pytest.raises(AssertionError, match="Slack asks for"):
        helene.submit()
    helene.tick("read", "yes")
    helene.submit(times=2)
    assert office.firm.invitation_read_at == office.now()
    assert "Bienvenue dans Guichet" not in words_of(helene.home)


@pytest.mark.abuse("S4")
def test_only_an_administrator_allows_the_sending(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None)
    message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "setup.texts"}]}]}
    nadia.press_in_message(message, "setup.texts")
    assert "Autoriser les envois est réservé aux administrateurs" in nadia.slack.ephemerals[-1]["text"]
    assert nadia.stack == []
    assert office.firm.invitation_read_at is None


def test_the_first_days_tell_what_is_done_and_may_be_hidden(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None)
    office.follow("Atelier Morel", by=helene.who)
    home = words_of(helene.open_home())
    assert "3 étapes sur 5 terminées" in home
    assert "✓ L’équipe\n1 collègue dans l’équipe" in home
    assert "✓ Les dossiers\n1 dossier" in home
    helene.press("setup.hide")
    assert "Bienvenue dans Guichet" not in words_of(helene.home)
    assert "Bienvenue dans Guichet" not in words_of(helene.open_home())
    assert office.firm.invitation_read_at is None


def test_long_lists_behind_the_counters_are_turned_by_pages(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        for number in range(10):
            records.messages.add(a_message(client_id=client.id, subject=f"Relevé {number}"))
    for number in range(9):
        office.invite(office.meet(client, first_name=f"Personne{number}", email=f"p{number}@morel.example"))
    nadia.open_home()
    nadia.press("home.more.mail")
    assert "1 à 8 sur 10" in nadia.text
    nadia.press("page.next")
    assert "Relevé 9" in nadia.text
    nadia.press("page.previous")
    assert "Relevé 0" in nadia.text
    nadia.stack.clear()
    nadia.press("home.more.invitations")
    nadia.press("page.next")
    assert "9 à 9 sur 9" in nadia.text


def test_a_manager_counts_their_own_clients_and_each_list_agrees(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    own = office.follow("Atelier Morel", by=nadia.who)
    other = office.follow("Garage du Cher", by=helene.who, access=Access.EVERYONE)
    for client in (own, other):
        office.invite(office.meet(client, email=f"direction@client{client.id}.example"))
        with office.records() as records:
            records.messages.add(a_message(client_id=client.id, sender_name=client.name))
            records.messages.add(a_message(client_id=client.id, needs_person=True, state=MessageState.READ))
    office.follow("Cave Lorieux", by=helene.who, access=Access.EVERYONE)
    home = words_of(nadia.open_home())
    for counter, said in (
        ("incidents", "*1* incident à traiter"),
        ("mail", "*1* courrier non lu"),
        ("invitations", "*1* invitation en attente"),
    ):
        assert said in home
        nadia.stack.clear()
        nadia.press(f"home.more.{counter}")
        assert "Atelier Morel" in nadia.text
        assert "Garage du Cher" not in nadia.text
    assert "Aucun dossier à compléter." in home
    assert "*2* courriers non lus" in words_of(helene.open_home())


def test_each_counter_says_whom_it_is_about(nadia: Person, office: SmallOffice) -> None:
    morel, vidal = (office.follow(name, by=nadia.who) for name in ("Atelier Morel", "Tapisserie Vidal"))
    kervran = office.meet(morel, first_name="Maël", last_name="Kervran", role=ContactRole.DIRECTOR)
    office.invite(kervran, escalated_at=office.now(), chases=3)
    with office.records() as records:
        for client in (morel, vidal, morel):
            records.messages.add(a_message(client_id=client.id))
    home = words_of(nadia.open_home())
    assert "*3* courriers non lus\nAtelier Morel, Tapisserie Vidal" in home
    assert "*1* invitation en attente\nMaël Kervran est à appeler, après les relances" in home
    assert "*1* dossier à compléter\nTapisserie Vidal, sans e-mail ni mobile de dirigeant" in home
    assert "Aucun incident sur vos dossiers." in home


def test_an_administrator_reads_how_many_are_their_own_what_is_missing_and_since_when(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    own = office.follow("Atelier Morel", by=helene.who)
    other = office.follow("Garage du Cher", by=nadia.who, siren="839602299")
    office.meet(other, role=ContactRole.DIRECTOR)
    with office.records() as records:
        for client_id in (own.id, other.id):
            records.messages.add(a_message(client_id=client_id))
        for days in (3, 1):
            written = office.now() - timedelta(days=days)
            records.messages.add(a_message(needs_person=True, written_at=written, state=MessageState.READ))
    home = words_of(helene.open_home())
    assert "*2* incidents à traiter\nDont 2 courriers sans dossier, le plus ancien de vendredi" in home
    assert "*2* courriers non lus\nDont 1 sur vos dossiers" in home
    assert "*2* dossiers à compléter\n" in home
    assert "1 sans e-mail ni mobile de dirigeant" in home
    assert "1 sans code APE" in home
    assert "Rien d’autre : " not in home
    assert "Aucune invitation en attente." in home
    assert "🟠 *Atelier Morel*\nHélène Valmont · " in home


def test_a_collaborator_reads_what_is_assigned_to_them(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Garage du Cher", by=nadia.who, access=Access.EVERYONE)
    office.meet(client, role=ContactRole.DIRECTOR)
    with office.records() as records:
        for state in (MessageState.READ, MessageState.HANDLED):
            message = records.messages.add(a_message(client_id=client.id, state=state, subject=f"Relevé {state}"))
            records.messages.keep(replace(message, assigned_to=thomas.who.id))
    home = words_of(thomas.open_home())
    assert "Lundi 7 septembre 2026 · 1 dossier suivi" in home
    assert "*1* courrier vous est affecté\nGarage du Cher" in home
    assert "Importer" not in home
    assert "🟢 *Garage du Cher*\nNadia Benali · à jour" in home
    thomas.press("home.more.assigned")
    assert "Relevé read" in thomas.text
    assert "Relevé handled" not in thomas.text


def test_a_mailbox_that_is_not_read_comes_before_all_else(
    helene: Person, thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)
    with office.records() as records:
        box = Mailbox(
            0, office.firm_id, "courrier@valmont.example", "imaps://u:p@h/INBOX", problem=MailboxProblem.LOGIN_REFUSED
        )
        records.inbound.keep_mailbox(replace(box, problem_since=office.now()))
    home = helene.open_home()
    assert words_of(home["blocks"][0]).startswith("🔴 *Boîte non lue depuis ")
    helene.press("incident.open")
    assert helene.view["callback_id"] == "incident.card"
    assert "🔴" not in words_of(thomas.open_home())


def test_until_it_is_done_or_hidden_the_set_up_stands_alone(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None, town="Tours")
    home = words_of(helene.open_home())
    assert "Cinq étapes et votre cabinet est prêt. Comptez un quart d’heure" in home
    assert "✓ Le cabinet\nCabinet Valmont, Tours · français · euro" in home
    assert "Importez votre liste de clients, ou créez un premier dossier." in home
    assert "À traiter" not in home
    helene.press("setup.hide")
    assert "Bienvenue dans Guichet" not in words_of(helene.home)
    assert "Chercher un dossier" in words_of(helene.home)
    assert "Bienvenue dans Guichet" not in words_of(nadia.open_home())
