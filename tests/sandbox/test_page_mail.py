"""The mailboxes and the clock beside the page, in a real browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit

pytestmark = pytest.mark.slow

STATEMENT: Any = {"name": "releve.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}


def test_a_person_writes_answers_and_forwards_mail(open_page: Visit, tmp_path: Path) -> None:
    page = open_page(place="#/mail/claire%40atelier-morel.example")
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("À", exact=True).fill("nadia@cabinet-valmont.example")
    letter.get_by_label("Objet").fill("Relevé de novembre")
    letter.get_by_label("Texte").fill("Bonjour, voir https://example.org/releve.")
    letter.get_by_label("Pièces jointes").set_input_files(STATEMENT)
    letter.get_by_role("button", name="Envoyer").click()
    expect(letter).to_be_hidden()

    page.get_by_role("link", name="Nadia Benali").click()
    page.get_by_role("link", name="Relevé de novembre").click()
    link = page.get_by_role("link", name="https://example.org/releve", exact=True)
    expect(link).to_have_attribute("target", "_blank")
    with page.expect_download() as download:
        page.get_by_role("link", name="releve.pdf").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.4"
    page.get_by_role("tab", name="Page").click()
    expect(page.frame_locator("iframe").get_by_text("Bonjour, voir")).to_be_visible()
    page.get_by_role("tab", name="Source").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Message-ID")

    page.get_by_role("button", name="Transférer").click()
    forward = page.get_by_role("dialog", name="Transférer")
    forward.get_by_label("À", exact=True).fill("contact@cabinet-valmont.example")
    forward.get_by_label("Logiciel de courrier").select_option("Gmail")
    forward.get_by_role("button", name="Envoyer").click()
    expect(forward).to_be_hidden()
    page.get_by_role("link", name="contact@cabinet-valmont.example").click()
    page.get_by_role("link", name=re.compile("Relevé de novembre")).click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Forwarded message")


def test_a_stranger_is_given_a_box_and_a_colleague_is_away(open_page: Visit) -> None:
    page = open_page(place="#/mail")
    page.get_by_role("button", name="Ajouter une adresse").click()
    asked = page.get_by_role("dialog", name="Ajouter une adresse")
    asked.get_by_label("Adresse e-mail").fill("passant@ailleurs.example")
    asked.get_by_role("button", name="Ajouter").click()
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("À", exact=True).fill("helene@cabinet-valmont.example")
    letter.get_by_label("Objet").fill("Qui êtes-vous")
    letter.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name=re.compile("Hélène Valmont.*1 non lu")).click()
    page.get_by_role("link", name="Qui êtes-vous").click()
    page.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Répondre par un message d’absence").click()
    away = page.get_by_role("dialog", name="Répondre par un message d’absence")
    away.get_by_label("De retour le").fill("2026-12-24")
    away.get_by_role("button", name="Envoyer").click()
    sidebar = page.get_by_role("complementary", name="Boîtes aux lettres")
    sidebar.get_by_role("link", name=re.compile("passant@ailleurs.example.*1 non lu")).click()
    page.get_by_role("link", name="Réponse automatique : Qui êtes-vous").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("le jeudi 24 décembre")


def test_the_clock_moves_by_days_and_to_the_next_working_morning(open_page: Visit) -> None:
    page = open_page()
    page.get_by_role("button", name="Horloge").click()
    page.get_by_role("menuitem", name="Choisir une date").click()
    dialog = page.get_by_role("dialog", name="Régler l’horloge")
    dialog.get_by_label("Date").fill("2026-11-27")
    dialog.get_by_label("Heure").fill("18:00")
    dialog.get_by_role("button", name="Régler").click()
    clock = page.get_by_role("button", name="Horloge")
    expect(clock).to_contain_text("vendredi 27 novembre 2026")
    clock.click()
    page.get_by_role("menuitem", name="Prochain matin ouvré").click()
    expect(clock).to_contain_text("lundi 30 novembre 2026")
    expect(clock).to_contain_text("09:31")
    page.get_by_role("button", name="+1 jour").click()
    expect(clock).to_contain_text("mardi 1 décembre 2026")


def test_a_late_mail_is_what_the_clock_goes_to_next(open_page: Visit) -> None:
    page = open_page(place="#/mail/claire%40atelier-morel.example")
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("De", exact=True).fill("Zoé Passante <zoe@passage.example>")
    letter.get_by_label("À", exact=True).fill("retard@ailleurs.example")
    letter.get_by_label("Objet").fill("En retard")
    letter.get_by_label("Arrive").select_option("un jour plus tard")
    letter.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="zoe@passage.example")).to_be_visible()
    page.get_by_role("button", name="Horloge").click()
    expect(page.get_by_role("menuitem", name="Un courrier en retard")).to_contain_text("retard@ailleurs.example")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Prochaine échéance").click()
    page.get_by_role("link", name=re.compile("retard@ailleurs.example.*1 non lu")).click()
    page.get_by_role("link", name="En retard").click()
    expect(page.get_by_role("definition").filter(has_text="zoe@passage.example")).to_have_text(
        "Zoé Passante <zoe@passage.example>"
    )


def test_a_mail_comes_back_for_the_reason_that_one_chooses(open_page: Visit) -> None:
    page = open_page(place="#/mail/luc@vins.example")
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("À", exact=True).fill("plein@ailleurs.example")
    letter.get_by_label("Cc").fill("copie@ailleurs.example")
    letter.get_by_label("Objet").fill("Bonjour")
    letter.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name=re.compile("copie@ailleurs.example.*1 non lu")).click()
    expect(page.get_by_role("link", name="Bonjour")).to_be_visible()
    page.get_by_role("link", name=re.compile("plein@ailleurs.example.*1 non lu")).click()
    page.get_by_role("link", name="Bonjour").click()
    page.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Boîte pleine").click()
    page.get_by_role("link", name=re.compile("luc@vins.example.*1 non lu")).click()
    page.get_by_role("link", name="Undelivered Mail Returned to Sender").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("<plein@ailleurs.example>: 552 5.2.2 Mailbox full")
