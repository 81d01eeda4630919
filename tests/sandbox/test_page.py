"""The page in a real browser, over a real sandbox, with a real Bolt app behind it."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browsing import Visit
from tests.sandbox.conftest import Running
from tests.sandbox.pages import choose, last_message, types

pytestmark = pytest.mark.slow


def test_a_command_is_completed_from_the_manifest_and_answered_to_one_person(open_page: Visit) -> None:
    page = open_page()
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.press_sequentially("/es")
    expect(page.get_by_role("option", name="/essai")).to_contain_text("[mot]")
    composer.press("Tab")
    expect(composer).to_have_value("/essai ")
    composer.press_sequentially("autre")
    composer.press("Enter")
    answer = last_message(page, "Commande inconnue.")
    expect(answer).to_contain_text("Visible par vous seul")


def test_a_message_is_drawn_as_slack_draws_it(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai relevé")
    message = last_message(page, "Relevé")
    expect(message.get_by_role("heading", name="Relevé")).to_be_visible()
    expect(message.locator("strong", has_text="Gras")).to_be_visible()
    expect(message.locator("em")).to_have_text("penché")
    expect(message.locator("s")).to_have_text("barré")
    expect(message.locator("code")).to_have_text("code")
    expect(message.get_by_role("link", name="lien")).to_have_attribute("href", "https://example.org/")
    expect(message.get_by_role("link", name="lien")).to_have_attribute("rel", "noopener noreferrer")
    expect(message).to_contain_text("@Nadia Benali <b>")
    expect(message.locator("blockquote").first).to_have_text("citation")
    expect(message.get_by_role("img", name="tada")).to_have_text("🎉")
    expect(message.get_by_role("listitem").filter(has_text="premier point")).to_be_visible()


def test_cards_tables_and_plans_are_drawn_and_dates_are_of_the_reader_s_zone(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai nouveautés")
    message = last_message(page, "Échéances")
    expect(message.get_by_text("Atelier Morel")).to_be_visible()
    expect(message.get_by_text("Caché d’abord")).to_be_hidden()
    message.get_by_text("Détails").click()
    expect(message.get_by_text("Caché d’abord")).to_be_visible()
    table = message.get_by_role("table", name="Échéances")
    expect(table.get_by_role("columnheader", name="Montant")).to_be_visible()
    expect(table.get_by_role("cell", name="1 234,50")).to_be_visible()
    expect(message.get_by_text("Vérifier")).to_be_visible()
    expect(message.get_by_text("En cours")).to_be_visible()
    expect(message.get_by_role("button", name="Utile", exact=True)).to_be_visible()
    message.get_by_role("button", name="Ouvrir").click()
    expect(last_message(page, "Reçu : open_card c1")).to_be_visible()
    message.get_by_role("button", name="Inutile").click()
    expect(last_message(page, "Reçu : thumbs no")).to_be_visible()
    # The browser is in New York, Hélène in Paris: Slack shows the zone of her profile.
    expect(message.get_by_text("Reçu 2026-11-23 à 09:00")).to_be_visible()


def test_rich_text_is_typed_with_its_buttons(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai galerie")
    modal = page.get_by_role("dialog", name="Galerie")
    remark = modal.get_by_label("Remarque")
    remark.fill("urgent")
    remark.press("Control+a")
    modal.get_by_role("button", name="Gras", exact=True).click()
    modal.get_by_role("button", name="Liste à puces").click()
    expect(remark).to_have_value("• *urgent*")
    modal.get_by_label("Nom").fill("riche et juste")
    modal.get_by_label("E-mail").fill("claire@atelier-morel.example")
    choose(page, "Côté", "Gauche")
    modal.get_by_label("Bien").check()
    modal.get_by_role("button", name="Envoyer").click()
    expect(modal).to_be_hidden()
    page.goto(page.url.split("#")[0] + "#/app/messages")
    expect(last_message(page, "text = riche et juste")).to_contain_text("rich = liste urgent en gras")


def test_what_a_message_says_never_runs(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai piège")
    message = last_message(page, "onerror")
    expect(message).to_contain_text("<img src=x onerror=alert(1)> piège jamais")
    expect(message.locator("img, a")).to_have_count(0)


def test_buttons_menus_and_confirmations_reach_the_app(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai relevé")
    message = last_message(page, "Reçu ce matin")
    message.get_by_role("button", name="Supprimer").click()
    page.get_by_role("alertdialog", name="Supprimer ?").get_by_role("button", name="Garder tout").click()
    message.get_by_role("button", name="Garder", exact=True).click()
    expect(last_message(page, "Décidé : keep k1")).to_be_visible()
    expect(page.get_by_text("Décidé : drop")).to_have_count(0)
    message.get_by_role("button", name="Supprimer").click()
    page.get_by_role("alertdialog", name="Supprimer ?").get_by_role("button", name="Supprimer tout").click()
    expect(last_message(page, "Décidé : drop d1")).to_be_visible()
    message.get_by_role("combobox", name="Choisir un côté").click()
    page.get_by_role("option", name="Droite").click()
    expect(last_message(page, "Décidé : side right")).to_be_visible()
    message.get_by_role("button", name="Autres actions : ").click()
    page.get_by_role("menuitem", name="Rattacher").click()
    expect(last_message(page, "Choisi : attach")).to_be_visible()


def test_every_field_of_a_modal_is_filled_and_received(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai galerie")
    modal = page.get_by_role("dialog", name="Galerie")
    expect(modal.get_by_label("Nom")).to_be_focused()
    expect(modal.get_by_role("note")).to_have_text("Un seul essai.")
    modal.get_by_label("Nom").fill("Morel")
    modal.get_by_label("Récit").fill("Une ligne")
    modal.get_by_label("E-mail").fill("claire@atelier-morel.example")
    modal.get_by_label("Site").fill("https://example.org")
    modal.get_by_label("Montant").fill("12.5")
    modal.get_by_label("Remarque").fill("en gras")
    modal.get_by_label("Heure").fill("09:30")
    modal.get_by_label("Rendez-vous").fill("2026-12-01T10:00")
    choose(page, "Côté", "Droite")
    choose(page, "Côtés (facultatif)", "Gauche")
    choose(page, "Ville (facultatif)", "Toulouse", typed="tou")
    choose(page, "Collègue (facultatif)", "Nadia Benali")
    choose(page, "Équipe (facultatif)", "Hélène Valmont", typed="hélène")
    choose(page, "Conversation (facultatif)", "#courrier")
    choose(page, "Canal (facultatif)", "#cabinet")
    modal.get_by_label("Mardi").check()
    modal.get_by_label("Bien").check()
    modal.get_by_label("Pièces").set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"bonjour"})
    expect(modal.get_by_role("button", name="Retirer note.txt")).to_be_visible()
    modal.get_by_role("button", name="Envoyer").click()
    expect(modal).to_be_hidden()

    page.get_by_role("link", name="Essai").click()
    page.get_by_role("navigation", name="Essai").get_by_role("link", name="Messages").click()
    received = last_message(page, "text = Morel")
    for line in (
        "long = Une ligne",
        "email = claire@atelier-morel.example",
        "url = https://example.org",
        "number = 12.5",
        "rich = texte en gras",
        "date = 2026-11-30",
        "time = 09:30",
        "moment = 1796115600",
        "static = right",
        "several = left",
        "external = toulouse",
        "user = U0NADIA",
        "users = U0HELENE",
        "conversation = C0COURRIER",
        "channel = C0CABINET",
        "boxes = tu",
        "radio = well",
        "files = note.txt",
    ):
        expect(received).to_contain_text(line)


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai galerie")
    modal = page.get_by_role("dialog", name="Galerie")
    modal.get_by_label("Récit").fill("gardé")
    modal.get_by_role("button", name="Envoyer").click()
    expect(modal.get_by_label("Nom")).to_be_focused()
    expect(modal.get_by_label("Nom")).to_have_accessible_description(
        re.compile("Veuillez remplir ce champ obligatoire")
    )
    modal.get_by_label("Nom").fill("déjà pris")
    modal.get_by_label("E-mail").fill("claire@atelier-morel.example")
    choose(page, "Côté", "Gauche")
    modal.get_by_label("Vite").check()
    modal.get_by_label("Nom").press("Enter")
    expect(modal.get_by_text("Ce nom est déjà pris.")).to_be_visible()
    expect(modal.get_by_label("Nom")).to_have_value("déjà pris")
    expect(modal.get_by_label("Récit")).to_have_value("gardé")
    modal.get_by_role("button", name="Plus loin").click()
    expect(page.get_by_role("dialog", name="Plus loin")).to_contain_text("Dessous, la galerie attend.")
    page.get_by_role("button", name="Retour à la fenêtre précédente").click()
    expect(modal.get_by_label("Nom")).to_have_value("déjà pris")
    expect(modal.get_by_role("combobox", name="Côté", exact=True)).to_have_value("Gauche")
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()


def test_home_and_shortcuts_open_windows(open_page: Visit) -> None:
    page = open_page(place="#/app/home")
    page.get_by_role("main").get_by_role("button", name="Commencer").click()
    window = page.get_by_role("dialog", name="Plus loin")
    window.get_by_role("button", name="Retour").click()
    expect(window).to_be_hidden()
    page.get_by_role("button", name="Raccourcis").click()
    page.get_by_role("menuitem", name="Essai").click()
    expect(window).to_be_visible()
    window.get_by_role("button", name="Fermer cette fenêtre").click()
    expect(window).to_be_hidden()


def test_a_message_has_a_thread_and_shortcuts(open_page: Visit) -> None:
    page = open_page()
    types(page, "À ranger <ici> & là")
    message = last_message(page, "À ranger <ici> & là")
    message.hover()
    message.get_by_role("button", name="Répondre dans le fil").click()
    thread = page.get_by_role("complementary", name="Fil")
    thread.get_by_role("textbox", name="Répondre").fill("C’est fait")
    thread.get_by_role("textbox", name="Répondre").press("Enter")
    expect(thread.get_by_role("article").filter(has_text="C’est fait")).to_be_visible()
    expect(message.get_by_role("button", name="1 réponse")).to_be_visible()
    message.hover()
    message.get_by_role("button", name="Autres actions", exact=True).click()
    page.get_by_role("menuitem", name="Ranger").click()
    expect(last_message(page, "Rangé : À ranger")).to_be_visible()


def test_another_person_reads_the_page_in_their_own_language(open_page: Visit) -> None:
    page = open_page()
    types(page, "Bonjour @julien")
    expect(last_message(page, "Bonjour")).to_contain_text("@Julian Carter")
    other = open_page(user="U0JULIEN", place="#/app/about")
    expect(other.get_by_role("link", name="courrier")).to_contain_text(re.compile(r"\d"))
    page.get_by_role("button", name="Vous agissez en tant que Hélène Valmont").click()
    page.get_by_role("menuitemradio", name="Julian Carter").click()
    expect(page.get_by_role("button", name="Acting as Julian Carter")).to_be_visible()
    expect(page.get_by_role("complementary", name="Conversations").get_by_text("Channels")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_inspector_shows_exchanges_and_breaks_things(open_page: Visit) -> None:
    page = open_page()
    page.get_by_role("button", name="Inspecteur").click()
    inspector = page.get_by_role("complementary", name="Inspecteur")
    types(page, "/essai relevé")
    expect(inspector.get_by_text("/essai", exact=True).last).to_be_visible()
    expect(inspector.get_by_text("chat.postMessage", exact=True).last).to_be_visible()
    inspector.get_by_text("Pannes", exact=True).click()
    broken = inspector.get_by_role("switch", name="Slack limite le débit")
    broken.check()
    types(page, "/essai relevé")
    expect(inspector.get_by_role("listitem").filter(has_text="Refusé").last).to_be_visible()
    broken.uncheck()


def test_an_app_that_does_not_answer_is_said_as_slack_says_it(open_page: Visit) -> None:
    page = open_page()
    types(page, "/essai lent")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("/essai a échoué avec l’erreur « operation_timeout »")
    types(page, "Tant pis")
    expect(alert).to_be_hidden()


def test_nothing_of_a_stranger_runs_in_the_page(gallery: Running) -> None:
    with httpx.Client(base_url=gallery.page) as client:
        policy = client.get("/?user=U0HELENE").headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        letter = {"from": "a@b.example", "to": ["claire@atelier-morel.example"], "program": "gmail", "text": "Bonjour"}
        assert client.post("/mail/send", json=letter).json()["ok"]
        newest = client.get("/mail/box", params={"address": "claire@atelier-morel.example"}).json()[0]
        framed = client.get("/mail/page", params={"id": newest["id"]})
        assert "Bonjour" in framed.text
        assert "sandbox allow-popups" in framed.headers["content-security-policy"]
        assert "allow-scripts" not in framed.headers["content-security-policy"]
