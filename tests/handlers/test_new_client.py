"""« Nouveau dossier », from the command to the client card."""

from tests.handlers.conftest import Outbox
from tests.handlers.slack_person import Person, words_of
from tests.offices import SmallOffice


def test_a_manager_opens_a_client_and_invites_its_director(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    nadia.command("/client nouveau")
    assert [words_of(option["text"]) for option in nadia.suggestions("company", "morel")] == [
        "Atelier Morel",
        "Saisir « morel » à la main",
    ]
    nadia.choose("company", "Atelier Morel", query="morel")
    assert "8 rue des Tanneurs, 37000 Tours" in nadia.text
    nadia.type(code="0412")
    nadia.submit()
    assert nadia.value("manager")["value"] == "U0NADIA"
    nadia.submit()
    assert nadia.value("director")["text"]["text"] == "Claire Morel"
    nadia.type(email="claire@atelier-morel.example", phone="06 39 98 21 07")
    nadia.submit()
    assert nadia.view["submit"]["text"] == "Créer et inviter"
    nadia.submit()
    assert nadia.view["callback_id"] == "client.card"
    assert "Claire Morel, direction · invitation en cours d’envoi" in nadia.text
    [letter] = outbox.letters()
    assert letter["to"] == "claire@atelier-morel.example"
    [message] = outbox.posts("U0NADIA")
    assert message["text"].startswith("Dossier Atelier Morel créé.")
