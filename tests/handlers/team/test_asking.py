"""A refusal offers what comes next: to ask an administrator, or to join the team."""

from collections.abc import Callable

import pytest

from domain.clients import Access
from domain.people import Collaborator
from tests.builders import a_collaborator
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import SlackServer
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def test_who_may_not_asks_an_administrator_who_gets_the_same_button(
    helene: Person, nadia: Person, outbox: Outbox
) -> None:
    nadia.command("/cabinet")
    refusal = nadia.slack.ephemerals[-1]
    assert "Les réglages du cabinet sont réservés aux administrateurs : <@U0HELENE>." in words_of(refusal)
    nadia.press_in_message(refusal, "right.ask", times=3)
    assert "C’est demandé : un administrateur vous répondra." in words_of(nadia.slack.ephemerals[-1])
    [asked] = outbox.posts("U0HELENE")
    assert asked["text"] == "Nadia Benali demande un changement dans les réglages."
    helene.press_in_message(asked, "firm.settings")
    assert helene.view["callback_id"] == "settings.list"


@pytest.mark.abuse("S4")
def test_only_what_is_offered_can_be_asked_for(helene: Person, nadia: Person, outbox: Outbox) -> None:
    nadia.command("/cabinet")
    nadia.press_in_message(nadia.slack.ephemerals[-1], "right.ask", value="client.terminate")
    assert "n’existe plus" in words_of(nadia.slack.ephemerals[-1])
    assert outbox.posts() == []


def test_who_may_not_invite_asks_an_administrator_to(
    helene: Person, thomas: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)
    hidden = office.follow("SCI Secrète", by=nadia.who, access=Access.CHOSEN)
    office.meet(client)
    thomas.command("/client inviter morel")
    refusal = thomas.slack.ephemerals[-1]
    assert "Inviter un contact est réservé" in words_of(refusal)
    thomas.press_in_message(refusal, "right.ask", value=f"client.invite:c{hidden.id}")
    assert words_of(thomas.slack.ephemerals[-1]) == "Aucun dossier de ce nom parmi ceux que vous voyez."
    assert outbox.posts() == []
    thomas.press_in_message(refusal, "right.ask", times=2)
    [asked] = outbox.posts("U0HELENE")
    assert asked["text"] == "Thomas Roux demande une invitation, dossier Atelier Morel."
    helene.press_in_message(asked, "client.invite")
    assert helene.view["callback_id"] == "client.invite"


@pytest.fixture
def omar(at_work: Callable[[Collaborator], Person]) -> Person:
    """Omar Diallo, of this Slack, whom nobody has added to the team."""
    return at_work(a_collaborator(slack_id="U0OMAR", name="Omar Diallo"))


def test_somebody_of_this_slack_asks_to_join_and_is_added(
    helene: Person, omar: Person, office: SmallOffice, slack: SlackServer, outbox: Outbox
) -> None:
    slack.account("U0OMAR", "Omar Diallo")
    omar.command("/client")
    refusal = slack.ephemerals[-1]
    assert "Hélène Valmont peut vous ajouter." in words_of(refusal)
    omar.press_in_message(refusal, "access.ask", times=3)
    assert "C’est demandé" in words_of(slack.ephemerals[-1])
    [asked] = outbox.posts("U0HELENE")
    assert asked["text"] == "Omar Diallo demande à rejoindre l’équipe."
    helene.press_in_message(asked, "user.add")
    helene.submit()
    with office.reading() as records:
        added = records.people.of_slack("U0OMAR")
    assert added is not None
    assert added.active
    omar.command("/client")
    assert omar.view["callback_id"] == "client.list"


def test_the_home_of_a_newcomer_offers_to_ask(helene: Person, omar: Person, slack: SlackServer, outbox: Outbox) -> None:
    slack.account("U0OMAR", "Omar Diallo")
    home = omar.open_home()
    assert "n’est pas encore dans l’équipe" in words_of(home)
    omar.press("access.ask")
    assert "C’est demandé" in words_of(omar.home)
    assert len(outbox.posts("U0HELENE")) == 1


@pytest.mark.abuse("S7")
@pytest.mark.parametrize("mark", ["is_restricted", "is_ultra_restricted", "deleted", "is_bot", "is_stranger"])
def test_guests_leavers_and_strangers_ask_in_vain(
    helene: Person, omar: Person, slack: SlackServer, outbox: Outbox, mark: str
) -> None:
    slack.account("U0OMAR", "Omar Diallo", **{mark: True})
    omar.command("/client")
    omar.press_in_message(slack.ephemerals[-1], "access.ask")
    assert outbox.posts() == []


@pytest.mark.abuse("S6")
def test_a_stranger_of_a_shared_channel_is_offered_nothing(
    helene: Person, at_work: Callable[..., Person], slack: SlackServer, outbox: Outbox
) -> None:
    stranger = at_work(a_collaborator(slack_id="U0OMAR", name="Omar Diallo"), "T0ELSEWHERE")
    slack.account("U0OMAR", "Omar Diallo")
    stranger.press_in_message(
        {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "access.ask"}]}]}, "access.ask"
    )
    assert outbox.posts() == []
