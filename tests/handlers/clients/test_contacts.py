"""The contacts of a client: edited, removed, replaced."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients import Access, ClientState
from domain.contacts import ContactRole
from domain.invitations import InvitationState, LinkKind
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

NEW = "claire@menuiserie-morel.example"


def open_contacts(person: Person) -> None:
    person.command("/client morel")
    person.press("client.contacts")


def test_a_contact_is_edited_with_its_role_and_language(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    contact = office.meet(client)
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "edit")
    assert nadia.value("last_name") == "Morel"
    nadia.type(last_name="Morel-Petit", phone="06 39 98 21 07")
    nadia.choose("role", ContactRole.PAYROLL)
    nadia.choose("language", "en")
    nadia.submit(times=2)
    assert "*Claire Morel-Petit* · paie" in nadia.text
    with office.reading() as records:
        edited = records.contacts.get(contact.id)
        [line] = records.history(client.id)
    assert edited is not None
    assert (edited.phone, edited.language) == ("+33639982107", "en")
    assert line.before == {"last_name": "Morel", "phone": None, "role": "director", "language": "fr"}


@pytest.mark.parametrize(
    ("opening", "form", "label"),
    [
        ("client.contacts", "contact.add", "Retour aux contacts"),
        ("client.notes", "note.add", "Retour aux notes"),
    ],
)
def test_the_way_back_to_the_list_is_not_named_as_that_to_the_card(
    nadia: Person, office: SmallOffice, opening: str, form: str, label: str
) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.press(opening)
    nadia.press(form)
    assert label in nadia.text
    assert nadia.view["close"]["text"] == "Retour"


def test_another_address_closes_the_old_links_and_invites_the_new_one(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    contact = office.meet(client)
    invitation = office.invite(contact)
    with office.records() as records:
        records.invitations.add_link(invitation.id, LinkKind.OPEN, "hash", office.now())
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "edit")
    nadia.type(email=NEW)
    nadia.submit()
    assert [letter["to"] for letter in outbox.letters()] == [NEW]
    with office.reading() as records:
        states = {one.state for one in records.invitations.of_contact(contact.id)}
        link = records.invitations.link("hash")
        kept = records.contacts.get(contact.id)
    assert states == {InvitationState.REVOKED, InvitationState.QUEUED}
    assert link is not None
    assert link.used_at is not None
    assert kept is not None
    assert kept.email == NEW


def test_the_last_director_is_replaced_when_removed(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    claire = office.meet(client, is_default=True, receives_invoices=True)
    office.invite(claire)
    lea = office.meet(client, first_name="Léa", last_name="Petit", email="lea@x.example", role=ContactRole.BILLING)
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "remove")
    assert nadia.value("heir")["value"] == f"ct{lea.id}"
    nadia.submit(times=2)
    assert "Claire" not in nadia.text
    assert "*Léa Petit* · direction" in nadia.text
    assert "contact par défaut · reçoit les factures" in nadia.text
    with office.reading() as records:
        assert [one.id for one in records.contacts.of_client(client.id)] == [lea.id]
        assert records.contacts.of_email("claire@atelier-morel.example") == []
        assert {one.state for one in records.invitations.of_contact(claire.id)} == {InvitationState.REVOKED}
        assert [line.act for line in records.history(client.id)] == ["contact.removed"]
    nadia.command("/client claire")
    assert "Rien pour « claire »" in nadia.text


@pytest.mark.abuse("W7")
@pytest.mark.parametrize("act", ["remove", "readdress"])
def test_whoever_was_signed_in_is_signed_out_when_the_contact_goes_or_changes_address(
    nadia: Person, office: SmallOffice, act: str
) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    with office.records() as records:
        account = records.accounts.add(contact, None, office.now())
        records.accounts.open_session(account.id, "hash", office.now(), office.now() + timedelta(days=1))
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "remove" if act == "remove" else "edit")
    if act == "readdress":
        nadia.type(email=NEW)
    nadia.submit()
    with office.reading() as records:
        assert records.accounts.of_session("hash", office.now()) is None


def test_without_anybody_to_replace_them_the_file_is_to_complete(nadia: Person, office: SmallOffice) -> None:
    office.meet(office.follow("Atelier Morel", by=nadia.who))
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "remove")
    nadia.submit()
    nadia.close()
    nadia.command("/client morel")
    assert "À compléter : sans e-mail ni mobile de dirigeant." in nadia.text


@pytest.mark.abuse("S4")
def test_a_contact_of_another_client_cannot_take_over(nadia: Person, helene: Person, office: SmallOffice) -> None:
    claire = office.meet(office.follow("Atelier Morel", by=nadia.who))
    stranger = office.meet(office.follow("Secret", by=helene.who, access=Access.CHOSEN), email="s@x.example")
    open_contacts(nadia)
    nadia.pick_menu("contact.more", "remove")
    nadia.choose_forged("heir", f"ct{stranger.id}")
    nadia.submit()
    assert nadia.errors["heir"].startswith("Ceci n’existe plus")
    with office.reading() as records:
        assert [records.contacts.get(contact.id) for contact in (claire, stranger)] == [claire, stranger]


@pytest.mark.abuse("S12")
def test_a_shared_address_names_its_owner_to_those_who_see_them(
    nadia: Person, thomas: Person, office: SmallOffice
) -> None:
    office.meet(office.follow("SCI Morel", by=nadia.who, access=Access.CHOSEN), email=NEW)
    office.meet(office.follow("Garage Petit", by=nadia.who, access=Access.EVERYONE))
    said = {}
    for person in (nadia, thomas):
        person.command("/client garage")
        person.press("client.contacts")
        person.press("contact.add")
        person.type(last_name="Petit", email=NEW)
        person.submit()
        said[person.who.name] = person.text
        person.submit()
        assert person.errors == {"email": "Cochez « Utiliser aussi cette adresse ici », ou changez l’adresse."}
    assert "Cette adresse est déjà celle de Claire Morel, dossier SCI Morel." in said["Nadia Benali"]
    assert "Cette adresse sert déjà à un contact du cabinet." in said["Thomas Roux"]
    assert "SCI" not in said["Thomas Roux"]


def test_the_contacts_of_a_terminated_client_are_shown_and_stay_as_they_are(
    helene: Person, office: SmallOffice
) -> None:
    client = office.follow("Atelier Morel", by=helene.who)
    claire = office.meet(client)
    open_contacts(helene)
    helene.pick_menu("contact.more", "remove")
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED, terminated_at=office.now()))
    helene.submit()
    assert "est résilié" in str(helene.errors) + helene.text
    with office.reading() as records:
        assert records.contacts.of_client(client.id) == [claire]
    helene.stack.clear()
    helene.command("/client morel")
    helene.press("client.contacts")
    assert "Claire Morel" in helene.text
    assert not any(button in helene.text for button in ("Ajouter un contact", "Retirer du dossier"))
