"""The page as docs/ shows it: a morning at the office, with everything in sight."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browsing import PHONE, Visit
from tests.journeys.album import picture, pictures
from tests.sandbox.conftest import Running
from tests.sandbox.pages import last_message, types

pytestmark = pytest.mark.slow

STATEMENT: Any = {"name": "releve-novembre.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4" + b" " * 83_000}
PLACE = "#/channel/C0CABINET"


@pytest.fixture(autouse=True)
def monday(gallery: Running) -> None:
    """Every picture is taken on the same morning."""
    httpx.post(f"{gallery.page}clock", json={"set": "2026-11-23T08:40:00+01:00"}, trust_env=False).raise_for_status()


def test_a_conversation_with_its_thread_on_a_laptop_and_on_a_phone(open_page: Visit, gallery: Running) -> None:
    page = open_page(place=PLACE)
    page.locator(".composer input[type=file]").set_input_files(STATEMENT)
    expect(page.get_by_role("button", name="Retirer releve-novembre.pdf")).to_be_visible()
    types(page, "Bonjour @nadia, voici le *relevé de novembre* :paperclip:\n> à rattacher avant _vendredi_")
    question = last_message(page, "Bonjour @Nadia")
    expect(question).to_be_visible()
    with gallery.person("U0NADIA") as nadia, gallery.person("U0JULIEN") as julien:
        asked = nadia.sees_message("relevé de novembre", channel="cabinet")
        nadia.act("react", channel="C0CABINET", ts=asked.ts, name="white_check_mark")
        julien.act("react", channel="C0CABINET", ts=asked.ts, name="eyes")
        nadia.types("C’est fait, et le client est prévenu.", channel="cabinet", thread=asked.ts)
        julien.types("Thanks! :tada:", channel="cabinet", thread=asked.ts)
        julien.types("Réunion à 14 h, tout est dans #courrier", channel="cabinet")
    question.get_by_role("button", name="2 réponses").click()
    expect(page.get_by_role("complementary", name="Fil").get_by_text("Thanks!")).to_be_visible()
    expect(last_message(page, "Réunion à 14 h")).to_be_visible()
    expect(page.get_by_role("img", name="paperclip")).to_have_count(2)
    pictures(page, "sandbox-conversation")
    phone = open_page(place=PLACE, viewport=PHONE, has_touch=True)
    expect(last_message(phone, "Réunion à 14 h")).to_be_visible()
    pictures(phone, "sandbox-phone")


def test_the_inspector_with_a_refusal_in_red(open_page: Visit) -> None:
    page = open_page()
    page.get_by_role("button", name="Inspecteur").click()
    inspector = page.get_by_role("complementary", name="Inspecteur")
    types(page, "/essai relevé")
    expect(last_message(page, "Reçu ce matin")).to_be_visible()
    types(page, "/essai autre")
    expect(last_message(page, "Commande inconnue.")).to_be_visible()
    inspector.get_by_text("Pannes", exact=True).click()
    broken = inspector.get_by_role("switch", name="Slack limite le débit")
    broken.check()
    types(page, "/essai relevé")
    refused = inspector.get_by_role("listitem").filter(has_text="Refusé").last
    expect(refused).to_contain_text(re.compile("chat.postMessage.*ratelimited|ratelimited"))
    picture(page, "sandbox-inspector")
    broken.uncheck()


def test_a_forward_in_the_manner_of_outlook(open_page: Visit) -> None:
    page = open_page(place="#/mail/claire%40atelier-morel.example")
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("À", exact=True).fill("nadia@cabinet-valmont.example")
    letter.get_by_label("Objet").fill("Relevé de novembre")
    letter.get_by_label("Texte").fill("Bonjour Nadia,\n\nvoici le relevé de novembre.\n\nClaire Morel")
    letter.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name="Nadia Benali").click()
    page.get_by_role("link", name="Relevé de novembre").first.click()
    page.get_by_role("button", name="Transférer").click()
    forward = page.get_by_role("dialog", name="Transférer")
    forward.get_by_label("À", exact=True).fill("contact@cabinet-valmont.example")
    forward.get_by_label("Texte").fill("Pour le dossier Atelier Morel.")
    forward.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name=re.compile("contact@cabinet-valmont.example")).click()
    page.get_by_role("link", name="TR: Relevé de novembre").first.click()
    page.get_by_role("tab", name="Page").click()
    expect(page.frame_locator("iframe").get_by_text("Envoyé")).to_be_visible()
    picture(page, "sandbox-mail")
