"""A contact opens their space from the link of a letter."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from domain.acts import Act
from domain.clients import ClientState
from domain.invitations import InvitationState, LinkKind, StopReason
from storage.tables import links, web_sessions
from tests.handlers.post_office import letter_text, letters, posts
from tests.handlers.web.conftest import SITE, Browser, Invited, form_token, invite
from tests.offices import SmallOffice

CONFIRMED = {"first_name": "Claire", "last_name": "Morel", "phone": "06 39 98 21 07", "sign_in": "code", "sure": "yes"}


@pytest.mark.abuse("W1")
def test_opening_the_link_changes_nothing_however_often(browser: Browser, claire: Invited) -> None:
    before = claire.now_stands
    for _ in range(50):
        assert browser.http.get(claire.opening).status_code == 200
        assert browser.http.head(claire.opening).status_code == 200
    assert claire.now_stands == before


@pytest.mark.abuse("W1")
def test_a_robot_that_presses_the_button_changes_nothing(browser: Browser, claire: Invited) -> None:
    before = claire.now_stands
    browser.opens(claire.opening)
    page = browser.presses(claire.opening, **{**CONFIRMED, "sure": ""})
    assert page.status_code == 422
    assert "Cochez «\u00a0C’est bien moi, et j’accepte l’invitation\u00a0» pour ouvrir votre espace." in page.text
    assert 'name="sure" value="yes" aria-describedby="sure-error"' in page.text
    assert "checked" not in page.text.split('name="sure"')[1].split(">")[0]
    assert claire.now_stands == before
    assert browser.presses(claire.opening, **CONFIRMED).status_code == 200
    assert claire.now_stands.state is InvitationState.ACCEPTED


def test_accepting_with_a_code_opens_the_space_and_tells_the_manager(browser: Browser, claire: Invited) -> None:
    browser.opens(claire.opening)
    page = browser.presses(claire.opening, **CONFIRMED)
    assert "Bonjour Claire" in page.text
    assert claire.client.deposit in page.text
    accepted = claire.now_stands
    assert (accepted.state, accepted.next_at) == (InvitationState.ACCEPTED, None)
    [told] = posts(claire.office)
    assert told["text"] == "Claire Morel a ouvert son espace. Atelier Morel."
    with claire.office.reading() as records:
        acts = [line.act for line in records.history(claire.client.id)]
    assert acts.count(Act.INVITATION_ACCEPTED) == 1


def test_accepting_with_a_password_signs_in_with_it_later(browser: Browser, claire: Invited) -> None:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **{**CONFIRMED, "sign_in": "password", "password": "trois chevaux sur le toit"})
    browser.presses("/sign-out")
    browser.opens("/sign-in")
    page = browser.presses(
        "/sign-in", who="claire@atelier-morel.example", way="password", password="trois chevaux sur le toit"
    )
    assert "Bonjour Claire" in page.text


@pytest.mark.abuse("W6")
@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("court", "12 caractères au moins"),
        ("quatre mots " * 30, ": 256 au plus."),
        ("azertyuiopqs1", "serait deviné aussitôt"),
        ("aaaaaaaaaaaaaa", "serait deviné aussitôt"),
        ("Atelier Morel 12", "serait deviné aussitôt"),
    ],
)
def test_a_weak_or_endless_password_is_refused_beside_its_field(
    browser: Browser, claire: Invited, password: str, sentence: str
) -> None:
    browser.opens(claire.opening)
    page = browser.presses(claire.opening, **{**CONFIRMED, "sign_in": "password", "password": password})
    assert sentence in page.text.split('id="password-error"')[1].split("</p>")[0]
    assert password not in page.text
    assert claire.now_stands.state is InvitationState.SENT


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("first_name", "   ", "error"),
        ("last_name", "\u200f", "error"),
        ("last_name", "x" * 201, "error"),
        ("phone", "06 12", "10"),
        ("phone", "<!channel>", "error"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(
    browser: Browser, claire: Invited, field: str, typed: str, sentence: str
) -> None:
    browser.opens(claire.opening)
    page = browser.presses(claire.opening, **{**CONFIRMED, field: typed})
    assert page.status_code == 422
    assert sentence in page.text.split(f'id="{field}-')[-1]
    assert 'value="Claire"' in page.text or field == "first_name"
    assert claire.now_stands.state is InvitationState.SENT


@pytest.mark.abuse("W2")
def test_a_link_serves_once_and_a_thief_gets_no_session(browser: Browser, claire: Invited) -> None:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    browser.http.cookies.clear()
    page = browser.opens(claire.opening)
    assert "Se connecter à votre espace" in page.text
    assert "__Host-session" not in browser.http.cookies


def test_pressing_twice_shows_the_same_home(browser: Browser, claire: Invited) -> None:
    form = browser.opens(claire.opening)
    browser.presses(claire.opening, **CONFIRMED)
    browser.page = form
    assert "Bonjour Claire" in browser.presses(claire.opening, **CONFIRMED).text


def test_pressing_four_times_at_once_opens_one_space(browser: Browser, claire: Invited) -> None:
    token = form_token(browser.opens(claire.opening), claire.opening)
    chosen = {**CONFIRMED, "sign_in": "password", "password": "trois chevaux sur le toit", "token": token}
    together = Barrier(4)

    def press(_: int) -> int:
        together.wait()
        return browser.http.post(
            claire.opening, data=chosen, headers={"Origin": SITE}, follow_redirects=False
        ).status_code

    with ThreadPoolExecutor(4) as hands:
        assert list(hands.map(press, range(4))) == [303] * 4
    with claire.office.reading() as records:
        acts = [line.act for line in records.history(claire.client.id)]
    assert acts.count(Act.INVITATION_ACCEPTED) == 1
    assert len(posts(claire.office)) == 1


def test_a_link_older_than_thirty_days_offers_a_new_one_at_the_same_address(browser: Browser, claire: Invited) -> None:
    claire.office.pass_time(timedelta(days=31))
    page = browser.opens(claire.opening)
    assert page.status_code == 410
    assert "Ce lien n’est plus valable" in page.text
    page = browser.presses(f"{claire.opening}/renew")
    assert "Un nouveau lien est parti à c•••@atelier-morel.example." in page.text
    [letter] = letters(claire.office)
    assert letter["Subject"] == "Votre nouveau lien"
    link = letter_text(letter).split(f"{claire.office.public_url}")[1].split()[0]
    browser.opens(link)
    assert "Bonjour Claire" in browser.presses(link, **CONFIRMED).text


@pytest.mark.abuse("W5")
def test_two_hundred_requests_for_a_new_link_send_three_letters(browser: Browser, claire: Invited) -> None:
    claire.office.pass_time(timedelta(days=31))
    page = browser.opens(claire.opening)
    for _ in range(200):
        browser.page = page
        assert "Un nouveau lien est parti" in browser.presses(f"{claire.opening}/renew").text
    assert len(letters(claire.office)) == 3


@pytest.mark.abuse("W4")
@pytest.mark.parametrize("kind", list(LinkKind))
def test_one_kind_of_link_never_does_another_s_work(browser: Browser, claire: Invited, kind: LinkKind) -> None:
    for other in set(LinkKind) - {kind}:
        letter = {LinkKind.OPEN: "i", LinkKind.STOP: "s", LinkKind.WRONG_PERSON: "w"}[other]
        assert browser.opens(f"/{letter}/{claire.tokens[kind]}").status_code == 404


@pytest.mark.abuse("W4")
def test_a_dump_of_the_books_opens_nothing(claire: Invited) -> None:
    with claire.office.database.engine.connect() as connection:
        rows = [row for table in (links, web_sessions) for row in connection.execute(select(table))]
    dump = "\n".join(str(row) for row in rows)
    assert rows
    assert not any(token in dump for token in claire.tokens.values())


@pytest.mark.abuse("W3")
def test_a_further_invitation_cannot_reset_an_account_that_has_a_password(
    browser: Browser, claire: Invited, office: SmallOffice
) -> None:
    browser.opens(claire.opening)
    browser.presses(claire.opening, **{**CONFIRMED, "sign_in": "password", "password": "trois chevaux sur le toit"})
    second = invite(office, claire.manager, office.follow("SCI Morel", by=claire.manager))
    browser.http.cookies.clear()
    browser.opens(second.opening)
    page = browser.presses(second.opening, **CONFIRMED, password="un autre mot de passe à moi")
    assert "Ce n’est pas le mot de passe de cette adresse." in page.text
    assert second.now_stands.state is InvitationState.SENT
    page = browser.presses(second.opening, **CONFIRMED, password="trois chevaux sur le toit")
    assert "SCI Morel" in page.text
    assert "Atelier Morel" in page.text


def test_a_terminated_client_s_link_is_not_found(browser: Browser, claire: Invited) -> None:
    with claire.office.records() as records:
        client = records.clients.get(claire.client.id)
        assert client is not None
        records.clients.keep(replace(client, state=ClientState.TERMINATED))
    assert browser.opens(claire.opening).status_code == 404


@pytest.mark.abuse("W15")
def test_stopping_needs_the_button_and_does_only_that(browser: Browser, claire: Invited) -> None:
    assert "Ne plus recevoir de relance" in browser.opens(claire.stop).text
    assert claire.now_stands.stopped not in set(StopReason)
    assert "C’est noté." in browser.presses(claire.stop).text
    assert claire.now_stands.stopped == StopReason.ASKED
    assert "chase.resume" in str(posts(claire.office)[0])
    browser.presses(f"{claire.stop}/resume")
    going = claire.now_stands
    assert going.stopped is None
    assert going.next_at is not None


def test_after_not_for_me_the_stop_link_offers_neither_space_nor_reminders(browser: Browser, claire: Invited) -> None:
    browser.opens(claire.not_me)
    browser.presses(claire.not_me)
    one_click = {"List-Unsubscribe": "One-Click"}
    assert browser.http.post(claire.stop, data=one_click).status_code == 200
    for page in (browser.opens(claire.stop), browser.http.post(claire.stop)):
        assert "Cette invitation est close" in page.text
        assert "espace reste ouvert" not in page.text
        assert "Reprendre" not in page.text
    assert claire.now_stands.state is InvitationState.REVOKED
    assert claire.now_stands.stopped is StopReason.WRONG_PERSON


def test_what_the_firm_stopped_is_not_said_to_be_the_contact_s_wish(browser: Browser, claire: Invited) -> None:
    with claire.office.records() as records:
        records.invitations.keep(claire.now_stands.stop(StopReason.CALLED, claire.office.now()))
    assert "Ne plus recevoir de relance" in browser.opens(claire.stop).text
    assert "C’est noté." in browser.presses(claire.stop).text
    assert claire.now_stands.stopped is StopReason.ASKED


@pytest.mark.abuse("W15")
def test_one_click_from_a_mail_program_stops_once(browser: Browser, claire: Invited) -> None:
    for _ in range(2):
        answer = browser.http.post(claire.stop, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert claire.now_stands.stopped is StopReason.ASKED
    assert len(posts(claire.office)) == 1


def test_a_wrong_person_names_nobody_and_ends_the_invitation(browser: Browser, claire: Invited) -> None:
    page = browser.opens(claire.not_me)
    assert "Claire" not in page.text
    assert "Atelier" not in page.text
    page = browser.presses(claire.not_me, who="Voyez <!channel> Paul")
    assert "Nous n’écrirons plus à cette adresse." in page.text
    with claire.office.reading() as records:
        [contact] = records.contacts.of_client(claire.now_stands.client_id)
    assert (contact.disowned_at, contact.email_failed_at) == (claire.office.now(), None)
    assert claire.now_stands.state is InvitationState.REVOKED
    assert browser.opens(claire.opening).status_code == 410
