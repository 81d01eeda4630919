"""The history screen: every act in words, the latest first."""

import pytest

from domain.acts import Act, acts_of
from domain.clients import Access
from domain.history import By, HistoryLine
from handlers.life.history_words import SENTENCES, Told
from handlers.words import words_for
from tests.builders import a_message
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

# What belongs to no client is told in the history of the firm.
OF_NO_CLIENT = acts_of("account", "collaborator", "field", "firm", "import", "list", "mailbox", "portfolio") | {
    Act.ACCESS_GUESSES,
    Act.CLIENT_ERASED,
    Act.INVITATION_READ_ONCE,
}


def test_every_act_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Act) - OF_NO_CLIENT


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_can_be_told_of_what_is_no_longer_there(office: SmallOffice, language: str) -> None:
    with office.reading() as records:
        for act in SENTENCES:
            line = HistoryLine(office.now(), act, By.COLLABORATOR, by_id=999, client_id=1, subject_id=999)
            told = Told(records, line, words_for(language), office.now())
            assert told.sentence
            assert "{" not in told.sentence
            assert told.who
    if language == "fr":
        assert len({SENTENCES[act] for act in SENTENCES}) == len(SENTENCES)


def test_who_what_when_before_and_after(nadia: Person, helene: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    helene.command("/client affecter morel")
    helene.choose("manager", "Hélène Valmont")
    helene.submit()
    helene.command("/client morel")
    helene.pick_menu("client.more", "client.history")
    assert "7 septembre, 9 h · Hélène Valmont\ndossier affecté" in helene.text
    assert "Responsable : Nadia Benali → Hélène Valmont" in helene.text
    assert f"c{client.id}" in helene.view["private_metadata"]


def test_the_history_is_paged(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    with office.records() as records:
        for number in range(20):
            message = records.messages.add(a_message(client_id=client.id, subject=f"*Courrier* {number:02}"))
            records.note(HistoryLine(office.now(), Act.MAIL_RECEIVED, By.GUICHET, None, client.id, message.id))
    nadia.command("/client morel")
    nadia.pick_menu("client.more", "client.history")
    assert "1 à 8 sur 20" in nadia.text
    assert "Guichet\ncourrier reçu : Courrier 19" in nadia.text
    nadia.press("page.next")
    nadia.press("page.next")
    assert "17 à 20 sur 20" in nadia.text
    assert "Courrier 00" in nadia.text
    nadia.press("page.previous")
    assert "9 à 16 sur 20" in nadia.text


@pytest.mark.abuse("S4")
def test_the_history_of_a_hidden_client_is_not_found(thomas: Person, nadia: Person, office: SmallOffice) -> None:
    hidden = office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)
    button = {"type": "button", "action_id": "client.history", "value": "c1"}
    message = {"blocks": [{"type": "actions", "elements": [button]}]}
    for value in (f"c{hidden.id}", "c999999"):
        thomas.press_in_message(message, "client.history", value=value)
        assert thomas.slack.ephemerals[-1]["text"] == "Aucun dossier de ce nom parmi ceux que vous voyez."


def test_an_administrator_exports_from_the_history(helene: Person, nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client morel")
    nadia.pick_menu("client.more", "client.history")
    assert "Exporter" not in nadia.text
    helene.command("/client morel")
    helene.pick_menu("client.more", "client.history")
    helene.press("client.export")
    with office.reading() as records:
        asked = records.exports.waiting()
    assert asked is not None
    assert asked.client_id == client.id


def test_the_kind_of_a_message_is_not_told_as_the_status_of_the_client(office: SmallOffice) -> None:
    with office.reading() as records:
        line = HistoryLine(office.now(), Act.MAIL_RECEIVED, By.GUICHET, client_id=1, after={"kind": "direct"})
        assert Told(records, line, words_for("fr"), office.now()).differences == []
