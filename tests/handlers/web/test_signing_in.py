"""Coming back to the client space, by a code or a password."""

import re

import pytest
from starlette.routing import Route

from handlers.web.app import create_app
from handlers.web.doorstep import HEADERS
from tests.handlers.post_office import letter_text, letters
from tests.handlers.web.conftest import SITE, Browser, Invited, invite
from tests.offices import SmallHouse, SmallOffice

ADDRESS = "claire@atelier-morel.example"
CONFIRMED = {"first_name": "Claire", "last_name": "Morel", "phone": "", "sign_in": "code", "sure": "yes"}


@pytest.fixture
def with_space(browser: Browser, claire: Invited) -> Invited:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    browser.http.cookies.clear()
    return claire


def test_a_code_received_by_mail_signs_in_once(browser: Browser, with_space: Invited) -> None:
    browser.opens("/sign-in")
    page = browser.presses("/sign-in", who=ADDRESS, way="code")
    assert "Si c•••@atelier-morel.example a un espace, un code vient de partir à cette adresse." in page.text
    letter = letters(with_space.office)[-1]
    subject, text = str(letter["Subject"]), letter_text(letter)
    code = re.search(r"\d{3}\u00a0\d{3}", subject)
    assert code
    assert code[0] in text
    assert "Ce n’est pas le bon code. Encore 4 essais." in browser.presses("/code", code="000 000").text
    assert "Bonjour Claire" in browser.presses("/code", code=code[0]).text
    browser.http.cookies.clear()
    browser.opens("/sign-in")
    browser.presses("/sign-in", who=ADDRESS, way="code")
    assert "n’est pas le bon code" in browser.presses("/code", code=code[0]).text


@pytest.mark.abuse("W6")
def test_a_code_dies_after_five_wrong_tries(browser: Browser, with_space: Invited) -> None:
    browser.opens("/sign-in")
    browser.presses("/sign-in", who=ADDRESS, way="code")
    right = str(letters(with_space.office)[-1]["Subject"])[-7:]
    wrong = "111 111" if not right.startswith("111") else "222 222"
    for _ in range(5):
        page = browser.presses("/code", code=wrong)
    assert "Ce code n’est plus valable. Demandez un nouveau code." in page.text
    assert "Ce code n’est plus valable" in browser.presses("/code", code=right).text


@pytest.mark.abuse("W5")
def test_the_page_says_the_same_for_an_unknown_address_and_writes_to_nobody(
    browser: Browser, with_space: Invited
) -> None:
    browser.opens("/sign-in")
    known = browser.presses("/sign-in", who=ADDRESS, way="code")
    sent = len(letters(with_space.office))
    browser.opens("/sign-in")
    unknown = browser.presses("/sign-in", who="claire@atelier-moral.example", way="code")
    bare = [
        re.sub(r'value="\w{64}"', "", page.text.replace("atelier-moral", "atelier-morel")) for page in (known, unknown)
    ]
    assert bare[0] == bare[1]
    assert len(letters(with_space.office)) == sent


@pytest.mark.abuse("W5")
def test_two_hundred_codes_asked_for_send_three(browser: Browser, with_space: Invited) -> None:
    browser.opens("/sign-in")
    for _ in range(200):
        browser.opens("/sign-in")
        browser.presses("/sign-in", who=ADDRESS, way="code")
    assert len(letters(with_space.office)) == 3


def test_enter_tries_the_password_that_was_typed_and_asks_for_a_code_otherwise(
    browser: Browser, claire: Invited
) -> None:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **{**CONFIRMED, "sign_in": "password", "password": "un cheval gris au galop"})
    browser.http.cookies.clear()
    page = browser.opens("/sign-in")
    buttons = re.findall(r'<button [^>]*type="submit" name="way" value="(\w+)"', page.text)
    assert len(buttons) == 3
    assert "Saisissez votre code" in browser.presses("/sign-in", who=ADDRESS, password="", way=buttons[0]).text
    browser.opens("/sign-in")
    typed = {"who": ADDRESS, "password": "un cheval gris au galop"}
    assert "Bonjour Claire" in browser.presses("/sign-in", **typed, way=buttons[0]).text


@pytest.mark.abuse("W6")
def test_a_thousand_passwords_are_refused_and_the_owner_still_enters_by_a_code(
    browser: Browser, with_space: Invited
) -> None:
    browser.opens("/sign-in")
    for n in range(15):
        page = browser.presses("/sign-in", who=ADDRESS, way="password", password=f"essai numéro {n} du voleur")
        assert "Cette adresse et ce mot de passe ne vont pas ensemble." in page.text
    browser.presses("/sign-in", who=ADDRESS, way="code")
    code = str(letters(with_space.office)[-1]["Subject"])[-7:]
    assert "Bonjour Claire" in browser.presses("/code", code=code).text


@pytest.mark.parametrize("typed", ["", "claire", "claire@", "a" * 300 + "@x.example", "<script>@x"])
def test_what_is_not_an_address_is_told_beside_its_field(browser: Browser, claire: Invited, typed: str) -> None:
    browser.opens("/sign-in")
    page = browser.presses("/sign-in", who=typed, way="code")
    assert page.status_code == 422
    assert 'id="who-error"' in page.text
    assert "<script>" not in page.text


@pytest.mark.abuse("W7")
def test_a_session_is_new_at_each_sign_in_and_ends_when_left(browser: Browser, claire: Invited) -> None:
    browser.http.cookies.set("__Host-session", "a" * 26, domain="space.valmont.example", path="/")
    browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    given = browser.http.cookies.get("__Host-session", domain="space.valmont.example")
    assert given not in (None, "a" * 26)
    browser.presses("/sign-out")
    browser.http.cookies.clear()
    browser.http.cookies.set("__Host-session", str(given), domain="space.valmont.example", path="/")
    assert "Se connecter à votre espace" in browser.opens("/").text


@pytest.mark.abuse("W7")
def test_cookies_are_kept_from_scripts_and_other_sites(browser: Browser, claire: Invited) -> None:
    browser.opens(claire.opening)
    page = browser.presses(claire.opening, **CONFIRMED)
    set_cookies = [h for r in (*page.history, page) for h in r.headers.get_list("set-cookie")]
    assert any(h.startswith("__Host-session=") for h in set_cookies)
    for header in set_cookies:
        flags = header.lower()
        assert "secure" in flags
        assert "httponly" in flags
        assert "samesite=lax" in flags
        assert "path=/" in flags


def _posts(house: SmallHouse) -> list[str]:
    app = create_app(house, b"secret", SITE)
    return [route.path for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]


@pytest.mark.abuse("W7")
def test_every_form_needs_its_token_and_our_own_origin(browser: Browser, claire: Invited, house: SmallHouse) -> None:
    one_click = "/s/{token}"
    for path in _posts(house):
        if path == one_click:
            continue
        address = path.replace("{token}", claire.opening.removeprefix("/i/"))
        assert browser.http.post(address, data={"token": "0" * 64}).status_code in (403, 404), path
    form = browser.opens("/sign-in")
    token = re.search(r'name="token" value="(\w+)"', form.text)
    assert token
    for origin in ("https://evil.example", "null", "http://space.valmont.example"):
        answer = browser.http.post("/sign-in", data={"token": token[1], "who": ADDRESS}, headers={"Origin": origin})
        assert answer.status_code == 403
    assert claire.now_stands.state.value == "sent"


def test_every_page_carries_the_strict_headers(browser: Browser, claire: Invited) -> None:
    for path in ("/sign-in", "/donnees", "/essai", "/nowhere", claire.opening, claire.stop, "/static/guichet.css"):
        answer = browser.http.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_the_page_of_the_data_says_how_long_this_firm_keeps_them(browser: Browser, claire: Invited) -> None:
    claire.office.change_firm(retention_years=6)
    page = browser.opens("/donnees").text
    assert "tant que dure la mission et 6\u00a0ans après sa fin" in page


def test_a_firm_without_a_telephone_is_written_to(browser: Browser, claire: Invited) -> None:
    claire.office.change_firm(phone="")
    page = browser.opens("/donnees").text
    assert "Écrivez au cabinet." in page
    assert "mailto:courrier@valmont.example" in page
    assert "répond au téléphone" not in page
    claire.office.change_firm(phone="+33247000000")
    assert "Le cabinet répond au téléphone." in browser.opens("/donnees").text


@pytest.mark.abuse("W2")
def test_a_page_names_no_other_site(browser: Browser, claire: Invited) -> None:
    for path in (claire.opening, claire.stop, "/sign-in", "/donnees"):
        page = browser.opens(path).text
        assert set(re.findall(r"https?://[\w.-]+", page)) <= {SITE}
    assert "claire@" not in browser.opens(claire.opening).text


def test_a_body_that_is_too_large_is_refused_unread(browser: Browser, claire: Invited) -> None:
    assert browser.http.post(claire.opening, content=b"x" * 70_000).status_code == 413


@pytest.mark.abuse("T1")
def test_two_firms_with_the_same_contact_never_meet(browser: Browser, claire: Invited, house: SmallHouse) -> None:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    other = house.found(slack_team="T0AUTRE", name="Cabinet Autre", mail_from="contact@autre.example")
    other.public_url = SITE
    paul = other.hire("Paul Autre")
    twin = invite(other, paul, other.follow("Autre dossier", by=paul))
    assert "Autre dossier" not in browser.opens("/").text
    browser.opens(twin.opening)
    page = browser.presses(twin.opening, **CONFIRMED)
    assert "Autre dossier" in page.text
    assert "Atelier Morel" not in page.text


def test_the_contact_s_language_is_spoken_unless_the_visitor_chose(
    browser: Browser, office: SmallOffice, claire: Invited
) -> None:
    english = invite(
        office,
        claire.manager,
        office.follow("Loire Boats", by=claire.manager),
        email="tom@boats.example",
        language="en",
    )
    assert "It is me, and I accept the invitation" in browser.opens(english.opening).text
    assert "C’est bien moi" in browser.opens(f"{english.opening}?lang=fr").text


def test_the_links_of_a_test_letter_lead_to_a_page_that_says_so(browser: Browser, claire: Invited) -> None:
    assert "Ce lien vient d’un essai." in browser.opens("/essai").text
