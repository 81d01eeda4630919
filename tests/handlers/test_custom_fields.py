"""« Champs du cabinet »: defined by administrators, asked for in the wizard, part of « à compléter »."""

from datetime import timedelta
from typing import Any

import pytest

from domain.custom_fields import FIELDS_AT_MOST, FieldType, NewField
from tests.handlers.clients.test_new_client import clients_of
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

SETTINGS = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "custom_fields.open"}]}]}
EDIT = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "client.edit"}]}]}


def a_field(office: SmallOffice, label: str = "Logiciel comptable", **points: Any) -> int:
    with office.records() as records:
        return records.custom_fields.add(NewField(label, **{"type": FieldType.TEXT, **points})).id


def test_an_administrator_adds_a_field_and_is_told_what_follows(helene: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=helene.who)
    office.follow("SCI Morel", by=helene.who)
    helene.press_in_message(SETTINGS, "custom_fields.open")
    assert "Aucun champ." in helene.text
    helene.press("custom_fields.add")
    helene.type(label="Logiciel comptable")
    helene.choose("type", "Choix")
    helene.type(choices="Pennylane\nCegid")
    helene.tick("required", "yes")
    assert "2 dossiers ne l’ont pas : ils passeront « à compléter »." in helene.text
    assert helene.value("label") == "Logiciel comptable"
    helene.submit(times=2)
    assert "*Logiciel comptable* · choix · obligatoire" in helene.text
    with office.reading() as records:
        [field] = records.custom_fields.current()
    assert field.choices == ("Pennylane", "Cegid")


def test_a_field_is_renamed_removed_and_restored_with_its_values(helene: Person, office: SmallOffice) -> None:
    field_id, client = a_field(office), office.follow("Atelier Morel", by=helene.who)
    with office.records() as records:
        records.custom_fields.keep_values(client.id, {field_id: "Cegid"})
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.pick_menu("custom_fields.more", "edit")
    helene.type(label="Logiciel")
    helene.submit()
    assert "*Logiciel* · texte · facultatif" in helene.text
    helene.pick_menu("custom_fields.more", "remove")
    assert "Logiciel · retiré, ses valeurs sont gardées 30 jours" in helene.text
    helene.press("custom_fields.restore")
    with office.reading() as records:
        assert [field.label for field in records.custom_fields.current()] == ["Logiciel"]
        assert records.custom_fields.values_of(client.id) == {field_id: "Cegid"}


def test_a_firm_with_all_the_fields_it_may_have_removes_one_before_another_comes(
    helene: Person, office: SmallOffice
) -> None:
    gone = a_field(office, "Ancien logiciel")
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.pick_menu("custom_fields.more", "remove")
    for number in range(FIELDS_AT_MOST):
        a_field(office, f"Boîte {number}")
    helene.press("custom_fields.restore", f"f{gone}")
    assert "Le cabinet a déjà 20 champs, le maximum : retirez-en un d’abord." in helene.text
    with office.reading() as records:
        assert len(records.custom_fields.current()) == FIELDS_AT_MOST


def test_the_values_of_a_removed_field_are_forgotten_after_thirty_days(helene: Person, office: SmallOffice) -> None:
    field_id, client = a_field(office), office.follow("Atelier Morel", by=helene.who)
    with office.records() as records:
        records.custom_fields.keep_values(client.id, {field_id: "Cegid"})
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.pick_menu("custom_fields.more", "remove")
    with office.records() as records:
        assert records.custom_fields.forget_removed(office.now() + timedelta(days=29)) == 0
        assert records.custom_fields.forget_removed(office.now() + timedelta(days=31)) == 1
        assert records.custom_fields.values_of(client.id) == {}


def test_a_client_whose_required_field_is_empty_is_to_complete(helene: Person, office: SmallOffice) -> None:
    field_id, client = a_field(office, required=True), office.follow("Atelier Morel", by=helene.who)
    office.meet(client)
    helene.command("/client morel")
    assert "À compléter : champ Logiciel comptable vide." in helene.text
    with office.records() as records:
        records.custom_fields.keep_values(client.id, {field_id: "Cegid"})
    helene.command("/client morel")
    assert "À compléter" not in helene.text


@pytest.mark.abuse("S4")
def test_only_administrators_define_fields(nadia: Person, office: SmallOffice) -> None:
    nadia.press_in_message(SETTINGS, "custom_fields.open")
    assert "Modifier les champs du cabinet est réservé aux administrateurs" in nadia.slack.ephemerals[-1]["text"]
    assert nadia.stack == []


def test_required_fields_are_asked_for_at_creation_and_kept(helene: Person, office: SmallOffice) -> None:
    choice = a_field(office, type=FieldType.CHOICE, choices=("Pennylane", "Cegid"), required=True)
    number = a_field(office, "Chiffre d’affaires", type=FieldType.NUMBER, required=True)
    audited = a_field(office, "Commissaire aux comptes", type=FieldType.YES_NO, required=True)
    closing = a_field(office, "Clôture", type=FieldType.DATE, required=True)
    a_field(office, "Facultatif")
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    assert not helene.shows("Facultatif")
    helene.choose(f"custom{choice}", "Cegid")
    helene.choose(f"custom{audited}", "Oui")
    helene.pick_day(f"custom{closing}", "2026-12-31")
    helene.type(**{f"custom{number}": "beaucoup"})
    helene.submit()
    assert helene.errors == {f"custom{number}": "« beaucoup » n’est pas un nombre. Par exemple 1 234,50."}
    helene.type(**{f"custom{number}": "1 234,50"})
    helene.submit()
    helene.type(email="claire@atelier-morel.example")
    helene.submit()
    assert "Logiciel comptable : Cegid" in helene.text
    assert "Chiffre d’affaires : 1 234,5 · Commissaire aux comptes : Oui · Clôture : 31 décembre 2026" in helene.text
    helene.submit()
    assert clients_of(office) == ["Atelier Morel"]
    with office.reading() as records:
        values = records.custom_fields.values_of(1)
    assert values == {choice: "Cegid", number: "1234.5", audited: "yes", closing: "2026-12-31"}


def test_a_field_made_required_meanwhile_brings_the_wizard_back_to_it(helene: Person, office: SmallOffice) -> None:
    helene.command("/client nouveau")
    helene.choose("company", "Atelier Morel", query="morel")
    helene.submit()
    helene.type(email="claire@atelier-morel.example")
    helene.submit()
    field_id = a_field(office, required=True)
    helene.submit()
    assert helene.view["callback_id"] == "new_client.company"
    assert helene.shows(f"custom{field_id}")


def test_a_choice_that_clients_hold_leaves_the_list_with_a_warning_and_no_value_is_lost(
    helene: Person, office: SmallOffice
) -> None:
    field_id = a_field(office, type=FieldType.CHOICE, choices=("Pennylane", "Cegid"))
    other_id, client = a_field(office, "Dépôt"), office.follow("Atelier Morel", by=helene.who)
    with office.records() as records:
        records.custom_fields.keep_values(client.id, {field_id: "Cegid"})
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.pick_menu("custom_fields.more", "edit")
    helene.type(choices="Pennylane\nSage")
    helene.submit()
    warning = "1 dossier contient « Cegid » et le garde. Enregistrez à nouveau pour l’ôter de la liste."
    assert helene.errors == {"choices": warning}
    helene.submit()
    helene.press_in_message(EDIT, "client.edit", value=f"c{client.id}:custom")
    helene.type(**{f"custom{other_id}": "Boîte 12"})
    assert "Cegid (hors de la liste)" in str(helene.view)
    helene.submit()
    with office.reading() as records:
        assert records.custom_fields.values_of(client.id) == {field_id: "Cegid", other_id: "Boîte 12"}


def test_a_field_may_not_bear_the_name_of_one_of_ours(helene: Person, office: SmallOffice) -> None:
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.press("custom_fields.add")
    helene.type(label="raison  Sociale")
    helene.submit()
    assert helene.errors == {"label": "Chaque dossier a déjà « raison Sociale » : choisissez un autre nom."}


def test_the_history_tells_the_values_as_people_write_them_and_after_the_field_is_gone(
    helene: Person, office: SmallOffice
) -> None:
    closing, client = a_field(office, "Clôture", type=FieldType.DATE), office.follow("Atelier Morel", by=helene.who)
    helene.press_in_message(EDIT, "client.edit", value=f"c{client.id}:custom")
    helene.pick_day(f"custom{closing}", "2026-12-31")
    helene.submit()
    helene.press_in_message(SETTINGS, "custom_fields.open")
    helene.pick_menu("custom_fields.more", "remove")
    helene.command("/client morel")
    helene.pick_menu("client.more", "client.history")
    assert "Clôture : – → 31 décembre 2026" in helene.text
