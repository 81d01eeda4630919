"""« Modifier le dossier »: one screen a subject, two people at once, several establishments."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.clients import Access, Address, Client, ClientState, Communication, FeeType, Kind, Service, Site
from domain.custom_fields import FieldType, NewField
from tests.builders import a_company
from tests.handlers.conftest import MOREL
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

ADDRESS = Address("8 rue des Tanneurs", "37000", "Tours")


def the_client(office: SmallOffice, by: Person, **points: Any) -> Client:
    company = a_company(siren="839602299", nic="00019", ape="43.32A", sector="F", address=ADDRESS)
    return office.follow(company=company, by=by.who, **points)


def edit(person: Person, subject: str = "company") -> None:
    person.command("/client morel")
    person.pick_menu("client.more", "client.edit")
    if subject != "company":
        person.pick_filter("subject", subject)


def kept(office: SmallOffice, client: Client) -> Client:
    with office.reading() as records:
        found = records.clients.get(client.id)
    assert found is not None
    return found


def test_the_company_is_edited_and_history_holds_before_and_after(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    edit(nadia)
    assert nadia.value("sector")["value"] == "F"
    nadia.type(name="Atelier Morel et fils", postal_code="37100", code="0412")
    nadia.submit(times=2)
    assert "Atelier Morel et fils" in nadia.text
    assert nadia.view["callback_id"] == "client.card"
    with office.reading() as records:
        [line] = records.history(client.id)
    assert line.act == "client.edited"
    assert line.before == {"name": "Atelier Morel", "postal_code": "37000", "code": ""}
    assert line.after == {"name": "Atelier Morel et fils", "postal_code": "37100", "code": "0412"}


def test_a_newer_value_is_shown_and_saving_again_keeps_one_s_own(
    nadia: Person, thomas: Person, office: SmallOffice
) -> None:
    client = the_client(office, nadia, access=Access.EVERYONE)
    edit(nadia)
    edit(thomas)
    thomas.type(postal_code="37100", town="Tours Nord")
    thomas.submit()
    nadia.type(postal_code="37200")
    nadia.submit()
    hint = nadia.block("postal_code")["hint"]["text"].replace("\xa0", " ")
    assert hint == "Thomas Roux a mis « 37100 » à 9 h. Enregistrez à nouveau pour garder votre valeur."
    assert nadia.value("postal_code") == "37200"
    assert nadia.value("town") == "Tours Nord"
    nadia.submit()
    address = kept(office, client).company.address
    assert (address.postal_code, address.town) == ("37200", "Tours Nord")


def test_what_the_other_did_elsewhere_asks_nothing(nadia: Person, thomas: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia, access=Access.EVERYONE)
    edit(nadia)
    edit(thomas, "billing")
    thomas.choose("currency", "CHF")
    thomas.choose("fee_type", FeeType.ACTUAL)
    thomas.submit()
    nadia.type(town="Blois")
    nadia.submit()
    edited = kept(office, client)
    assert (edited.company.address.town, edited.currency, edited.fee_type) == ("Blois", "CHF", FeeType.ACTUAL)


def test_what_is_wrong_is_said_beside_its_field(nadia: Person, office: SmallOffice) -> None:
    the_client(office, nadia)
    office.follow("Boulangerie Lucas", by=nadia.who, code="0388")
    edit(nadia)
    nadia.type(siret="839 602 298", code="0388", postal_code="37")
    nadia.submit()
    assert nadia.errors == {
        "siret": "839 602 298 n’existe pas : un chiffre est sans doute faux. Vérifiez sur un document du client.",
        "postal_code": "Cinq chiffres, par exemple 37000.",
        "code": "0388 est déjà pris. Prochain libre : 0389.",
    }


def test_a_number_that_changes_is_checked_against_the_registry_and_the_firm(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    office.follow("SCI Morel", by=nadia.who, siren="850885054", code="0305")
    office.registry.companies = [replace(MOREL, siren="850885054", name="SCI Morel", is_ceased=True)]
    nadia.command("/client open atelier")
    nadia.pick_menu("client.more", "client.edit")
    nadia.type(siret="850 885 054")
    nadia.submit()
    assert "Déjà suivi : dossier SCI Morel (0305)." in nadia.text
    assert "Cette entreprise est cessée." in nadia.text
    nadia.tick("second", "yes")
    nadia.submit()
    assert "ceased" in nadia.errors
    nadia.tick("ceased", "yes")
    nadia.submit()
    assert kept(office, client).company.siren == "850885054"


def test_the_kind_asks_for_its_numbers(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    edit(nadia, "services")
    nadia.choose("kind", Kind.EMPLOYER)
    nadia.tick("services", Service.URSSAF)
    nadia.type(urssaf_account="1" * 16 + "2", urssaf_amount="1 234,50")
    nadia.submit()
    assert "17 chiffres, 18 sont attendus" in nadia.errors["urssaf_account"]
    nadia.submit()
    edited = kept(office, client)
    assert (edited.kind, edited.last_declaration) == (Kind.EMPLOYER, Decimal("1234.50"))


def test_the_mails_received_are_ticked(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    edit(nadia, "mails")
    nadia.tick("mails", Communication.RECEIPTS)
    nadia.submit()
    assert kept(office, client).mails == {Communication.RECEIPTS}


def test_the_firm_s_fields_are_filled_from_what_is_missing(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    office.meet(client)
    with office.records() as records:
        field = records.custom_fields.add(NewField("Logiciel", FieldType.CHOICE, ("Pennylane", "Cegid"), True))
    nadia.command("/client morel")
    assert "À compléter : champ Logiciel vide." in nadia.text
    nadia.press("client.edit", f"c{client.id}:custom")
    nadia.choose(f"custom{field.id}", "Cegid")
    nadia.submit()
    assert "À compléter" not in nadia.text
    with office.reading() as records:
        assert records.custom_fields.values_of(client.id) == {field.id: "Cegid"}
        assert records.history(client.id)[0].after == {f"custom{field.id}": "Cegid"}


def test_a_firm_without_fields_of_its_own_sends_its_administrators_to_them(
    nadia: Person, helene: Person, office: SmallOffice
) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    button = {"type": "button", "action_id": "client.edit", "value": f"c{client.id}:custom"}
    for person in (nadia, helene):
        person.press_in_message({"blocks": [{"type": "actions", "elements": [button]}]}, "client.edit")
        assert "Le cabinet n’a pas de champ à lui." in person.text
    assert "Un administrateur les ajoute." in nadia.text
    helene.press("custom_fields.open")
    assert "Ajouter un champ" in helene.text


def test_establishments_are_added_made_main_and_removed(nadia: Person, office: SmallOffice) -> None:
    client = the_client(office, nadia)
    edit(nadia, "sites")
    assert "00019 · 8 rue des Tanneurs, Tours · principal" in nadia.text
    nadia.press("site.add")
    assert [option["value"] for option in nadia.suggestions("site", "amb")] == ["s00027"]
    nadia.choose("site", "s00027", query="")
    nadia.submit(times=2)
    assert "00027 · Amboise" in nadia.text
    with office.reading() as records:
        assert [found.id for found in records.clients.of_siret("83960229900027")] == [client.id]
    nadia.pick_menu("site.more", "main")
    assert "00027 · Amboise · principal" in nadia.text
    assert kept(office, client).company.siret == "83960229900027"
    nadia.close()
    nadia.command("/client 83960229900019")
    assert "2 · Amboise, Tours" in nadia.text
    nadia.pick_menu("client.more", "client.edit")
    nadia.pick_filter("subject", "sites")
    nadia.pick_menu("site.more", "remove")
    with office.reading() as records:
        assert records.sites.of_client(client.id) == []
        assert records.clients.of_siret("83960229900019") == []


def test_an_establishment_of_another_siren_is_refused(nadia: Person, office: SmallOffice) -> None:
    the_client(office, nadia)
    edit(nadia, "sites")
    nadia.press("site.add")
    nadia.type(siret="356 000 000 00048")
    nadia.submit()
    assert "Ce SIRET appartient au SIREN 356 000 000, pas à 839 602 299." in nadia.errors["siret"]
    nadia.type(siret="839602299")
    nadia.submit()
    assert nadia.errors == {"siret": "839602299 compte 9 chiffres : il en faut 14 (SIRET)."}
    nadia.press("site.back")
    assert nadia.view["callback_id"] == "client.sites"


def test_a_collaborator_who_does_not_lead_may_edit_but_not_assign(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    the_client(office, nadia, access=Access.EVERYONE)
    thomas.command("/client morel")
    assert "Affecter" not in thomas.text
    thomas.pick_menu("client.more", "client.edit")
    assert "Modifier le dossier" in thomas.text


@pytest.mark.abuse("S5")
def test_a_form_submitted_after_the_right_is_gone_is_refused(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    client = the_client(office, nadia, access=Access.EVERYONE)
    edit(thomas)
    thomas.type(town="Blois")
    with office.records() as records:
        records.clients.keep(replace(client, access=Access.CHOSEN))
    thomas.submit()
    assert "Aucun dossier de ce nom parmi ceux que vous voyez." in str(thomas.errors)
    assert kept(office, client).company.address.town == "Tours"


@pytest.mark.abuse("S5")
@pytest.mark.parametrize("subject", ["company", "services", "billing", "mails", "custom"])
def test_a_form_left_open_changes_nothing_of_a_client_terminated_meanwhile(
    helene: Person, office: SmallOffice, subject: str
) -> None:
    client = the_client(office, helene)
    with office.records() as records:
        records.custom_fields.add(NewField("Logiciel", FieldType.TEXT))
    edit(helene, subject)
    with office.records() as records:
        ended = records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.submit()
    assert "est résilié" in str(helene.errors) + helene.text
    assert kept(office, client) == ended


@pytest.mark.abuse("S5")
def test_no_number_is_kept_of_a_client_terminated_meanwhile(helene: Person, office: SmallOffice) -> None:
    client = the_client(office, helene, kind=Kind.SELF_EMPLOYED, services=frozenset({Service.URSSAF}))
    with office.records() as records:
        records.keep_firm(replace(records.firm, nir_reason="Mandat social"))
    edit(helene, "services")
    helene.type(nir="1 84 12 37 261 042 56")
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.submit()
    with office.reading() as records:
        assert records.nirs.of_client(client.id) is None


@pytest.mark.abuse("S5")
@pytest.mark.parametrize("act", ["main", "remove"])
def test_an_establishment_of_a_client_terminated_meanwhile_stays(helene: Person, office: SmallOffice, act: str) -> None:
    client = the_client(office, helene)
    with office.records() as records:
        records.sites.add(client.id, Site("00027", "43.32A", ADDRESS))
    edit(helene, "sites")
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    helene.pick_menu("site.more", act)
    assert "est résilié" in helene.text
    with office.reading() as records:
        assert [site.nic for site in records.sites.of_client(client.id)] == ["00027"]
    assert kept(office, client).company.nic == "00019"


@pytest.mark.abuse("S4")
def test_a_subject_or_a_choice_that_was_not_offered_is_refused(nadia: Person, office: SmallOffice) -> None:
    the_client(office, nadia)
    edit(nadia)
    nadia.pick_filter("subject", "forged", forged=True)
    assert "Ceci n’existe plus" in nadia.text
