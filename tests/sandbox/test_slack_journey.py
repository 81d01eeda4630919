"""A real Bolt app, over real Socket Mode, used by people of the small world."""

import json
from collections.abc import Iterator

import pytest

from sandbox.person import Person
from sandbox.screens import Refused
from tests.sandbox.conftest import Running

pytestmark = pytest.mark.slow


@pytest.fixture
def nadia(app: Running) -> Iterator[Person]:
    with app.person("U0NADIA") as person:
        yield person


def test_a_visit_is_noted_through_a_modal_a_message_and_a_button(nadia: Person) -> None:
    nadia.types("/essai", channel="courrier")
    form = nadia.waits_for_modal("Visite")
    assert form.submits() == {
        "company": "Veuillez remplir ce champ obligatoire.",
        "email": "Veuillez remplir ce champ obligatoire.",
    }
    form.fill("E-mail", "claire@atelier-morel.test")
    form.pick("Entreprise", "morel", option="Atelier Morel")
    form = nadia.waits_for_modal("Visite", containing="*Atelier Morel*")
    assert form.held("E-mail") == "claire@atelier-morel.test"
    assert form.held("Entreprise") == "atelier morel"

    assert form.submits() == {"email": "Cette adresse n’existe pas."}
    form.fill("E-mail", "claire@atelier-morel.example")
    assert form.submits() == {}
    assert nadia.modals == []

    message = nadia.sees_message("*Visite notée.* claire@atelier-morel.example")
    message.press("Marquer traité")
    assert nadia.sees_message("Traité par nadia.").blocks == []


def test_views_pile_up_to_three_and_clear_closes_them_all(nadia: Person) -> None:
    nadia.types("/essai")
    nadia.waits_for_modal("Visite").press("Saisir à la main")
    hand = nadia.waits_for_modal("À la main")
    hand.press("Saisir à la main")
    nadia.waits_for(lambda: len(nadia.modals) == 3 or None, "three views")
    nadia.modal.press("Saisir à la main")
    nadia.sees_message("Refus push_limit_reached")
    assert len(nadia.modals) == 3
    top = nadia.modal
    top.fill("E-mail", "a@b.example")
    top.pick("Entreprise", "sci", option="SCI")
    nadia.waits_for_modal("Visite", containing="*SCI Morel*")
    nadia.modal.closes(everything=True)
    assert nadia.modals == []
    nadia.sees_message("Brouillon gardé, tout fermé : True.")


def test_an_error_on_a_block_that_is_no_input_is_shown_as_slacks_own_trouble(nadia: Person) -> None:
    nadia.types("/essai")
    form = nadia.waits_for_modal("Visite")
    form.pick("Entreprise", "atelier", option="Atelier")
    form = nadia.waits_for_modal("Visite", containing="*Atelier Morel*")
    form.fill("E-mail", "a@b.example")
    form.fill("Note", "mauvais bloc")
    with pytest.raises(Refused, match="invalid_response"):
        form.submits()
    assert "problème de connexion" in nadia.notices[-1]
    form.closes()
    nadia.sees_message("Brouillon gardé, tout fermé : False.")


def test_a_command_that_is_not_acked_in_three_seconds_fails_before_the_person(nadia: Person) -> None:
    with pytest.raises(Refused, match="operation_timeout"):
        nadia.types("/essai lent")
    assert "operation_timeout" in nadia.notices[-1]


def test_a_command_carries_its_text_escaped_with_people_and_channels(nadia: Person) -> None:
    nadia.types("/essai texte @helene #courrier <b> & co", channel="courrier")
    answer = nadia.sees_message("Reçu", channel="courrier")
    assert answer.ephemeral
    assert answer.text == "Reçu : texte <@U0HELENE> <#C0COURRIER|courrier> &lt;b&gt; &amp; co"


def test_an_ephemeral_answer_is_for_one_person_and_a_public_one_for_all(app: Running, nadia: Person) -> None:
    nadia.types("/essai texte rien que moi", channel="courrier")
    nadia.types("/essai public", channel="courrier")
    nadia.sees_message("rien que moi", channel="courrier")
    with app.person("U0HELENE") as helene:
        helene.sees_message("Pour tous", channel="courrier")
        helene.does_not_see("rien que moi", channel="courrier")


def test_a_response_url_serves_five_times(nadia: Person) -> None:
    nadia.types("/essai cinq")
    nadia.sees_message("used_url")
    nadia.sees_message("Réponse 4")
    nadia.does_not_see("Réponse 5")


def test_home_greets_each_person_in_their_own_locale(app: Running) -> None:
    with app.person("U0JULIEN") as julian:
        julian.opens_home()
        julian.sees("Bonjour Julian Carter (en-US)")
        julian.act("set_profile", locale="fr-FR")
        julian.sees_message("Langue : fr-FR.")
        julian.act("set_profile", locale="en-US")
        julian.sees_message("Langue : en-US.")


def test_a_message_shortcut_hands_the_message_over(nadia: Person) -> None:
    nadia.types("Un relevé à ranger", channel="courrier")
    nadia.chooses_on(nadia.sees_message("Un relevé", channel="courrier"), "essai_message")
    assert nadia.sees_message("Rangé : Un relevé à ranger", channel="courrier").ephemeral


def test_files_ticks_choices_and_dates_reach_the_app(nadia: Person) -> None:
    nadia.chooses("essai_global")
    form = nadia.waits_for_modal("Pièces")
    form.choose("more", "Retirer")
    nadia.sees_message("Menu : retirer")
    form.fill("Joindre", [{"name": "plan.dwg", "content_base64": "AAAA"}])
    form.tick("Services", "Urssaf", "Impots")
    form.untick("Services", "Urssaf")
    form.choose("Statut", "Employeur")
    form.fill("Jour", "2026-11-23")
    form.fill("Canal", "C0CABINET")
    assert form.submits() == {"files": "Le type de plan.dwg n’est pas accepté."}
    form.fill("Joindre", [{"name": "releve.pdf", "content_base64": "JVBERi0="}])
    assert form.submits() == {}
    nadia.sees_message("releve.pdf 5 impots employeur 2026-11-23")
    nadia.sees_message("Une pièce est rangée.", channel="cabinet")
    assert form.title == "Rangé"
    form.closes()
    assert nadia.modals == []


def test_the_app_comes_back_after_slack_refreshes_its_connection(app: Running, nadia: Person) -> None:
    opened = nadia.state()["app"]["connections_opened"]
    nadia.breaks("socket_refresh")

    def came_back() -> bool:
        seen = nadia.state()["app"]
        return bool(seen["connections_opened"] > opened and seen["connections"])

    nadia.waits_for(came_back, "a new connection")
    nadia.types("/essai texte toujours là")
    nadia.sees_message("toujours là")


def test_the_traffic_is_written_without_any_token(app: Running, nadia: Person) -> None:
    nadia.types("/essai texte journal")
    nadia.sees_message("journal")
    written = app.traffic.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    command = next(line for line in lines if line.get("payload", {}) and line["payload"].get("text") == "texte journal")
    assert command["inbound"] == "slash_commands"
    assert any(line.get("ack") == command["envelope_id"] for line in lines)
    assert any(line.get("method") == "apps.connections.open" for line in lines)
    for secret in (app.bot_token, app.app_token, "ticket=c"):
        assert secret not in written
