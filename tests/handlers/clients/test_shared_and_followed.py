"""A company already followed, an address already used: said at the step, and the person decides."""

from dataclasses import replace

import pytest

from domain.clients import Access, Client, ClientState
from domain.contacts import Account
from tests.handlers.clients.test_new_client import CLAIRE, clients_of, to_contact_step, to_summary
from tests.handlers.post_office import Outbox, posts
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def with_space(office: SmallOffice, client: Client) -> Account:
    """The account of that client's contact, who has accepted an invitation."""
    contact = office.meet(client, email=CLAIRE)
    with office.records() as records:
        account = records.accounts.add(contact, None, office.now())
        records.contacts.keep(replace(contact, account_id=account.id))
    return account


def test_a_company_that_one_follows_is_created_again_on_purpose(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who, siren="839602299", code="0305")
    nadia.command("/client nouveau")
    option = next(o for o in nadia.suggestions("company", "839602299") if o["value"].startswith("r"))
    nadia.choose("company", option["value"], query="839602299")
    assert "Déjà suivi : dossier Atelier Morel (0305)." in nadia.text
    nadia.submit()
    assert nadia.errors == {
        "company": "Déjà suivi : dossier Atelier Morel (0305). Cochez « Créer un second dossier » si c’est voulu."
    }
    nadia.tick("second", "yes")
    nadia.submit()
    nadia.submit()
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.submit()
    assert clients_of(office) == ["Atelier Morel", "Atelier Morel"]


def test_a_client_of_the_firm_is_offered_first_and_opens(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("SCI Morel", by=nadia.who, siren="850885054")
    nadia.command("/client nouveau")
    offered = nadia.suggestions("company", "morel")
    assert offered[0]["value"] == f"open:c{client.id}"
    nadia.choose("company", f"open:c{client.id}", query="morel")
    assert "Déjà suivi : dossier SCI Morel." in nadia.text
    nadia.press("client.open")
    assert nadia.view["callback_id"] == "client.card"


@pytest.mark.abuse("S12")
def test_a_company_followed_unseen_gives_the_one_sentence(
    thomas: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.follow("Le vrai nom du dossier", by=nadia.who, siren="839602299", access=Access.CHOSEN)
    thomas.command("/client nouveau")
    offered = thomas.suggestions("company", "morel")
    assert [words_of(option["text"]) for option in offered] == ["Atelier Morel", "Saisir « morel » à la main"]
    thomas.choose("company", "Atelier Morel", query="morel")
    assert "Cette entreprise est déjà suivie par le cabinet. Demandez à un administrateur." in thomas.text
    assert "Le vrai nom" not in thomas.text
    assert not thomas.shows("second")
    thomas.submit()
    assert thomas.errors == {
        "company": "Cette entreprise est déjà suivie par le cabinet. Demandez à un administrateur."
    }
    thomas.press("ask_admin", times=2)
    assert "C’est demandé" in thomas.text
    [asked] = outbox.posts("U0HELENE")
    assert "Thomas Roux demande à voir le dossier Le vrai nom du dossier" in asked["text"]


def test_a_client_created_meanwhile_is_said_at_the_end(nadia: Person, thomas: Person, office: SmallOffice) -> None:
    to_summary(nadia)
    office.follow("Atelier Morel", by=thomas.who, siren="839602299", access=Access.EVERYONE)
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.company"
    assert "Thomas Roux vient de créer ce dossier." in nadia.text
    assert clients_of(office) == ["Atelier Morel"]


def test_an_address_of_another_client_asks_for_a_tick(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    office.meet(office.follow("SCI Morel", by=nadia.who), email=CLAIRE)
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.submit()
    assert "Cette adresse est déjà celle de Claire Morel, dossier SCI Morel." in nadia.text
    assert nadia.value("email") == CLAIRE
    nadia.submit()
    assert nadia.errors == {"email": "Cochez « Créer un autre dossier sous cette adresse », ou changez l’adresse."}
    nadia.tick("shared", "share")
    nadia.submit()
    nadia.submit()
    assert nadia.view["callback_id"] == "client.card"


@pytest.mark.abuse("S12")
def test_an_address_of_an_unseen_client_names_nobody(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    office.meet(office.follow("SCI Secrète", by=nadia.who, access=Access.CHOSEN), email=CLAIRE)
    to_contact_step(thomas)
    thomas.type(email=CLAIRE)
    thomas.submit()
    assert "Cette adresse sert déjà à un contact du cabinet." in thomas.text
    assert "Secrète" not in thomas.text


def test_who_has_a_space_already_gets_a_letter_and_no_second_invitation(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    account = with_space(office, office.follow("SCI Morel", by=nadia.who))
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.tick("shared", "share")
    nadia.submit()
    assert "1 courrier annonçant un nouveau dossier dans un espace déjà ouvert." in nadia.text
    nadia.submit()
    assert "Claire Morel, direction · espace ouvert" in nadia.text
    [letter] = outbox.letters()
    assert letter["subject_kind"] == "further_client"
    told = words_of(posts(office)[-1])
    assert "Espace déjà ouvert, courrier annonçant ce dossier en route : Claire Morel." in told
    assert "Invitation" not in told
    with office.reading() as records:
        assert len(records.accounts.clients_of(account.id)) == 2


def test_who_has_a_space_already_waits_for_no_invitation_when_the_letters_are_put_off(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    with_space(office, office.follow("SCI Morel", by=nadia.who))
    to_contact_step(nadia)
    nadia.choose("when", "later")
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.tick("shared", "share")
    nadia.submit()
    nadia.submit()
    assert "Claire Morel, direction · espace ouvert" in nadia.text
    assert "À inviter" not in nadia.text
    assert outbox.letters() == []


def test_who_comes_back_is_invited_although_the_account_of_the_ended_file_is_there(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    former = office.follow("SCI Morel", by=nadia.who)
    with_space(office, former)
    with office.records() as records:
        records.clients.keep(replace(former, state=ClientState.TERMINATED))
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.submit()
    [letter] = outbox.letters()
    assert letter["subject_kind"] == "invitation"


def test_an_address_that_refused_a_letter_is_said_with_its_day(nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("SCI Morel", by=nadia.who), email=CLAIRE)
    with office.records() as records:
        records.contacts.keep(replace(contact, email_failed_at=office.now()))
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.tick("shared", "share")
    nadia.submit()
    assert nadia.errors == {
        "email": "Cette adresse a refusé un courrier le 7 septembre 2026. Vérifiez-la avec le client."
    }
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.summary"
