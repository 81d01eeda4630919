"""The page by keyboard alone, by thumb, in light and dark, and as axe sees it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import LAPTOP, PHONE, Visit, no_serious_finding
from tests.sandbox.pages import last_message, small_targets, types

pytestmark = pytest.mark.slow

REQUIRED = "Veuillez remplir ce champ obligatoire."


def test_a_window_is_walked_through_by_keyboard_alone(open_page: Visit) -> None:
    page = open_page()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()
    page.keyboard.type("/essai galerie")
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="Galerie")
    expect(modal.get_by_label("Nom")).to_be_focused()
    page.keyboard.type("Au clavier")
    modal.get_by_role("combobox", name="Côté", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Gauche")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(modal.get_by_role("combobox", name="Côté", exact=True)).to_have_value("Droite")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(modal).to_be_visible()
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()


def test_messages_are_walked_and_handled_by_keyboard(open_page: Visit) -> None:
    page = open_page(place="#/channel/C0CABINET")
    composer = page.get_by_role("textbox", name="Message", exact=True)
    expect(composer).to_be_focused()
    page.keyboard.type("Un premier")
    page.keyboard.press("Enter")
    page.keyboard.type("Un second")
    page.keyboard.press("Enter")
    second = last_message(page, "Un second")
    expect(second).to_be_visible()
    page.keyboard.press("Shift+F6")
    expect(page.get_by_role("region", name="Messages")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    first = last_message(page, "Un premier")
    expect(first).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_role("combobox", name="Chercher un émoji")).to_be_focused()
    page.keyboard.type("rocket")
    page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="rocket")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("F6")
    expect(composer).to_be_focused()
    page.keyboard.press("ArrowUp")
    window = page.get_by_role("dialog", name="Modifier le message")
    expect(window.get_by_role("textbox", name="Message")).to_have_value("Un second")
    page.keyboard.type(" mot")
    page.keyboard.press("Enter")
    expect(last_message(page, "Un second mot")).to_contain_text("(modifié)")
    page.keyboard.press("Control+k")
    page.keyboard.type("essai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Commencer")).to_be_visible()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_contain_text("Partie suivante de la page")


def test_a_phone_shows_the_list_then_the_place_with_targets_for_a_thumb(open_page: Visit) -> None:
    page = open_page(place="#/", viewport=PHONE, has_touch=True)
    page.get_by_role("link", name=re.compile("^courrier")).click()
    expect(page.get_by_role("heading", name="courrier")).to_be_visible()
    types(page, "/essai relevé")
    expect(last_message(page, "Reçu ce matin")).to_be_visible()
    assert small_targets(page) == []
    types(page, "/essai galerie")
    modal = page.get_by_role("dialog", name="Galerie")
    expect(modal).to_be_visible()
    assert small_targets(page) == []
    modal.get_by_role("button", name="Annuler").click()
    expect(modal).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="Retour à la liste").click()
    expect(page.get_by_role("link", name=re.compile("^cabinet"))).to_be_visible()
    assert small_targets(page) == []


EVERYWHERE = [
    "#/channel/C0COURRIER",
    "#/direct/U0NADIA",
    "#/app/home",
    "#/app/messages",
    "#/app/about",
    "#/mail",
    "#/mail/contact%40cabinet-valmont.example",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious_anywhere(open_page: Visit, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(color_scheme=scheme, viewport=viewport)
    for place in EVERYWHERE:
        page.goto(page.url.split("#")[0] + place)
        expect(page.locator("main, aside").get_by_role("heading").filter(visible=True).first).to_be_visible()
        no_serious_finding(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious_in_messages_and_windows(
    open_page: Visit, scheme: str, viewport: dict[str, int]
) -> None:
    page = open_page(color_scheme=scheme, viewport=viewport)
    types(page, "Bonjour @nadia, voici `le relevé` :tada:")
    types(page, "/essai autre")
    expect(last_message(page, "Commande inconnue.")).to_be_visible()
    cards = page.get_by_role("main").get_by_role("article").filter(has_text="Reçu ce matin")
    before = cards.count()
    types(page, "/essai relevé")
    expect(cards).to_have_count(before + 1)
    card = cards.last
    card.get_by_role("button", name="Autres actions", exact=True).click()
    page.get_by_role("menuitem", name="Ajouter une réaction").click()
    expect(page.get_by_role("listbox", name="Émojis")).to_be_visible()
    no_serious_finding(page)
    page.get_by_role("option", name="eyes", exact=True).click()
    expect(card.get_by_role("button", name="eyes, 1")).to_be_visible()
    no_serious_finding(page)
    types(page, "/essai galerie")
    page.get_by_role("dialog", name="Galerie").get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text(REQUIRED).first).to_be_visible()
    page.get_by_role("combobox", name="Côté", exact=True).click()
    expect(page.get_by_role("option", name="Droite")).to_be_visible()
    no_serious_finding(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious_in_menus_and_panels(open_page: Visit, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(color_scheme=scheme, viewport=viewport)
    for opener, opened in (("Horloge", "Horloge du bac à sable"), ("Vous agissez en tant que", "Agir en tant que")):
        page.get_by_role("button", name=opener).click()
        expect(page.get_by_role("menu", name=opened)).to_be_visible()
        no_serious_finding(page)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="cabinet", exact=True)).to_be_visible()
    no_serious_finding(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="membres").click()
    expect(page.get_by_role("dialog").get_by_text("(vous)")).to_be_visible()
    no_serious_finding(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Inspecteur").click()
    page.get_by_text("Pannes", exact=True).click()
    expect(page.get_by_role("switch", name="Slack limite le débit")).to_be_visible()
    no_serious_finding(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious_in_a_mail(open_page: Visit, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(place="#/mail/claire%40atelier-morel.example", color_scheme=scheme, viewport=viewport)
    page.get_by_role("button", name="Écrire").click()
    letter = page.get_by_role("dialog", name="Nouveau courrier")
    letter.get_by_label("À", exact=True).fill("nadia@cabinet-valmont.example")
    letter.get_by_label("Objet").fill("À lire")
    no_serious_finding(page)
    letter.get_by_role("button", name="Envoyer").click()
    expect(letter).to_be_hidden()
    page.goto(page.url.split("#")[0] + "#/mail/nadia%40cabinet-valmont.example")
    page.get_by_role("link", name="À lire").first.click()
    for tab in ("Texte", "Page", "Source"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        no_serious_finding(page)
