"""The firm manages its own team by mouse: a newcomer asks, is let in, and sees what a portfolio opens."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit
from tests.journeys.acts import closes
from tests.journeys.album import picture
from tests.journeys.demo import Demo
from tests.journeys.test_in_the_browser import mail_card, opens_the_app_s_messages, sits_down, types

pytestmark = pytest.mark.slow

GENERAL = "#/channel/C0GENERAL"


def test_a_newcomer_asks_is_added_and_sees_the_clients_of_a_portfolio(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0ZOE", GENERAL)
    types(page, "/client")
    refusal = mail_card(page, "n’est pas encore dans l’équipe")
    refusal.get_by_role("button", name="Demander l’accès").click()
    expect(page.get_by_text("C’est demandé")).to_be_visible()

    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    opens_the_app_s_messages(page)
    asked = mail_card(page, "Zoé Martin demande à rejoindre l’équipe.")
    asked.get_by_role("button", name="Ajouter un collaborateur").click()
    form = page.get_by_role("dialog", name="Ajouter un collaborateur")
    expect(form.get_by_role("combobox", name="Personne")).to_have_value("Zoé Martin")
    form.get_by_role("combobox", name="Portefeuilles").click()
    page.get_by_role("option", name="SCI et patrimoine").click()
    picture(page, "add-collaborator")
    form.get_by_role("button", name="Ajouter", exact=True).click()
    expect(form).to_be_hidden()

    zoe = demo.person("U0ZOE")
    zoe.sees_message("vous ajoute à l’équipe")
    zoe.types("/client liste", channel="general")
    assert "SCI Morel" in zoe.waits_for_modal("Dossiers").text
    zoe.types("/client garage", channel="general")
    closes(zoe)


def test_an_administrator_looks_through_the_team_the_portfolios_and_the_settings(demo: Demo, visit: Visit) -> None:
    page = sits_down(demo, visit, "U0HELENE", GENERAL)
    types(page, "/cabinet")
    settings = page.get_by_role("dialog", name="Réglages")
    expect(settings).to_contain_text("Jours fériés : métropole, fermé le 7 mai 2027")
    picture(page, "settings")
    settings.get_by_role("button", name=re.compile("^Modifier, Boîtes et canaux")).click()
    mailboxes = page.get_by_role("dialog", name="Boîtes et canaux")
    expect(mailboxes).to_contain_text("depot@cabinet-valmont.example")
    mailboxes.get_by_role("button", name="Ouvrir Canaux").click()
    channels = page.get_by_role("dialog", name="Canaux")
    expect(channels).to_contain_text("Hugo Marchand, membre de ce canal, ne voit pas 2 dossiers")
    picture(page, "channels")
    closes(demo.person("U0HELENE"))
    types(page, "/cabinet utilisateurs")
    expect(page.get_by_role("dialog", name="Utilisateurs")).to_contain_text("1 à 8 sur")
    picture(page, "users")
    closes(demo.person("U0HELENE"))
    types(page, "/portefeuille")
    portfolios = page.get_by_role("dialog", name="Portefeuilles")
    expect(portfolios).to_contain_text("Artisans et commerces")
    picture(page, "portfolios")
