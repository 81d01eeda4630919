"""`guichet import` and `guichet export`: the doors of who holds the server, with the same rules as Slack's."""

from pathlib import Path

import pytest

from bot.import_command import export_file, import_file
from bot.run import open_books, prepare
from bot.settings import Settings, SettingsWrong
from bot.sheets.reader import read_sheet
from domain.acts import Act
from domain.books import ClientFilter
from domain.clients import FeeType
from domain.custom_fields import FieldType, NewField
from domain.people import Role
from tests.builders import a_firm
from tests.handlers.importing.conftest import CLAIRE, MOREL, sheet_of
from tests.offices import SmallOffice

HELENE = "helene@valmont.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, DATA_DIR=tmp_path / "data")


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> SmallOffice:
    """The firm that the settings lead to, with its administrator and one colleague."""
    database = open_books(settings)
    prepare(database)
    office = SmallOffice(database, tmp_path / "blobs", database.create_firm(a_firm()))
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    office.hire("Thomas Roux")
    return office


def typed(settings: Settings, file: Path, *, by: str | None = None, confirm: bool = False) -> list[str]:
    checked = file.with_name("checked.xlsx")
    return list(import_file(settings, file, by=by, confirm=confirm, shares=False, looks_up=False, checked=checked))


def test_a_sheet_is_tried_then_imported_and_the_same_again_changes_nothing(
    settings: Settings, office: SmallOffice, tmp_path: Path
) -> None:
    file = tmp_path / "clients.xlsx"
    file.write_bytes(sheet_of([{**MOREL, **CLAIRE, "Tél 2": "1"}, {"Raison sociale": "Loir", "SIREN": "80331"}]))
    tried = typed(settings, file)
    assert tried[0] == "1 to create, 0 to update, 0 unchanged, 1 refused."
    assert tried[1] == "Column ignored: Tél 2"
    assert tried[2].startswith("Line 3, Loir: 80331")
    assert tried[-1] == "Nothing is saved. Add --confirm to import."
    assert read_sheet(file.with_name("checked.xlsx").read_bytes()).headers[0] == "Ce qui sera fait"
    assert typed(settings, file, confirm=True)[-1] == "Done: 1 created, 0 updated, 0 unchanged, 1 refused."
    assert typed(settings, file, confirm=True)[-1] == "Done: 0 created, 0 updated, 1 unchanged, 1 refused."
    assert office.database.firms_with_imports() == []


@pytest.mark.parametrize("name", ["all.xlsx", "all.csv"])
def test_what_is_exported_imports_back_as_it_is(
    settings: Settings, office: SmallOffice, tmp_path: Path, name: str
) -> None:
    with office.reading() as records:
        helene, thomas = records.people.active()
    portfolio = office.open_portfolio("Artisans", thomas)
    with office.records() as records:
        fees = records.custom_fields.add(NewField("Honoraires", FieldType.NUMBER, required=True))
        vat = records.custom_fields.add(NewField("TVA", FieldType.YES_NO))
        records.custom_fields.add(NewField("Ville", FieldType.DATE))
    file, out = tmp_path / "clients.xlsx", tmp_path / name
    whole = {"Code dossier": "0007", "Statut": "Employeur", "Services": "Urssaf; Impôts", "Ville": "=Tours"}
    whole |= {"Compte Urssaf": "117000001234567890", "Dernière déclaration": "1 234,50", "Accès": "Thomas Roux"}
    whole |= {"Portefeuille": "Artisans", "Responsable": "Hélène Valmont", "Contact 1 : téléphone": "06 39 98 21 07"}
    whole |= {"Devise": "chf", "Type de frais": "Frais réels", "E-mails reçus": "Aucun"}
    whole |= {"Honoraires": "1 200,50", "TVA": "oui", "Champ : Ville": "3/11/2026"}
    file.write_bytes(sheet_of([{**MOREL, **CLAIRE, **whole}, {"Raison sociale": "-2+3", "Sans SIREN": "oui"}]))
    assert typed(settings, file, confirm=True)[-1].startswith("Done: 2 created")
    assert list(export_file(settings, out, None)) == [f"2 clients written to {out}."]
    assert typed(settings, out)[0] == "0 to create, 0 to update, 2 unchanged, 0 refused."
    with office.reading() as records:
        found, _ = records.clients.find(helene, ClientFilter(text="morel"))
    assert (found[0].portfolio_id, found[0].chosen) == (portfolio.id, frozenset({thomas.id}))
    assert (found[0].currency, found[0].fee_type, found[0].mails) == ("CHF", FeeType.ACTUAL, frozenset())
    file.write_bytes(sheet_of([{"Code dossier": "0007", "TVA": "non"}]))
    assert typed(settings, file, confirm=True)[-1].startswith("Done: 0 created, 1 updated")
    with office.reading() as records:
        kept = records.custom_fields.values_of(found[0].id)
        assert (kept[fees.id], kept[vat.id]) == ("1200.5", "no")
        assert records.history(found[0].id)[0].after == {f"custom{vat.id}": "no"}


@pytest.mark.abuse("R1")
def test_an_export_holds_only_what_its_reader_sees(settings: Settings, office: SmallOffice, tmp_path: Path) -> None:
    office.follow("Atelier Caché")
    out = tmp_path / "all.csv"
    thomas = list(export_file(settings, out, "thomas@valmont.example"))
    assert thomas == [f"0 clients written to {out}."]
    assert "Caché" not in out.read_text("utf-8-sig")


def test_an_export_is_told_in_the_history_and_one_that_fails_is_not(
    settings: Settings, office: SmallOffice, tmp_path: Path
) -> None:
    office.follow("Atelier Loire")
    with pytest.raises(FileNotFoundError):
        list(export_file(settings, tmp_path / "nowhere" / "all.csv", None))
    list(export_file(settings, tmp_path / "all.csv", None))
    with office.reading() as records:
        helene = records.people.of_email(HELENE)
        lines = records.firm_history({Act.LIST_EXPORTED})
    assert helene is not None
    assert [(line.by_id, line.after) for line in lines] == [(helene.id, {"clients": 1})]


def test_an_unreadable_sheet_and_an_unknown_person_are_said(
    settings: Settings, office: SmallOffice, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(b"x" * 11_000_000)
    assert typed(settings, file) == ["Line 1: the line is too long to be a row."]
    with pytest.raises(SettingsWrong):
        typed(settings, file, by="nobody@valmont.example")
