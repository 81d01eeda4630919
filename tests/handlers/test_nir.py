"""Social security numbers on screen: asked for with a ground, masked, shown one at a time, erased with their ground."""

import json
import logging
from pathlib import Path

import pytest

from domain.books import ClientFilter
from domain.clients import Access, Client, Kind, Service
from domain.custom_fields import FieldType, NewField
from storage.tables import history
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

NIR = "184123726104256"
TYPED = "1 84 12 37 261 042 56"
SHOWN = "1 84 •• •• ••• ••• 56"
SETTINGS = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "nir.open"}]}]}


@pytest.fixture
def artisan(nadia: Person, office: SmallOffice) -> Client:
    """A self-employed client with the Urssaf service, in a firm that may hold the number."""
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    points = {"kind": Kind.SELF_EMPLOYED, "services": frozenset({Service.URSSAF}), "access": Access.EVERYONE}
    return office.follow("Tapisserie Vidal", by=nadia.who, **points)


def edit_services(person: Person) -> None:
    person.command("/client vidal")
    person.pick_menu("client.more", "client.edit")
    person.pick_filter("subject", "services")


def give_number(person: Person) -> None:
    edit_services(person)
    person.type(nir=TYPED)
    person.submit()


def begin(person: Person) -> None:
    """« Nouveau dossier » for a self-employed person with the Urssaf service."""
    person.command("/client nouveau")
    person.choose("company", "Atelier Morel", query="morel")
    person.choose("kind", Kind.SELF_EMPLOYED)
    person.tick("services", Service.URSSAF)


def finish(person: Person) -> None:
    """From the second step: nobody invited, and the client is created."""
    person.submit()
    person.tick("ways")
    person.choose("director", "other")
    person.submit()
    person.submit()


def acts(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [line.act for line in records.history(client.id)]


def test_an_administrator_turns_it_on_with_a_reason_and_off_erases_all(
    helene: Person, nadia: Person, artisan: Client, office: SmallOffice
) -> None:
    office.change_firm(nir_reason=None)
    helene.press_in_message(SETTINGS, "nir.open")
    helene.type(reason="Déclarations sociales")
    helene.submit()
    give_number(nadia)
    helene.press_in_message(SETTINGS, "nir.open")
    assert "1 numéro sera effacé." in helene.text
    helene.press("nir.off")
    with office.reading() as records:
        assert records.nirs.count() == 0
        assert records.firm.nir_reason is None
    assert sorted(acts(office, artisan)) == ["nir.erased", "nir.kept"]


@pytest.mark.abuse("S4")
def test_only_an_administrator_turns_it_on(nadia: Person) -> None:
    nadia.press_in_message(SETTINGS, "nir.open")
    assert "est réservé aux administrateurs" in nadia.slack.ephemerals[-1]["text"]


@pytest.mark.abuse("P3")
def test_without_a_ground_there_is_no_field_and_a_forged_one_is_refused(
    nadia: Person, artisan: Client, office: SmallOffice
) -> None:
    edit_services(nadia)
    nadia.type(nir=TYPED)
    office.change_firm(nir_reason=None)
    nadia.submit()
    assert "Un numéro de sécurité sociale n’a pas sa place ici." in str(nadia.errors)
    edit_services(nadia)
    assert not nadia.shows("nir")
    office.change_firm(nir_reason="Déclarations")
    edit_services(nadia)
    nadia.choose("kind", Kind.EMPLOYER)
    assert not nadia.shows("nir")


@pytest.mark.abuse("P3")
def test_it_is_erased_when_its_ground_goes(nadia: Person, artisan: Client, office: SmallOffice) -> None:
    give_number(nadia)
    edit_services(nadia)
    assert SHOWN in nadia.text
    nadia.tick("services")
    nadia.submit()
    with office.reading() as records:
        assert not records.nirs.has(artisan.id)
    assert sorted(acts(office, artisan)) == ["client.edited", "nir.erased", "nir.kept"]


def test_a_wrong_key_is_said_without_repeating_the_number(nadia: Person, artisan: Client) -> None:
    edit_services(nadia)
    nadia.type(nir="1 84 12 37 261 042 57")
    nadia.submit()
    assert nadia.errors == {"nir": "La clé ne correspond pas : vérifiez les 15 chiffres de la carte Vitale."}


@pytest.mark.abuse("P1")
def test_showing_it_asks_for_the_right_and_leaves_a_line_each_time(
    nadia: Person, thomas: Person, artisan: Client, office: SmallOffice
) -> None:
    give_number(nadia)
    edit_services(thomas)
    thomas.press("nir.show")
    assert TYPED in thomas.text
    edit_services(thomas)
    thomas.press("nir.show", times=2)
    assert acts(office, artisan).count("nir.shown") == 2
    with office.records() as records:
        client = records.clients.get(artisan.id)
        assert client is not None
        records.clients.keep(client.assigned(client.manager_id, None, Access.CHOSEN, frozenset()))
    message = {
        "blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "nir.show", "value": "c1"}]}]
    }
    thomas.press_in_message(message, "nir.show", value=f"c{artisan.id}")
    assert thomas.slack.ephemerals[-1]["text"] == "Aucun dossier de ce nom parmi ceux que vous voyez."


@pytest.mark.abuse("P1")
def test_no_byte_that_goes_out_or_to_disk_holds_it(
    nadia: Person,
    artisan: Client,
    office: SmallOffice,
    outbox: Outbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    give_number(nadia)
    edit_services(nadia)
    answers = [nadia.answer]
    nadia.choose("kind", Kind.OTHER)
    nadia.choose("kind", Kind.SELF_EMPLOYED)
    nadia.submit()
    answers.append(nadia.answer)
    nadia.command("/client vidal")
    nadia.open_home()
    with office.reading() as records:
        history = [str(line) for line in records.history(artisan.id)]
    everything = json.dumps(
        [nadia.slack.calls, nadia.slack.ephemerals, answers, outbox.posts("U0NADIA"), history], ensure_ascii=False
    )
    everything += caplog.text + "".join(
        file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file()
    )
    for form in (NIR, NIR[:13], TYPED, TYPED.replace(" ", "\u00a0")):
        assert form not in everything


@pytest.mark.abuse("P2")
def test_one_typed_in_a_field_of_the_firm_is_masked_and_said(
    nadia: Person, artisan: Client, office: SmallOffice
) -> None:
    with office.records() as records:
        field = records.custom_fields.add(NewField("Remarque", FieldType.TEXT, required=True))
    nadia.command("/client vidal")
    nadia.pick_menu("client.more", "client.edit")
    nadia.pick_filter("subject", "custom")
    nadia.type(**{f"custom{field.id}": f"Numéro {TYPED}"})
    nadia.submit()
    assert "Un numéro de sécurité sociale a été masqué" in nadia.text
    with office.reading() as records:
        kept = records.custom_fields.values_of(artisan.id)[field.id]
    assert kept.replace("\u00a0", " ") == f"Numéro {SHOWN}"
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.type(**{f"custom{field.id}": f"Numéro {NIR}"})
    nadia.submit()
    assert "Un numéro de sécurité sociale a été masqué" in words_of(nadia.view)
    with office.reading() as records:
        [draft] = records.drafts.of_author(nadia.who)
    assert NIR not in str(draft.data)


@pytest.mark.abuse("P3")
def test_the_wizard_asks_for_it_only_with_a_ground(nadia: Person, office: SmallOffice) -> None:
    begin(nadia)
    assert not nadia.shows("nir")
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    assert nadia.shows("nir")
    nadia.choose("kind", Kind.EMPLOYER)
    assert not nadia.shows("nir")
    nadia.choose("kind", Kind.SELF_EMPLOYED)
    nadia.tick("services", Service.TAX)
    assert not nadia.shows("nir")


def test_the_wizard_checks_its_key(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    nadia.type(nir="1 84 12 37 261 042 57")
    nadia.submit()
    assert nadia.errors == {"nir": "La clé ne correspond pas : vérifiez les 15 chiffres de la carte Vitale."}
    nadia.type(nir=TYPED)
    nadia.submit()
    assert "Étape 2 sur 4" in nadia.text


def test_the_wizard_keeps_it_with_the_client_and_history_says_so(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    nadia.type(nir=TYPED)
    nadia.submit()
    nadia.press("back")
    assert SHOWN in nadia.text
    nadia.submit()
    nadia.submit()
    nadia.tick("ways")
    nadia.choose("director", "other")
    nadia.submit()
    assert f"n° de sécurité sociale {SHOWN}" in nadia.text
    nadia.submit()
    with office.reading() as records:
        [client], _ = records.clients.find(nadia.who, ClientFilter(text="morel"))
        assert records.nirs.of_client(client.id) == NIR
        [draft] = records.drafts.of_author(nadia.who)
        assert draft.nir is None
        assert records.nirs.count() == 1
    assert "nir.kept" in acts(office, client)


@pytest.mark.abuse("P3")
def test_a_draft_loses_it_with_its_ground_and_with_another_company(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations")

    def held() -> str | None:
        with office.reading() as records:
            return records.drafts.of_author(nadia.who)[0].nir

    begin(nadia)
    nadia.type(nir=TYPED)
    nadia.submit()
    assert held() == NIR
    nadia.press("back")
    nadia.choose("kind", Kind.OTHER)
    assert held() is None
    begin(nadia)
    nadia.type(nir=TYPED)
    nadia.submit()
    nadia.press("back")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.choose("kind", Kind.SELF_EMPLOYED)
    assert held() is None
    assert nadia.value("nir") is None


@pytest.mark.abuse("P3")
def test_turning_it_off_erases_those_of_drafts_too(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    nadia.type(nir=TYPED)
    nadia.submit()
    helene.press_in_message(SETTINGS, "nir.open")
    assert "1 numéro sera effacé." in helene.text
    helene.press("nir.off")
    finish(nadia)
    with office.reading() as records:
        assert records.nirs.count() == 0


@pytest.mark.abuse("P1")
def test_the_author_of_a_draft_may_see_it_and_leaves_a_line(nadia: Person, office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    nadia.type(nir=TYPED)
    nadia.submit()
    nadia.press("back")
    nadia.press("nir.show_draft", times=2)
    assert TYPED in nadia.text
    with office.reading() as records:
        lines = [row["act"] for row in records.rows(records.of(history)) if row["act"] == "nir.shown"]
    assert lines == ["nir.shown"]


@pytest.mark.abuse("P1")
def test_the_wizard_lets_no_byte_of_it_out(
    nadia: Person, office: SmallOffice, outbox: Outbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.change_firm(nir_reason="Déclarations")
    begin(nadia)
    nadia.suggestions("company", NIR)
    nadia.type(nir=TYPED, urssaf_account=NIR, code=NIR)
    nadia.submit()
    answers = [nadia.answer]
    assert nadia.errors["urssaf_account"].startswith("C’est un numéro de sécurité sociale.")
    nadia.type(urssaf_account="", code="0412", nir=TYPED)
    nadia.submit()
    answers.append(nadia.answer)
    nadia.press("back")
    nadia.submit()
    finish(nadia)
    answers.append(nadia.answer)
    nadia.open_home()
    everything = json.dumps(
        [nadia.slack.calls, nadia.slack.ephemerals, answers, outbox.posts("U0NADIA")], ensure_ascii=False
    )
    with office.reading() as records:
        everything += str(records.drafts.of_author(nadia.who))
    everything += caplog.text + "".join(
        file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file()
    )
    for form in (NIR, NIR[:13], TYPED, TYPED.replace(" ", "\u00a0")):
        assert form not in everything
