"""Whatever is typed in the wizard, the error stands beside its field, in words, and nothing typed is lost."""

import re
from dataclasses import replace

import pytest

from domain.clients import Service
from tests.handlers.clients.test_new_client import CLAIRE, clients_of, to_contact_step
from tests.handlers.conftest import MOREL
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import acting_in
from tests.offices import SmallOffice

DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00]")
LONG = "Très longue raison sociale " * 8


@pytest.fixture
def by_hand(nadia: Person) -> Person:
    """The form « Saisir l’entreprise », well filled but for what the test types."""
    nadia.command("/client nouveau")
    nadia.press("by_hand")
    nadia.type(name="Atelier Morel", siret="839 602 299", address="8 rue des Tanneurs")
    nadia.choose("ape", "43.32A", query="4332")
    return nadia


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("siret", "80331", "80331 compte 5 chiffres : il en faut 9 (SIREN) ou 14 (SIRET)."),
        (
            "siret",
            "839602298",
            "839 602 298 n’existe pas : un chiffre est sans doute faux. Vérifiez sur un document du client.",
        ),
        (
            "siret",
            "839 602 299 00018",
            "839 602 299 00018 n’existe pas : un chiffre est sans doute faux. Vérifiez sur un document du client.",
        ),
        ("siret", "83960229900O19", "83960229900O19 : des chiffres seulement, 9 (SIREN) ou 14 (SIRET)."),
        ("siret", "000000000", "000 000 000 n’existe pas : un chiffre est sans doute faux."),
        ("siret", "   ", "Saisissez le SIREN, ou cochez « Sans SIREN »."),
        ("siret", "<!channel>", "<!channel> : des chiffres seulement, 9 (SIREN) ou 14 (SIRET)."),
        ("name", "   ", "Saisissez la raison sociale."),
        ("name", LONG, "215 caractères : 200 au plus."),
        ("name", "\u202e\u200f", "Saisissez la raison sociale."),
        ("postal_code", "37", "Cinq chiffres, par exemple 37000."),
        ("postal_code", "<@U1>", "Cinq chiffres, par exemple 37000."),
        ("town", "T" * 101, "101 caractères : 100 au plus."),
        ("address", "r" * 201, "201 caractères : 200 au plus."),
    ],
)
def test_a_company_by_hand_is_refused_beside_its_field(by_hand: Person, field: str, typed: str, said: str) -> None:
    by_hand.type(**{field: typed})
    by_hand.submit()
    assert by_hand.errors[field].startswith(said)
    assert list(by_hand.errors) == [field]
    assert by_hand.value(field) == typed


def test_several_fields_are_refused_at_once(by_hand: Person) -> None:
    by_hand.type(name=" ", siret="12", postal_code="x")
    by_hand.submit()
    assert set(by_hand.errors) == {"name", "siret", "postal_code"}


@pytest.mark.parametrize(
    ("ape", "said"),
    [
        ("9999Z", "9999Z n’est pas dans la nomenclature. Cherchez par un mot de l’activité."),
        ("4332", "4332 : il manque la lettre, par exemple 43.32A."),
        ("<!here>", "<!here> n’est pas dans la nomenclature. Cherchez par un mot de l’activité."),
    ],
)
def test_an_ape_that_was_never_offered_is_refused(by_hand: Person, ape: str, said: str) -> None:
    by_hand.choose_forged("ape", ape)
    by_hand.submit()
    assert by_hand.errors == {"ape": said}


@pytest.mark.abuse("S11")
@pytest.mark.parametrize(
    "name",
    [
        "<!channel>",
        "<@U0NADIA> & <https://x.example|impots.gouv>",
        "*_~`gras`~_*",
        "Morel \u202eSARL\u2066",
        "Ω" * 200,
        "👩‍🔧" * 40,
        "Morel\x00SARL",
        "  Atelier    Morel  ",
    ],
)
def test_a_name_is_shown_and_never_acts(by_hand: Person, office: SmallOffice, outbox: Outbox, name: str) -> None:
    by_hand.type(name=name)
    by_hand.submit()
    seen = [acting_in(by_hand.view)]
    by_hand.submit()
    seen.append(acting_in(by_hand.view))
    by_hand.submit()
    by_hand.type(first_name=name[:90], last_name=name[:90], email=CLAIRE)
    by_hand.submit()
    seen.append(acting_in(by_hand.view))
    by_hand.submit()
    assert by_hand.view["callback_id"] == "client.card"
    seen += [acting_in(by_hand.view), acting_in(outbox.posts())]
    by_hand.command("/client liste")
    seen += [acting_in(by_hand.view), acting_in(by_hand.open_home())]
    texts = [text for found in seen for text in found]
    assert not [text for text in texts if "<!" in text or "<@" in text or "<http" in text]
    assert not [text for text in texts if DIRECTION.search(text)]
    assert len(clients_of(office)) == 1


@pytest.fixture
def at_contact(nadia: Person) -> Person:
    to_contact_step(nadia)
    nadia.choose("director", "other")
    nadia.type(first_name="Claire", last_name="Morel", email=CLAIRE)
    return nadia


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "contact@", "contact@ est incomplet : il manque ce qui suit @."),
        ("email", "contact", "contact est incomplet : il manque @ et ce qui suit."),
        ("email", "@orange.fr", "@orange.fr est incomplet : il manque ce qui précède @."),
        ("email", "contact@orange", "contact@orange est incomplet : il manque la fin, par exemple .fr."),
        ("email", "claire morel@orange.fr", "claire morel@orange.fr contient un espace"),
        ("email", "claire\u202e@orange.fr", "Cette adresse contient des caractères invisibles."),
        ("email", "a" * 250 + "@orange.fr", "260 caractères : 254 au plus."),
        ("email", "<!channel>@x", "<!channel>@x est incomplet"),
        ("email", "a..b@orange.fr", "a..b@orange.fr n’est pas une adresse e-mail."),
        ("email", "   ", "Pour inviter par e-mail, il faut une adresse. Sinon décochez « Par e-mail »."),
        ("phone", "06 12 34", "06 12 34 ne suffit pas : 10 chiffres, ou + et l’indicatif du pays."),
        ("phone", "au bureau", "« au bureau » n’est pas un numéro de téléphone"),
        ("phone", "<!channel>", "« <!channel> » n’est pas un numéro de téléphone"),
        ("first_name", "P" * 101, "101 caractères : 100 au plus."),
    ],
)
def test_a_contact_is_refused_beside_its_field(at_contact: Person, field: str, typed: str, said: str) -> None:
    at_contact.type(**{field: typed})
    at_contact.submit()
    assert at_contact.errors[field].startswith(said)
    assert at_contact.value(field) == typed


def test_a_person_needs_a_name(at_contact: Person) -> None:
    at_contact.type(first_name=" ", last_name="\u200f")
    at_contact.submit()
    assert at_contact.errors == {"last_name": "Saisissez le nom de cette personne."}


def test_a_likely_slip_is_said_once(at_contact: Person) -> None:
    at_contact.type(email="claire@gmial.com")
    at_contact.submit()
    assert at_contact.errors == {
        "email": "gmial.com : vouliez-vous dire gmail.com ? Continuez à nouveau pour garder gmial.com."
    }
    at_contact.submit()
    assert at_contact.view["callback_id"] == "new_client.summary"


def test_two_contacts_do_not_share_an_address_in_one_form(nadia: Person) -> None:
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.press("add_director")
    nadia.type(email=CLAIRE.upper())
    nadia.submit()
    assert nadia.errors == {"email": "Cette adresse est déjà celle de Claire Morel, plus haut."}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("code", "0388", "0388 est déjà pris. Prochain libre : 0389."),
        ("urssaf_account", "douze", "Des chiffres seulement, 18 en général."),
        ("urssaf_account", "1234", "Des chiffres seulement, 18 en général."),
        ("urssaf_account", "111111111111111111", "Des chiffres seulement, 18 en général."),
        ("urssaf_account", "12345678901234567", "17 chiffres, 18 sont attendus. Continuez à nouveau"),
        ("urssaf_amount", "douze", "« douze » n’est pas un montant. Par exemple 1 234,50."),
        ("urssaf_amount", "1,234", "« 1,234 » n’est pas un montant."),
        ("urssaf_amount", "<!channel>", "« <!channel> » n’est pas un montant."),
    ],
)
def test_the_first_step_is_refused_beside_its_field(
    nadia: Person, office: SmallOffice, field: str, typed: str, said: str
) -> None:
    office.follow("Boulangerie Lucas", code="0388")
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.tick("services", Service.URSSAF)
    nadia.type(**{field: typed})
    nadia.submit()
    assert nadia.errors[field].startswith(said)
    assert list(nadia.errors) == [field]
    assert nadia.value(field) == typed


def test_an_unusual_urssaf_account_is_kept_by_whoever_insists(nadia: Person) -> None:
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.tick("services", Service.URSSAF)
    nadia.type(urssaf_account="1234 5678 9012 3456 7")
    nadia.submit()
    nadia.submit()
    assert nadia.view["callback_id"] == "new_client.assignment"


def test_a_ceased_company_needs_its_box(nadia: Person, office: SmallOffice) -> None:
    office.registry.companies = [replace(MOREL, is_ceased=True)]
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.submit()
    assert nadia.errors == {"ceased": "Cochez pour continuer, ou choisissez une autre entreprise."}
    nadia.tick("ceased", "yes")
    nadia.tick("ceased")
    nadia.submit()
    assert set(nadia.errors) == {"ceased"}


def test_nothing_picked_is_said_at_the_company(nadia: Person) -> None:
    nadia.command("/client nouveau")
    by_hand = nadia.suggestions("company", "morel")[-1]
    nadia.choose("company", by_hand["value"], query="morel")
    nadia.close()
    nadia.submit()
    assert nadia.errors == {"company": "Choisissez une entreprise dans la liste, ou saisissez-la à la main."}
