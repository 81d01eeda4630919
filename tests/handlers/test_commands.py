"""`/client` and its words, in French and in English."""

import pytest

from domain.clients import Access
from domain.life import terminated
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("/client", "client.list"),
        ("/client nouveau", "new_client.company"),
        ("/client NEW", "new_client.company"),
        ("/client voir atelier morel", "client.card"),
        ("/client open Morel", "client.card"),
        ("/client morel", "client.card"),
        ("/client search morel", "client.card"),
        ("/client chercher morel", "client.card"),
        ("/invitations", "invitation.board"),
        ("/courrier", "home.mail"),
        ("/client liste", "client.list"),
        ("/client list", "client.list"),
        ("/client inviter morel", "client.invite"),
        ("/client invite morel", "client.invite"),
        ("/client affecter morel", "client.assign"),
        ("/client assign morel", "client.assign"),
        ("/client voir", "client.list"),
        ("/client inconnu au bataillon", "client.list"),
    ],
)
def test_each_word_opens_its_screen(nadia: Person, office: SmallOffice, typed: str, opened: str) -> None:
    office.meet(office.follow("Atelier Morel", by=nadia.who))
    nadia.command(typed)
    assert nadia.view["callback_id"] == opened


@pytest.mark.parametrize("typed", ["/client aide", "/client help"])
def test_help_names_the_commands(nadia: Person, typed: str) -> None:
    answer = nadia.command(typed)
    assert "`/client nouveau` créer un dossier" in words_of(answer["blocks"])
    assert answer["text"] == "Ce que Guichet sait faire, et comment le demander."


def test_a_slip_is_corrected(nadia: Person) -> None:
    answer = nadia.command("/client nouvau")
    assert words_of(answer["blocks"]).startswith("Je ne connais pas « nouvau ». Vouliez-vous dire « nouveau » ?")
    nadia.press_in_message(answer, "command.run")
    assert nadia.view["callback_id"] == "new_client.company"


def test_a_word_near_a_command_is_a_client_s_name_when_there_is_one(nadia: Person, office: SmallOffice) -> None:
    office.follow("Nouvea", by=nadia.who)
    nadia.command("/client nouvea")
    assert nadia.view["callback_id"] == "client.card"


def test_the_slip_may_be_what_was_meant(nadia: Person) -> None:
    answer = nadia.command("/client nouvau")
    nadia.press_in_message(answer, "command.search")
    assert "Rien pour « nouvau » parmi vos dossiers." in nadia.text


def test_several_matches_are_listed(nadia: Person, office: SmallOffice) -> None:
    for name in ("Atelier Morel", "SCI Morel"):
        office.follow(name, by=nadia.who)
    nadia.command("/client morel")
    assert nadia.view["title"]["text"] == "«\u00a0morel\u00a0»"
    assert "SCI Morel" in nadia.text
    nadia.press("client.open")
    assert nadia.view["callback_id"] == "client.card"


def test_a_name_with_a_sign_that_slack_escapes_is_found(nadia: Person, office: SmallOffice) -> None:
    office.follow("Dupont & Fils", by=nadia.who)
    office.follow("Dupont Fils", by=nadia.who)
    nadia.command("/client Dupont &amp; Fils")
    assert nadia.view["title"]["text"] == "«\u00a0Dupont & Fils\u00a0»"


def test_a_code_opens_its_own_client(nadia: Person, office: SmallOffice) -> None:
    office.follow("Studio Kervran", by=nadia.who, code="0388", siren="942143041", nic="00013")
    office.follow("Garage 0388", by=nadia.who)
    nadia.command("/client 0388")
    assert "*Studio Kervran*" in nadia.text


def test_figures_met_by_chance_in_a_longer_number_open_nothing(nadia: Person, office: SmallOffice) -> None:
    office.follow("Studio Kervran", by=nadia.who, siren="942143041", nic="00013")
    nadia.command("/client 0410")
    assert nadia.view["callback_id"] == "client.list"
    assert "Studio Kervran" in nadia.text
    nadia.command("/client 9421430")
    assert nadia.view["callback_id"] == "client.card"


def test_administrators_find_a_terminated_client_and_others_do_not(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    client = office.follow("Menuiserie Lochois", by=nadia.who, code="0410")
    office.follow("Studio Kervran", by=nadia.who, siren="942143041", nic="00013")
    with office.records() as records:
        records.clients.keep(terminated(client, client.name, helene.who, records.firm, office.now()))
    for typed in ("/client voir Menuiserie Lochois", "/client lochois", "/client 0410"):
        helene.command(typed)
        assert "Ce dossier est résilié depuis le 7 septembre." in helene.text
        nadia.command(typed)
        assert "résilié" not in nadia.text
        assert nadia.view["callback_id"] == "client.list"
    helene.command("/client menuiserie")
    assert helene.suggestions("finder", "lochois")[0]["value"] == f"c{client.id}"


@pytest.mark.parametrize("typed", ["😀", "&lt;!&gt;", "***", "_"])
def test_signs_alone_find_nobody(nadia: Person, office: SmallOffice, typed: str) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command(f"/client {typed}")
    assert "Rien à trouver par des signes seuls." in nadia.text
    assert "Atelier Morel" not in nadia.text


def test_thousands_of_characters_are_searched_as_far_as_a_name_goes(nadia: Person) -> None:
    nadia.command("/client " + "x" * 3000)
    assert nadia.text.startswith("« xxxxx")


@pytest.mark.abuse("S12")
def test_a_search_shows_only_what_one_may_see(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    thomas.command("/client morel")
    unseen = thomas.text.replace("morel", "x")
    thomas.command("/client xxxxx")
    assert thomas.text.replace("xxxxx", "x") == unseen


def test_the_shortcut_opens_the_wizard(nadia: Person) -> None:
    nadia.shortcut("new_client")
    assert nadia.view["callback_id"] == "new_client.company"


def test_a_command_that_may_not_be_used_says_who_may(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)
    answer = thomas.command("/client affecter morel")
    assert "Affecter un dossier est réservé à son responsable et aux administrateurs" in answer["text"]


def test_the_help_leads_to_the_guides(nadia: Person, office: SmallOffice) -> None:
    nadia.command("/client aide")
    nadia.press_in_message(nadia.slack.ephemerals[-1], "help.guides")
    assert "Inviter un client, puis laisser faire" in nadia.text
    links = [block["accessory"]["url"] for block in nadia.view["blocks"] if "accessory" in block]
    assert f"{office.public_url}/guides/inviter?lang=fr" in links
    nadia.press("guide.open")


def test_signs_alone_are_not_taken_for_a_name_to_enter(nadia: Person, office: SmallOffice) -> None:
    nadia.command("/client nouveau")
    offered = [words_of(option["text"]) for option in nadia.suggestions("company", "   ")]
    assert offered[-1] == "Saisir à la main"
