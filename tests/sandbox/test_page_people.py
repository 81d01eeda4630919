"""What people of the workspace do between themselves in the page."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit
from tests.sandbox.pages import last_message, types

pytestmark = pytest.mark.slow

PICTURE: Any = {
    "name": "photo.svg",
    "mimeType": "image/svg+xml",
    "buffer": b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40"/></svg>',
}


def test_two_people_write_to_each_other_out_of_the_app_s_sight(open_page: Visit) -> None:
    page = open_page()
    page.get_by_role("complementary", name="Conversations").get_by_role("link", name="Nadia Benali").click()
    expect(page.get_by_role("heading", name="Nadia Benali")).to_be_visible()
    types(page, "Tu as deux minutes ?")
    other = open_page(user="U0NADIA")
    other.get_by_role("link", name="Hélène Valmont 1 non lu").click()
    expect(last_message(other, "Tu as deux minutes ?")).to_contain_text("Hélène Valmont")
    expect(other.get_by_role("link", name="Hélène Valmont 1 non lu")).to_have_count(0)


def test_what_is_unread_is_bold_and_who_is_named_is_counted(open_page: Visit) -> None:
    reader = open_page(user="U0NADIA", place="#/app/about")
    writer = open_page(place="#/channel/C0CABINET")
    room = reader.get_by_role("link", name="cabinet")
    types(writer, "Bonjour à tous")
    expect(room).to_have_accessible_name("cabinet , non lu")
    types(writer, "Surtout @nadia")
    expect(room).to_have_accessible_name("cabinet 1 non lu")


def test_a_message_takes_reactions_changes_and_goes(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    types(page, "Vu et corigé")
    message = last_message(page, "Vu et cor")
    message.hover()
    message.get_by_role("button", name="Réagir avec eyes").click()
    mine = message.get_by_role("button", name="eyes, 1")
    expect(mine).to_have_attribute("aria-pressed", "true")
    other = open_page(user="U0NADIA", place="#/channel/C0CABINET")
    last_message(other, "Vu et cor").get_by_role("button", name="eyes, 1").click()
    expect(message.get_by_role("button", name="eyes, 2")).to_have_accessible_name(
        "eyes, 2\u00a0: Hélène Valmont, Nadia Benali"
    )
    message.hover()
    message.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Modifier le message").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Message").fill("Vu et corrigé")
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
    expect(last_message(other, "Vu et corrigé")).to_contain_text("(modifié)")
    last_message(other, "Vu et corrigé").hover()
    last_message(other, "Vu et corrigé").get_by_role("button", name="Autres actions").click()
    expect(other.get_by_role("menuitem", name="Copier le lien")).to_be_visible()
    expect(other.get_by_role("menuitem", name="Supprimer le message")).to_have_count(0)
    message.hover()
    message.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Supprimer le message").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Supprimer").click()
    expect(other.get_by_text("Vu et corrigé")).to_have_count(0)


def test_formatting_is_written_by_buttons_and_keys(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.fill("gras et le reste")
    composer.evaluate("box => box.setSelectionRange(0, 4)")
    page.get_by_role("button", name="Gras", exact=True).click()
    composer.evaluate("box => box.setSelectionRange(10, 18)")
    composer.press("Control+i")
    composer.press("End")
    page.get_by_role("button", name="Citation").click()
    expect(composer).to_have_value("> *gras* et _le reste_")
    composer.press("Enter")
    message = last_message(page, "gras et le reste")
    expect(message.locator("blockquote strong")).to_have_text("gras")
    expect(message.locator("blockquote em")).to_have_text("le reste")


def test_people_channels_and_emoji_are_completed(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.press_sequentially("@nad")
    page.get_by_role("option", name="Nadia Benali").click()
    composer.press_sequentially("voir #cour")
    expect(page.get_by_role("option", name="courrier")).to_be_visible()
    composer.press("Tab")
    composer.press_sequentially(":tad")
    page.get_by_role("option", name=":tada:").click()
    expect(composer).to_have_value("@nadia voir #courrier :tada: ")
    composer.press("Enter")
    message = last_message(page, "@Nadia Benali voir")
    expect(message.get_by_role("link", name="#courrier")).to_be_visible()
    expect(message.get_by_role("img", name="tada")).to_be_visible()


def test_a_picture_is_shown_and_another_file_is_a_card(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    page.locator(".composer input[type=file]").set_input_files(
        [PICTURE, {"name": "releve.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    expect(page.get_by_role("button", name="Retirer releve.pdf")).to_be_visible()
    types(page, "Deux fichiers")
    message = last_message(page, "Deux fichiers")
    expect(message.get_by_role("img", name="photo.svg")).to_have_js_property("naturalWidth", 80)
    expect(message.get_by_role("listitem").filter(has_text="releve.pdf")).to_contain_text("PDF · 8 octets")


def test_a_thread_says_who_answered_and_when(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    types(page, "Une question")
    message = last_message(page, "Une question")
    message.hover()
    message.get_by_role("button", name="Répondre dans le fil").click()
    thread = page.get_by_role("complementary", name="Fil")
    for words in ("Première réponse", "Seconde réponse"):
        thread.get_by_role("textbox", name="Répondre").fill(words)
        thread.get_by_role("textbox", name="Répondre").press("Enter")
        expect(thread.get_by_role("article").filter(has_text=words)).to_be_visible()
    expect(message.get_by_role("button", name="2 réponses")).to_contain_text("Dernière réponse aujourd’hui à")
    thread.get_by_role("textbox", name="Répondre").press("Escape")
    expect(thread).to_have_count(0)


def test_what_the_app_said_to_one_person_is_waved_away(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai passager")
    answer = last_message(page, "Commande inconnue. passager")
    expect(answer).to_contain_text("Visible par vous seul")
    answer.hover()
    answer.get_by_role("button", name="Masquer").click()
    expect(page.get_by_text("Commande inconnue. passager")).to_have_count(0)


def test_anywhere_is_reached_by_a_part_of_its_name(open_page: Visit) -> None:
    page = open_page()
    page.get_by_role("button", name="Aller à…").click()
    search = page.get_by_role("combobox", name="Où aller")
    search.fill("helene")
    expect(page.get_by_role("option", name="Hélène Valmont")).to_contain_text("helene@cabinet-valmont.example")
    search.fill("claire mor")
    search.press("Enter")
    expect(page.get_by_role("heading", name="Claire Morel")).to_be_visible()
    page.get_by_role("link", name="Accueil").click()
    page.get_by_role("button", name="4 membres").click()
    page.get_by_role("dialog").get_by_role("button", name="Envoyer un message à Nadia Benali").click()
    expect(page.get_by_role("heading", name="Nadia Benali")).to_be_visible()
