"""« Nouveau dossier », from the command to the client card."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.books import ClientFilter, Only
from domain.clients import Access, Address, Kind, Service
from domain.invitations import InvitationState
from domain.registry import RegistryCompany
from tests.handlers.conftest import MOREL
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

CLAIRE = "claire@atelier-morel.example"


def to_contact_step(person: Person) -> None:
    """Atelier Morel is picked, and its assignment left as proposed."""
    person.command("/client nouveau")
    person.choose("company", "Atelier Morel", query="morel")
    person.submit()
    if person.view["callback_id"] == "new_client.assignment":
        person.submit()
    assert person.view["callback_id"] == "new_client.contact"


def to_summary(person: Person, email: str = CLAIRE) -> None:
    to_contact_step(person)
    person.type(email=email)
    person.submit()
    assert person.view["callback_id"] == "new_client.summary"


def clients_of(office: SmallOffice) -> list[str]:
    with office.reading() as records:
        boss = next(person for person in records.people.active() if person.is_administrator)
        found, _ = records.clients.find(boss, ClientFilter(limit=100))
        return [client.name for client in found]


def test_a_manager_opens_a_client_and_invites_its_director(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    nadia.command("/client nouveau")
    assert "Étape 1 sur 4 · Entreprise" in nadia.text
    assert [words_of(option["text"]) for option in nadia.suggestions("company", "morel")] == [
        "Atelier Morel",
        "Saisir « morel » à la main",
    ]
    nadia.choose("company", "Atelier Morel", query="morel")
    assert "SIREN 839 602 299 · SIRET 839 602 299 00019, siège" in nadia.text
    assert "8 rue des Tanneurs, 37000 Tours" in nadia.text
    assert nadia.value("kind")["value"] == Kind.EMPLOYER
    nadia.type(code="0412")
    nadia.submit()
    assert nadia.value("manager")["value"] == "U0NADIA"
    assert nadia.value("access")["value"] == Access.PORTFOLIO
    nadia.submit()
    assert nadia.value("director")["text"]["text"] == "Claire Morel"
    nadia.type(email=CLAIRE, phone="06 39 98 21 07")
    nadia.submit()
    assert nadia.view["submit"]["text"] == "Créer et inviter"
    nadia.submit()
    assert nadia.view["callback_id"] == "client.card"
    assert "Claire Morel, direction · invitation en cours d’envoi" in nadia.text
    [letter] = outbox.letters()
    assert letter["to"] == CLAIRE
    [message] = outbox.posts("U0NADIA")
    assert message["text"].startswith("Dossier Atelier Morel créé.")
    with office.reading() as records:
        [client], _ = records.clients.find(nadia.who, ClientFilter())
        [contact] = records.contacts.of_client(client.id)
        acts = [line.act for line in records.history(client.id)]
    assert (client.code, client.company.siret, contact.phone) == ("0412", "83960229900019", "+33639982107")
    assert sorted(acts) == ["client.created", "contact.added", "invitation.queued"]


def test_the_summary_and_the_card_count_the_same_people(nadia: Person, helene: Person, office: SmallOffice) -> None:
    to_summary(nadia)
    assert "Visible par 1 personne du portefeuille, et 1 de plus de droit (administrateurs, responsable)" in nadia.text
    nadia.submit()
    assert "visible par 2 personnes" in nadia.text


def test_the_wizard_speaks_the_reader_s_language(office: SmallOffice, helene: Person) -> None:
    helene.who = replace(helene.who, language="en")
    with office.records() as records:
        records.people.keep(helene.who)
    helene.command("/client new")
    assert helene.view["title"]["text"] == "New client"
    helene.choose("company", "Atelier Morel", query="morel")
    assert "Step 1 of 3 · Company" in helene.text
    to_summary(helene)
    assert helene.view["submit"]["text"] == "Create and invite"
    helene.submit()
    assert "Client file" in helene.view["title"]["text"]


def test_a_firm_of_one_skips_the_assignment(helene: Person, office: SmallOffice) -> None:
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    assert "Étape 1 sur 3 · Entreprise" in helene.text
    helene.submit()
    assert "Étape 2 sur 3 · Contact et invitation" in helene.text
    helene.press("back")
    assert helene.view["callback_id"] == "new_client.company"


def test_going_back_keeps_what_was_typed(nadia: Person) -> None:
    to_contact_step(nadia)
    nadia.type(email="claire@atelier", phone="06 39")
    nadia.press("back")
    nadia.choose("access", Access.EVERYONE)
    nadia.submit()
    assert nadia.value("email") == "claire@atelier"
    assert nadia.value("phone") == "06 39"
    nadia.press("back")
    assert nadia.value("access")["value"] == Access.EVERYONE
    nadia.press("back")
    assert "Atelier Morel" in nadia.text


def test_the_summary_says_when_the_invitations_and_the_chases_leave(nadia: Person) -> None:
    to_summary(nadia)
    assert "1 invitation par e-mail, aujourd’hui dès la création." in nadia.text
    assert "Sans réponse, relances les 10 septembre, 16 septembre et 25 septembre à 9 h 30." in nadia.text


def test_nothing_leaves_when_the_sending_is_for_later(nadia: Person, outbox: Outbox, office: SmallOffice) -> None:
    to_contact_step(nadia)
    nadia.choose("when", "later")
    nadia.type(email=CLAIRE)
    nadia.submit()
    assert nadia.view["submit"]["text"] == "Créer le dossier"
    nadia.submit()
    assert outbox.letters() == []
    assert "Il attend dans « À inviter »." in words_of(outbox.posts()[0])
    with office.reading() as records:
        [client], _ = records.clients.find(nadia.who, ClientFilter(only=Only.TO_INVITE))
        [invitation] = records.invitations.of_client(client.id)
    assert invitation.state is InvitationState.DRAFT


def test_at_night_the_next_morning_is_proposed(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    office.pass_time(timedelta(hours=14))  # Monday, 23:00
    to_contact_step(nadia)
    assert nadia.value("when")["value"] == "morning"
    assert "Mardi à 9 h 30" in nadia.text
    nadia.type(email=CLAIRE)
    nadia.submit()
    assert nadia.view["submit"]["text"] == "Créer et programmer"
    nadia.submit()
    [letter] = outbox.letters()
    assert letter["not_before"].isoformat() == "2026-09-08T07:30:00+00:00"


def test_several_directors_have_each_their_invitation(nadia: Person, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.press("add_director")
    assert "Claire Morel, direction · claire@atelier-morel.example" in nadia.text
    assert nadia.value("director")["text"]["text"] == "Paul Morel"
    assert nadia.value("email") is None
    nadia.type(email="paul@atelier-morel.example")
    nadia.submit()
    assert "2 invitations par e-mail" in nadia.text
    nadia.submit()
    assert sorted(letter["to"] for letter in outbox.letters()) == [CLAIRE, "paul@atelier-morel.example"]


def test_a_contact_typed_can_be_edited_and_removed(nadia: Person) -> None:
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.press("add_director")
    nadia.type(email="paul@atelier-morel.example")
    nadia.press("add_director")
    nadia.pick_menu("person_more", "edit:0")
    assert nadia.value("email") == CLAIRE
    nadia.type(email="claire.morel@atelier-morel.example")
    nadia.pick_menu("person_more", "default:1")
    nadia.submit()
    assert "claire.morel@atelier-morel.example" in nadia.text
    nadia.press("edit_contacts")
    nadia.pick_menu("person_more", "remove:1")
    assert "paul@" not in nadia.text


def test_someone_else_than_the_registry_s_directors_may_be_invited(nadia: Person, office: SmallOffice) -> None:
    to_contact_step(nadia)
    nadia.choose("director", "other")
    nadia.type(first_name="LÉA", last_name="PETIT-JEAN", email="lea@atelier-morel.example")
    nadia.submit()
    assert "Léa Petit-Jean, direction" in nadia.text


def test_a_client_may_be_created_without_any_contact(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    office.registry.companies = [replace(MOREL, directors=())]
    to_contact_step(nadia)
    nadia.tick("ways")
    assert "Sans contact, le dossier est créé et son adresse de dépôt fonctionne déjà." in nadia.text
    nadia.submit()
    assert nadia.view["submit"]["text"] == "Créer le dossier"
    nadia.submit()
    assert "Aucun contact pour le moment." in nadia.text
    assert outbox.letters() == []


def test_editing_from_the_summary_comes_back_to_it(nadia: Person) -> None:
    to_summary(nadia)
    nadia.press("edit_company")
    nadia.type(code="0412")
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.summary"
    assert "Code dossier 0412" in nadia.text.replace("code", "Code")
    nadia.press("edit_assignment")
    nadia.press("back")
    assert nadia.view["callback_id"] == "new_client.summary"


def test_the_invitation_is_shown_as_it_will_be_read(nadia: Person) -> None:
    to_summary(nadia)
    nadia.press("preview_invitation")
    assert "Votre espace client est prêt" in nadia.text
    assert "Bonjour Claire," in nadia.text
    assert "Nadia Benali (Cabinet Valmont)" in nadia.text


def test_a_ceased_company_is_created_once_the_box_is_ticked(nadia: Person, office: SmallOffice) -> None:
    office.registry.companies = [replace(MOREL, is_ceased=True, ceased_on=date(2026, 6, 30))]
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    assert "Cette entreprise est cessée depuis le 30 juin 2026." in nadia.text
    nadia.tick("ceased", "yes")
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.assignment"


def test_a_company_of_partial_diffusion_leaves_its_address_to_be_asked(nadia: Person, office: SmallOffice) -> None:
    office.registry.companies = [replace(MOREL, address=None)]
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    assert "Adresse non communiquée par le registre. Demandez-la au client." in nadia.text


def test_another_establishment_may_be_chosen(nadia: Person, office: SmallOffice) -> None:
    amboise = replace(MOREL, nic="00027", address=Address("2 quai du Lac", "37400", "Amboise"), ape="16.23Z")
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    office.registry.companies.append(amboise)
    nadia.pick_menu("company_more", "site")
    nadia.choose("site", "s00027")
    nadia.submit()
    assert "839 602 299 00027" in nadia.text
    assert "2 quai du Lac, 37400 Amboise" in nadia.text


def test_a_company_is_corrected_by_hand(nadia: Person) -> None:
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.pick_menu("company_more", "edit")
    assert nadia.value("name") == "Atelier Morel"
    nadia.type(name="Atelier Morel et fils", address="10 rue des Tanneurs")
    nadia.submit()
    assert "Atelier Morel et fils" in nadia.text
    assert "10 rue des Tanneurs, 37000 Tours" in nadia.text
    nadia.submit()
    nadia.submit()
    assert nadia.value("director")["text"]["text"] == "Claire Morel"


def test_the_form_is_filled_by_hand_when_the_registry_is_down(nadia: Person, office: SmallOffice) -> None:
    office.registry.down = True
    nadia.command("/client nouveau")
    [by_hand] = nadia.suggestions("company", "Menuiserie Brault")
    assert words_of(by_hand["text"]) == "Le registre tarde : saisir « Menuiserie Brault » à la main"
    nadia.choose("company", by_hand["value"], query="Menuiserie Brault")
    assert "Le registre des entreprises ne répond pas." in nadia.text
    assert nadia.value("name") == "Menuiserie Brault"
    nadia.type(siret="839 602 299", address="1 rue Neuve", postal_code="37000", town="Tours")
    nadia.choose("ape", "43.32A", query="menuiserie")
    assert "Secteur d’activité : construction" in nadia.text
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.company"
    nadia.submit()
    nadia.submit()
    nadia.type(first_name="Luc", last_name="Brault", email="luc@brault.example")
    nadia.submit()
    nadia.submit()
    assert clients_of(office) == ["Menuiserie Brault"]


def test_a_client_without_a_siren_is_said_by_a_tick(nadia: Person, office: SmallOffice) -> None:
    nadia.command("/client nouveau")
    nadia.press("by_hand")
    nadia.type(name="Anne Perrin")
    nadia.tick("no_siren", "none")
    assert not nadia.shows("siret")
    nadia.submit()
    assert "Sans SIREN" in nadia.text
    nadia.submit()
    nadia.submit()
    nadia.type(first_name="Anne", last_name="Perrin", email="anne@perrin.example")
    nadia.submit()
    nadia.submit()
    assert clients_of(office) == ["Anne Perrin"]


def test_a_foreign_company_is_of_a_country_found_by_its_name(nadia: Person, office: SmallOffice) -> None:
    nadia.command("/client nouveau")
    nadia.press("by_hand")
    nadia.tick("no_siren", "none")
    nadia.choose("country", "Allemagne", query="allem")
    nadia.type(name="Müller & Söhne GmbH", postal_code="D-10115", town="Berlin")
    nadia.submit()
    assert "D-10115 Berlin" in nadia.text
    assert "Allemagne" in nadia.text


def test_urssaf_s_numbers_are_asked_for_when_the_service_is_ticked(nadia: Person, office: SmallOffice) -> None:
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    assert not nadia.shows("urssaf_account")
    nadia.tick("services", Service.URSSAF)
    nadia.type(urssaf_account="117 0000 1234 5678 901", urssaf_amount="1 234,50")
    nadia.choose("kind", Kind.SELF_EMPLOYED)
    assert "Compte travailleur indépendant" in nadia.text
    assert not nadia.shows("urssaf_amount")
    nadia.choose("kind", Kind.OTHER)
    assert not nadia.shows("urssaf_account")


def test_the_firm_s_own_services_are_ticked_from_the_start(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(default_services=frozenset({Service.TAX}))
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    assert [option["value"] for option in nadia.value("services")] == [Service.TAX]


def test_a_manager_other_than_the_author_is_told_too(
    nadia: Person, helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    to_contact_step(helene)
    helene.press("back")
    helene.choose("manager", "U0NADIA")
    helene.submit()
    helene.type(email=CLAIRE)
    helene.submit()
    helene.submit()
    assert {message["channel"] for message in outbox.posts()} == {"U0HELENE", "U0NADIA"}


def test_a_firm_that_requires_a_manager_says_so(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.change_firm(manager_required=True)
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    helene.submit()
    assert helene.value("manager") is None
    with pytest.raises(AssertionError, match="Slack asks for"):
        helene.submit()


def test_nobody_makes_a_client_that_they_would_not_see(thomas: Person) -> None:
    to_contact_step(thomas)
    thomas.press("back")
    thomas.choose("access", Access.CHOSEN)
    assert [option["value"] for option in thomas.value("people")] == ["U0THOMAS"]
    thomas.tick("people", "U0NADIA")
    thomas.submit()
    assert thomas.errors == {"people": "Vous ne verriez plus ce dossier. Ajoutez-vous, ou choisissez le portefeuille."}
    thomas.press("select_all")
    thomas.submit()
    assert thomas.view["callback_id"] == "new_client.contact"


def test_a_collaborator_creates_only_where_the_firm_allows_it(thomas: Person, office: SmallOffice) -> None:
    office.change_firm(collaborators_create=False)
    answer = thomas.command("/client nouveau")
    assert "Créer un dossier est réservé" in answer["text"]
    assert thomas.stack == []


@pytest.mark.abuse("S5")
def test_a_right_withdrawn_before_saving_refuses_the_client(thomas: Person, office: SmallOffice) -> None:
    to_summary(thomas)
    office.change_firm(collaborators_create=False)
    thomas.submit()
    assert "Créer un dossier est réservé" in thomas.text
    assert clients_of(office) == []


@pytest.mark.abuse("S3")
def test_four_submissions_make_one_client_and_show_its_card(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_summary(nadia)
    answer = nadia.submit(times=4)
    assert answer["view"]["callback_id"] == "client.card"
    assert clients_of(office) == ["Atelier Morel"]
    assert len(outbox.letters()) == 1
    assert len(outbox.posts("U0NADIA")) == 1


@pytest.mark.abuse("S3")
def test_submissions_in_parallel_make_one_client(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_summary(nadia)
    answers = nadia.submit_at_once(4)
    assert {answer["view"]["callback_id"] for answer in answers} == {"client.card"}
    assert clients_of(office) == ["Atelier Morel"]
    assert len(outbox.letters()) == 1


def test_alone_in_the_firm_one_answers_for_one_s_clients(helene: Person, office: SmallOffice) -> None:
    to_summary(helene)
    helene.submit()
    with office.reading() as records:
        [client], _ = records.clients.find(helene.who, ClientFilter())
    assert client.manager_id == helene.who.id


def test_the_portfolio_s_busiest_manager_is_proposed_when_nobody_is_named(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    with office.reading() as records:
        [portfolio] = records.people.portfolios()
    office.follow("Dans le portefeuille", by=nadia.who, portfolio_id=portfolio.id, manager_id=nadia.who.id)
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    helene.submit()
    assert helene.value("manager") is None
    helene.choose("portfolio", "Artisans")
    assert helene.value("manager")["value"] == "U0NADIA"
    assert "Proposé : suit la plupart des dossiers de ce portefeuille." in helene.text


def test_a_company_whose_name_is_not_disclosed_is_named_by_hand(nadia: Person, office: SmallOffice) -> None:
    office.registry.companies = [RegistryCompany(siren="900000134", nic="00016", name="", ape="86.21Z", address=None)]
    nadia.command("/client nouveau")
    nadia.choose("company", "Nom non communiqué par le registre", query="900000134")
    assert "Nom et adresse non communiqués par le registre. Demandez-les au client." in nadia.text
    assert nadia.value("siret") == "90000013400016"
    nadia.type(name="Docteur Inès Albi")
    nadia.submit()
    assert "Docteur Inès Albi" in nadia.text
    assert "SIRET 900 000 134 00016" in nadia.text
