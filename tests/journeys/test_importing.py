"""A sheet of clients with two faults in it: tried, given back with the reasons, imported, and sent again."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from python_calamine import load_workbook

from bot.sheets.reader import read_sheet
from handlers.sheets import workbook
from sandbox.person import Person
from tests.browsing import Visit
from tests.journeys.acts import closes
from tests.journeys.album import picture
from tests.journeys.demo import Demo
from tests.journeys.test_in_the_browser import mail_card, opens_the_app_s_messages, sits_down, types

pytestmark = pytest.mark.slow

GENERAL = "#/channel/C0GENERAL"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = "dossiers-2026.xlsx"
ARTISANS = "Artisans et commerces"
ROWS = [
    {"Raison sociale": "Café de l’Écluse", "SIREN": "812345676", "Code APE": "56.30Z", "Ville": "Saint-Cyr-sur-Loire"},
    {
        "Raison sociale": "Ébénisterie Marchetti",
        "SIREN": "823456710",
        "Code APE": "31.09B",
        "Contact 1 : nom": "Marchetti",
        "Contact 1 : prénom": "Inès",
        "Contact 1 : e-mail": "ines@ebenisterie-marchetti.example",
        "Adresse de dépôt": "depot+marchetti.k7qm2z4p@cabinet-valmont.example",
    },
    {"Raison sociale": "Les Amis du Canal", "Sans SIREN": "Oui"},
    {"Raison sociale": "Vergers de Sainte-Maure", "SIREN": "834567125", "Code APE": "01.24Z", "Code dossier": "0042"},
    {"Raison sociale": "Taxi Rabelais", "SIREN": "812345677", "Code APE": "49.32Z"},
    {
        "Raison sociale": "Maçonnerie Chinon",
        "SIREN": "845671239",
        "Code APE": "43.99C",
        "Portefeuille": "Artisans du Lot",
    },
]
CREATED = [row["Raison sociale"] for row in ROWS[:4]]


def test_a_sheet_with_errors_is_tried_given_back_imported_and_sent_again(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    helene = demo.person("U0HELENE")
    types(page, "/client importer")
    form = page.get_by_role("dialog", name="Importer des dossiers")
    form.get_by_role("button", name="Télécharger le modèle").click()
    expect(form).to_contain_text("Le modèle est dans vos messages")
    sends(form, filled_in(file_of(helene, "Guichet, modèle de dossiers.xlsx")))

    opens_the_app_s_messages(page)
    trial = mail_card(page, f"Essai de {FILE} terminé")
    expect(trial).to_contain_text("Les 2 lignes refusées")
    expect(counts(trial)).to_have_text(["4", "0", "0", "2"])
    expect(trial).to_contain_text("Ligne 6, Taxi Rabelais")
    expect(trial).to_contain_text("Ligne 7, Maçonnerie Chinon")
    expect(page.get_by_role("link", name="dossiers-2026, vérifié.xlsx")).to_be_visible()
    picture(page, "import-trial")
    told = {row.cells[2]: row.cells[:2] for row in read_sheet(file_of(helene, "dossiers-2026, vérifié.xlsx")).rows}
    assert [told[name] for name in CREATED] == [["À créer", ""]] * 4
    assert told["Taxi Rabelais"][0] == told["Maçonnerie Chinon"][0] == "Refusée"
    assert str(told["Taxi Rabelais"][1]).startswith("SIREN")
    assert str(told["Maçonnerie Chinon"][1]).startswith("Portefeuille")

    trial.get_by_role("button", name="Importer 4 dossiers").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("4 créés. Aucune invitation ne part.")
    asked.get_by_role("button", name="Importer", exact=True).click()
    report = mail_card(page, "4 dossiers enregistrés.")
    expect(report).to_contain_text("2 lignes refusées restent dans le fichier.")
    picture(page, "import-done")
    report.get_by_role("button", name="Voir les dossiers").click()
    expect(page.get_by_role("dialog", name="Dossiers")).to_be_visible()
    closes(helene)
    types(page, "/client liste")
    listed = page.get_by_role("dialog", name="Dossiers")
    for name in CREATED:
        expect(listed).to_contain_text(name)
    closes(helene)
    types(page, "/client voir vergers")
    expect(page.get_by_role("dialog", name="Dossier client")).to_contain_text("0042")
    closes(helene)

    types(page, "/client importer")
    sends(form, filled_in(file_of(helene, "Guichet, modèle de dossiers.xlsx")))
    again = mail_card(page, f"Essai de {FILE} terminé")
    expect(counts(again)).to_have_text(["0", "0", "4", "2"])
    expect(again.get_by_role("button", name="Déposer un autre fichier")).to_be_visible()
    expect(again.get_by_role("button", name="Importer")).to_have_count(0)


def filled_in(template: bytes) -> bytes:
    """The six rows under the headers of the template."""
    [row] = load_workbook(BytesIO(template)).get_sheet_by_index(0).to_python()
    titles = [str(title) for title in row]
    headers = [title.replace("\u00a0", " ") for title in titles]
    assert {header for row in ROWS for header in row} <= set(headers)
    return workbook("Dossiers", titles, [[row.get(header, "") for header in headers] for row in ROWS])


def sends(form: Locator, content: bytes) -> None:
    sent: Any = {"name": FILE, "mimeType": XLSX, "buffer": content}
    form.get_by_label("Fichier (.xlsx, .ods, .csv)").set_input_files(sent)
    portfolio = form.get_by_role("combobox", name="Portefeuille")
    portfolio.click()
    form.page.get_by_role("option", name=ARTISANS).click()
    form.get_by_role("button", name="Essayer").click()
    expect(form).to_be_hidden()


def counts(trial: Locator) -> Locator:
    """The four figures: to create, to update, unchanged, refused."""
    return trial.locator(".field-text strong")


def file_of(person: Person, name: str) -> bytes:
    """The newest file of that name in the person's messages."""

    def there() -> bytes | None:
        files = [file for message in reversed(person.messages()) for file in message.files]
        found = next((file for file in files if file["name"] == name), None)
        return person.download(found["page_url"]) if found else None

    return person.waits_for(there, name)
