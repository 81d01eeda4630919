"""A mandate ends, and is taken up again; then all that is held on the client is handed to whoever asked for it."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Visit
from tests.journeys.acts import closes
from tests.journeys.album import picture
from tests.journeys.demo import Demo
from tests.journeys.test_in_the_browser import mail_card, opens_the_app_s_messages, sits_down, types

pytestmark = pytest.mark.slow

GENERAL = "#/channel/C0GENERAL"
NAME = "Vins Chaumier"


def test_a_client_is_terminated_out_of_sight_and_restored(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    nadia = demo.person("U0NADIA")
    nadia.types(f"/client voir {NAME}", channel="general")
    nadia.waits_for_modal("Dossier client", NAME)
    closes(nadia)
    opens_other_acts(page)
    page.get_by_role("button", name="Résilier").click()
    form = page.get_by_role("dialog", name="Résilier le dossier")
    expect(form).to_contain_text("Vous allez résilier Vins Chaumier.")
    form.get_by_role("combobox", name="Motif").click()
    page.get_by_role("option", name="Fin de mission").click()
    typed = form.get_by_label("Pour confirmer, tapez le nom du dossier")
    typed.fill("Vins")
    form.get_by_role("button", name="Résilier", exact=True).click()
    expect(form).to_contain_text("Ce n’est pas le nom du dossier : Vins Chaumier.")
    expect(typed).to_have_attribute("aria-invalid", "true")
    picture(page, "terminate")
    typed.fill("VINS CHAUMIER")
    form.get_by_role("button", name="Résilier", exact=True).click()
    card = page.get_by_role("dialog", name="Dossier client")
    expect(card).to_contain_text("Ce dossier est résilié depuis le")
    closes(demo.person("U0HELENE"))

    page = sits_down(demo, visit, "U0NADIA", GENERAL)
    of_terminated, of_unknown = told(page, NAME), told(page, "Moulin Inconnu")
    assert of_terminated == of_unknown
    assert "Rien pour « … » parmi vos dossiers." in of_unknown.replace("\u00a0", " ")

    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    opens_the_app_s_messages(page)
    mail_card(page, f"a résilié le dossier {NAME}").get_by_role("button", name="Rétablir").click()
    expect(page.get_by_role("dialog", name="Dossier client")).to_contain_text("Actif")
    closes(demo.person("U0HELENE"))
    nadia.types(f"/client voir {NAME}", channel="general")
    nadia.waits_for_modal("Dossier client", NAME)
    closes(nadia)


def test_the_export_of_a_client_is_downloaded_by_who_asked_for_it(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    opens_other_acts(page)
    page.get_by_role("button", name="Exporter").click()
    asked = page.get_by_role("dialog", name="Export")
    expect(asked).to_contain_text("L’export du dossier Vins Chaumier est en préparation.")
    closes(demo.person("U0HELENE"))
    opens_the_app_s_messages(page)
    mail_card(page, f"Export prêt, dossier {NAME}.").get_by_role("button", name="Ouvrir la page").click()
    link = page.get_by_role("dialog", name="Export").get_by_role("link", name="Ouvrir la page")
    with page.context.expect_page() as opened:
        link.click()
    staff = opened.value
    expect(staff.locator("html")).to_have_attribute("lang", "fr")
    staff.get_by_role("button", name="Ouvrir la page").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text(NAME)
    picture(staff, "export")
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Télécharger l’archive").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert {"client.json", "client.xlsx"} <= set(archive.namelist())
        assert NAME in archive.read("client.json").decode()


def opens_other_acts(page: Page) -> None:
    types(page, f"/client voir {NAME}")
    card = page.get_by_role("dialog", name="Dossier client")
    card.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Autres actes").click()
    expect(page.get_by_role("dialog", name="Autres actes")).to_be_visible()


def told(page: Page, name: str) -> str:
    """What the window says to whoever asks for that name, the name left out."""
    types(page, f"/client voir {name}")
    answer = page.get_by_role("dialog", name=f"« {name} »")
    expect(answer).to_be_visible()
    said = answer.inner_text().replace(name, "…")
    answer.get_by_role("button", name="Fermer", exact=True).click()
    expect(answer).to_be_hidden()
    return said
