"""Assigning a client, adding a contact, inviting one."""

from dataclasses import replace

import pytest

from domain.clients import Access
from domain.invitations import InvitationState
from tests.handlers.clients.test_new_client import CLAIRE
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice


def test_a_client_is_assigned_and_its_manager_told(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow("Atelier Morel", by=helene.who)
    helene.command("/client affecter morel")
    helene.choose("manager", "U0NADIA")
    helene.choose("portfolio", "Artisans")
    assert helene.value("access")["value"] == Access.PORTFOLIO
    helene.submit(times=2)
    with office.reading() as records:
        assigned = records.clients.get(client.id)
        acts = [line.act for line in records.history(client.id)]
    assert assigned is not None
    assert (assigned.manager_id, assigned.access) == (nadia.who.id, Access.PORTFOLIO)
    assert acts == ["client.assigned"]
    [told] = outbox.posts("U0NADIA")
    assert told["text"] == "Hélène Valmont vous affecte Atelier Morel."
    nadia.press_in_message(told, "client.open")
    assert nadia.view["callback_id"] == "client.card"


def test_the_card_beneath_shows_the_new_manager(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=helene.who)
    helene.command("/client morel")
    helene.pick_menu("client.more", "client.assign")
    helene.choose("manager", "U0NADIA")
    helene.submit()
    assert helene.view["callback_id"] == "client.card"
    assert "responsable : Nadia Benali" in helene.text


def test_one_does_not_assign_a_client_out_of_one_s_own_sight(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    nadia.command("/client affecter morel")
    nadia.choose("manager", "U0HELENE")
    nadia.choose("access", Access.CHOSEN)
    nadia.tick("people", "U0HELENE")
    nadia.submit()
    assert nadia.errors == {"people": "Vous ne verriez plus ce dossier. Ajoutez-vous, ou choisissez le portefeuille."}


@pytest.mark.abuse("S4")
@pytest.mark.parametrize(
    ("field", "forged"), [("manager", "U0NOBODY"), ("manager", "U0THOMAS"), ("portfolio", "p999"), ("portfolio", "x")]
)
def test_a_choice_that_was_not_offered_is_refused(
    nadia: Person, thomas: Person, office: SmallOffice, field: str, forged: str
) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client affecter morel")
    nadia.choose_forged(field, forged)
    assert any(said in nadia.text for said in ("Personne de ce nom", "n’existe plus", "Aucun dossier"))


@pytest.mark.abuse("S5")
def test_a_right_to_assign_that_is_gone_refuses_the_submission(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)
    nadia.command("/client affecter morel")
    with office.records() as records:
        records.clients.keep(replace(client, manager_id=helene.who.id))
    nadia.submit()
    assert "Affecter un dossier est réservé" in str(nadia.errors)


def test_a_contact_is_added_then_invited(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.press("client.contacts")
    assert "Aucun contact pour le moment." in nadia.text
    nadia.press("contact.add")
    nadia.type(first_name="Claire", last_name="Morel", email=CLAIRE, phone="06 39 98 21 07")
    nadia.submit(times=2)
    assert "🔴" not in nadia.text
    assert "⚪ Sans accès · contact par défaut · reçoit les factures" in nadia.text
    nadia.pick_menu("contact.more", "invite")
    assert "🟠 Invitation en cours d’envoi" in nadia.text
    with office.reading() as records:
        [contact] = records.contacts.of_client(client.id)
        acts = sorted(line.act for line in records.history(client.id))
    assert contact.phone == "+33639982107"
    assert acts == ["contact.added", "invitation.queued"]
    assert [letter["to"] for letter in outbox.letters()] == [CLAIRE]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"last_name": "  "}, "last_name", "Saisissez le nom de cette personne."),
        ({"email": "claire@"}, "email", "claire@ est incomplet : il manque ce qui suit @."),
        ({"phone": "12"}, "phone", "12 ne suffit pas"),
        ({"email": "claire@gmial.com"}, "email", "gmial.com : vouliez-vous dire gmail.com ?"),
    ],
)
def test_a_contact_added_is_checked_as_in_the_wizard(
    nadia: Person, office: SmallOffice, typed: dict[str, str], field: str, said: str
) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.press("client.contacts")
    nadia.press("contact.add")
    nadia.type(**{"last_name": "Morel", **typed})
    nadia.submit()
    assert nadia.errors[field].startswith(said)


def test_a_warning_on_a_contact_passes_the_second_time(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.press("client.contacts")
    nadia.press("contact.add")
    nadia.type(last_name="Morel", email="claire@gmial.com")
    nadia.submit()
    nadia.submit()
    assert "claire@gmial.com" in nadia.text


def test_an_invitation_is_sent_again_with_new_links(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    invitation = office.invite(contact, chases=3, escalated_at=office.now())
    nadia.command("/client inviter morel")
    nadia.tick("contact", f"ct{contact.id}")
    nadia.submit(times=3)
    assert nadia.view["callback_id"] == "client.card"
    with office.reading() as records:
        [again] = records.invitations.of_contact(contact.id)
    assert (again.id, again.state) == (invitation.id, InvitationState.QUEUED)
    assert (again.chases, again.escalated_at) == (0, None)
    assert len(outbox.letters()) == 1


@pytest.mark.abuse("S4")
def test_a_contact_of_another_client_is_not_invited(
    nadia: Person, helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    other = office.meet(office.follow("Ailleurs", by=helene.who, access=Access.CHOSEN), email="x@ailleurs.example")
    office.meet(office.follow("Atelier Morel", by=nadia.who))
    nadia.command("/client inviter morel")
    options = nadia.block("contact")["element"]["options"]
    options[0] = {**options[0], "value": f"ct{other.id}"}
    nadia.tick("contact", f"ct{other.id}")
    nadia.submit()
    assert "n’existe plus" in str(nadia.errors)
    assert outbox.letters() == []


def test_nobody_to_invite_is_said(nadia: Person, office: SmallOffice) -> None:
    office.meet(office.follow("Atelier Morel", by=nadia.who), email=None)
    nadia.command("/client inviter morel")
    assert "Personne à inviter" in nadia.text
    nadia.press("client.contacts")
    assert nadia.view["callback_id"] == "client.contacts"
