"""The main job by mouse, keyboard and thumb, in the demo's page and in the client space."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import PHONE, Visit, no_serious_finding
from tests.journeys.acts import closes, home_drawn_again, invites
from tests.journeys.album import picture, pictures
from tests.journeys.correspondent import PDF
from tests.journeys.demo import Demo

pytestmark = pytest.mark.slow

INVITATION = "Votre espace client est prêt"
CONFIRM = "C’est bien moi, et j’accepte l’invitation"
DEPOSIT = "depot@cabinet-valmont.example"


def sits_down(demo: Demo, visit: Visit, user: str, place: str, **settings: Any) -> Page:
    """The demo's page as that person, with nothing left open."""
    closes(demo.person(user))
    return visit(f"{demo.page}?user={user}{place}", **settings)


def types(page: Page, text: str) -> None:
    """A message or a command, once no window is in the way any more."""
    expect(page.get_by_role("dialog")).to_have_count(0)
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.fill(text)
    composer.press("Enter")


def opens_the_app_s_messages(page: Page) -> None:
    page.get_by_role("link", name="Guichet").click()
    page.get_by_role("navigation", name="Guichet").get_by_role("link", name="Messages").click()


def mail_card(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("article").filter(has_text=text).last


def reads_mail(page: Page, person: str, subject: str) -> None:
    """Open a mail in that person's box."""
    page.get_by_role("link", name=re.compile("Courrier$")).click()
    page.get_by_role("link", name=re.compile(person)).first.click()
    page.get_by_role("link", name=re.compile(subject)).first.click()


def fills_in_the_letter(page: Page, to: str, subject: str = "", text: str = "", file: str = "") -> None:
    letter = page.get_by_role("dialog")
    letter.get_by_label("À", exact=True).fill(to)
    if subject:
        letter.get_by_label("Objet").fill(subject)
    if text:
        letter.get_by_label("Texte").fill(text)
    if file:
        sent: Any = {"name": file, "mimeType": "application/pdf", "buffer": PDF + f"% {file}\n".encode()}
        letter.get_by_label("Pièces jointes").set_input_files(sent)
    letter.get_by_role("button", name="Envoyer").click()
    expect(letter).to_be_hidden()


def test_a_client_is_created_invited_and_comes_in(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0HELENE", "#/channel/C0COURRIER")
    expect(mail_card(page, "Relevé de novembre")).to_be_visible()
    types(page, "/client nouveau")
    wizard = page.get_by_role("dialog", name="Nouveau dossier")
    wizard.get_by_role("combobox", name="Entreprise").fill("morel")
    expect(page.get_by_role("option", name="Atelier Morel")).to_be_visible()
    picture(page, "wizard-1-search")
    page.get_by_role("option", name="Atelier Morel").click()
    expect(wizard).to_contain_text("SIRET 839 602 299 00019, siège")
    wizard.get_by_label("Code dossier").fill("0412")
    picture(page, "wizard-1-company")
    wizard.get_by_role("button", name="Continuer").click()
    expect(wizard).to_contain_text("Étape 2 sur 4 · Affectation")
    wizard.get_by_role("combobox", name="Portefeuille").click()
    page.get_by_role("option", name="Artisans et commerces").click()
    expect(wizard.get_by_role("combobox", name="Responsable")).to_have_value("Nadia Benali")
    expect(wizard.get_by_label("Toutes les personnes du portefeuille (7)")).to_be_visible()
    wizard.get_by_text("Étape 2 sur 4").click()  # out of the field, whose text stays selected
    picture(page, "wizard-2-assignment")
    wizard.get_by_role("button", name="Continuer").click()
    wizard.get_by_label("E-mail", exact=True).fill("claire@atelier-morel.example")
    wizard.get_by_label("Téléphone mobile").fill("06 39 98 21 07")
    picture(page, "wizard-3-contact")
    wizard.get_by_role("button", name="Continuer").click()
    expect(wizard).to_contain_text("relances les 26 novembre, 2 décembre et 11 décembre à 9 h 30")
    pictures(page, "wizard-4-summary")
    wizard.get_by_role("button", name="Créer et inviter").click()
    card = page.get_by_role("dialog", name="Dossier client")
    expect(card).to_contain_text("Claire Morel, direction")
    card.get_by_role("button", name="Fermer", exact=True).click()
    opens_the_app_s_messages(page)
    expect(mail_card(page, "Dossier Atelier Morel créé.")).to_be_visible()
    picture(page, "client-created")

    reads_mail(page, "Claire Morel", INVITATION)
    page.get_by_role("tab", name="Page").click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_role("link", name="Ouvrir mon espace")).to_be_visible()
    picture(page, "invitation-mail")
    with page.context.expect_page() as opened:
        letter.get_by_role("link", name="Ouvrir mon espace").click()
    space = opened.value
    expect(space.get_by_role("heading", level=1)).to_have_text("Bonjour Claire, ouvrons votre espace")
    pictures(space, "accept", whole=True)
    space.get_by_role("checkbox", name=CONFIRM).check()
    space.get_by_role("button", name="Ouvrir mon espace").click()
    expect(space.get_by_role("heading", level=1)).to_have_text("Bonjour Claire")

    page.get_by_role("button", name="Vous agissez en tant que").click()
    page.get_by_role("menuitemradio", name="Nadia Benali").click()
    page.get_by_role("navigation", name="Vues").get_by_role("link", name="Accueil").click()
    opens_the_app_s_messages(page)
    opened_card = mail_card(page, "Claire Morel a ouvert son espace.")
    opened_card.get_by_role("button", name="Ouvrir le dossier").click()
    expect(page.get_by_role("dialog", name="Dossier client")).to_contain_text("espace ouvert")
    pictures(page, "client-card")


def test_mail_is_written_forwarded_attached_and_answered(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0NADIA", "#/mail/michel%40garage-du-cher.example")
    page.get_by_role("button", name="Écrire").click()
    fills_in_the_letter(
        page, DEPOSIT, "Relevé d’octobre", "Bonjour,\n\nvoici le relevé.\n\nMichel Perrot", "releve.pdf"
    )
    page.get_by_role("button", name="Écrire").click()
    thomas = "thomas@cabinet-valmont.example"
    fills_in_the_letter(page, thomas, "Facture du pont élévateur", "Pour ma déclaration.\n\nMichel", "facture-pont.pdf")
    reads_mail(page, "Thomas Roux", "Facture du pont élévateur")
    page.get_by_role("button", name="Transférer").click()
    page.get_by_role("dialog").get_by_label("Logiciel de courrier").select_option("Gmail")
    fills_in_the_letter(page, DEPOSIT)
    page.get_by_role("link", name=re.compile("Scierie Lochoise")).click()
    page.get_by_role("button", name="Écrire").click()
    fills_in_the_letter(page, DEPOSIT, "Facture 2311", "Bonjour,\n\nci-joint notre facture.", "facture-2311.pdf")

    page.get_by_role("navigation", name="Vues").get_by_role("link", name="Accueil").click()
    page.get_by_role("link", name=re.compile("courrier")).click()
    forwarded = mail_card(page, "Facture du pont élévateur")
    expect(forwarded).to_contain_text("Transféré par Thomas Roux")
    expect(forwarded).to_contain_text("Garage du Cher")
    expect(mail_card(page, "Relevé d’octobre")).to_contain_text("Rattaché par l’adresse de l’expéditeur")
    incident = mail_card(page, "Facture 2311")
    expect(incident).to_contain_text("Courrier sans dossier")
    incident.scroll_into_view_if_needed()
    pictures(page, "demo")
    incident.get_by_role("button", name="Choisir un dossier").click()
    form = page.get_by_role("dialog", name="Rattacher")
    form.get_by_role("combobox", name="Dossier").fill("vidal")
    page.get_by_role("option", name="Tapisserie Vidal").click()
    picture(page, "attach-mail")
    form.get_by_role("button", name="Rattacher").click()
    expect(form).to_be_hidden()
    expect(mail_card(page, "Facture 2311")).to_contain_text("Tapisserie Vidal")
    mail_card(page, "Relevé d’octobre").get_by_role("button", name="Répondre").first.click()
    reply = page.get_by_role("dialog", name="Répondre")
    reply.get_by_label("Votre réponse").fill("Bien reçu, merci.")
    picture(page, "reply-mail")
    reply.get_by_role("button", name="Envoyer au client").click()
    expect(reply).to_be_hidden()
    assert "Bien reçu, merci." in demo.correspondent("michel@garage-du-cher.example").waits_for("Re").text

    page.get_by_role("link", name="Guichet").click()
    expect(page.get_by_role("main")).to_contain_text("Tapisserie Vidal")
    picture(page, "home-manager")


def test_the_administrator_s_home_in_both_languages(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0MARC", "#/app/home")
    expect(page.get_by_role("main")).to_contain_text("À traiter")
    pictures(page, "home-administrator")
    marc = demo.person("U0MARC")
    marc.act("set_profile", locale="en-GB")
    marc.waits_for(lambda: "To handle" in home_drawn_again(marc).text or None, "an English Home")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("To handle")
    picture(page, "home-administrator-en")
    page.get_by_role("link", name="courrier").click()
    types(page, "/client new")
    wizard = page.get_by_role("dialog", name="New client")
    wizard.get_by_role("combobox", name="Company").fill("cuir")
    page.get_by_role("option", name="L'Atelier du Cuir").click()
    expect(wizard).to_contain_text("Sector: ")
    picture(page, "wizard-1-company-en")
    wizard.get_by_role("button", name="Close", exact=True).click()
    marc.act("set_profile", locale="fr-FR")


def test_on_a_telephone_nothing_needs_a_mouse(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0NADIA", "", viewport=PHONE, has_touch=True)
    page.get_by_role("link", name=re.compile("general")).click()
    types(page, "/client nouveau")
    wizard = page.get_by_role("dialog", name="Nouveau dossier")
    wizard.get_by_role("combobox", name="Entreprise").fill("librairie")
    page.get_by_role("option", name="Librairie La Plume").first.click()
    expect(wizard).to_contain_text("Déjà suivi")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    picture(page, "wizard-phone")
    wizard.get_by_role("button", name="Fermer", exact=True).click()
    expect(wizard).to_be_hidden()

    luc = demo.correspondent("luc@vins-chaumier.example")
    invites(demo.person("U0NADIA"), "Vins Chaumier")
    space = visit(luc.waits_for(INVITATION).link("i"), viewport=PHONE, has_touch=True)
    picture(space, "accept-phone", whole=True)
    space.get_by_role("checkbox", name=CONFIRM).check()
    space.get_by_role("button", name="Ouvrir mon espace").click()
    expect(space.get_by_role("heading", level=1)).to_have_text("Bonjour Luc")
    luc.writes(DEPOSIT, "Relevé de novembre", files=["releve-novembre.pdf"])
    demo.person("U0HELENE").sees_message("Vins Chaumier", channel="courrier")
    space.reload()
    expect(space.get_by_role("main")).to_contain_text("releve-novembre.pdf")
    assert space.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    pictures(space, "space-phone", whole=True)


def test_the_clock_is_moved_and_the_manager_is_told(weeks: Demo, visit: Visit) -> None:
    page = sits_down(weeks, visit, "U0NADIA", "#/app/messages")
    clock = page.get_by_role("button", name="Horloge")
    for moment in ("2026-11-26", "2026-12-04"):
        clock.click()
        page.get_by_role("menuitem", name="Choisir une date").click()
        dialog = page.get_by_role("dialog", name="Régler l’horloge")
        dialog.get_by_label("Date").fill(moment)
        dialog.get_by_label("Heure").fill("09:31")
        dialog.get_by_role("button", name="Régler").click()
        expect(dialog).to_be_hidden()
        weeks.correspondent("mael@studio-kervran.example").waits_for(
            "Puis-je vous aider" if moment == "2026-11-26" else "Dernière relance"
        )
    for day in ("lundi 7", "mardi 8", "mercredi 9"):
        clock.click()
        page.get_by_role("menuitem", name="Prochain matin ouvré").click()
        expect(clock).to_contain_text(f"{day} décembre 2026")
    told = mail_card(page, "Maël Kervran n’a pas répondu à son invitation")
    expect(told.get_by_role("button", name="Noter un appel")).to_be_visible()
    pictures(page, "escalation")
    told.get_by_role("button", name="Abandonner").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Abandonner").click()
    expect(mail_card(page, "Abandon décidé par Nadia Benali")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_serious_in_the_client_space(demo: Demo, visit: Visit, language: str) -> None:
    client, address = {
        "fr": ("Menuiserie Lochois", "thierry@menuiserie-lochois.example"),
        "en": ("Cabinet infirmier des Prébendes", "sandrine@infirmieres-prebendes.example"),
    }[language]
    contact = demo.correspondent(address)
    invites(demo.person("U0HELENE"), client)
    letter = contact.waits_for(INVITATION)
    page = visit(f"{letter.link('i')}?lang={language}", viewport=PHONE)
    expect(page.locator("html")).to_have_attribute("lang", language)
    no_serious_finding(page)
    page.get_by_role("button", name=re.compile("Ouvrir mon espace|Open my space")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    no_serious_finding(page)
    if language == "en":
        picture(page, "accept-phone-en", whole=True)
    for kind in ("s", "w"):
        page.goto(letter.link(kind))
        no_serious_finding(page)
    page.goto(letter.link("i"))
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=re.compile("Ouvrir mon espace|Open my space")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^(Bonjour|Hello) (Thierry|Sandrine)$"))
    no_serious_finding(page)
    page.get_by_role("button", name=re.compile("Se déconnecter|Sign out")).click()
    for path in ("/sign-in", "/donnees", "/nowhere"):
        page.goto(letter.link("i").partition("/i/")[0] + path)
        no_serious_finding(page)
