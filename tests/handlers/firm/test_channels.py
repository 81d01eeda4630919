"""« Canaux »: where the cards go, and who there may not see them."""

from dataclasses import replace

import pytest

from domain.clients import Access, Client, ClientState
from domain.mail.attribution import Attributed, By, Why
from handlers.mail.channels import where_to_post
from storage.tables import history
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import SlackServer
from tests.offices import SmallOffice


@pytest.fixture
def morel(office: SmallOffice, helene: Person, nadia: Person, thomas: Person, slack: SlackServer) -> Client:
    """Atelier Morel, in the portfolio « Artisans », that Nadia sees and Thomas does not."""
    slack.open_channel("C0ARTISANS")
    office.channels["C0ARTISANS"] = frozenset({"U0NADIA", "U0THOMAS"})
    return office.follow("Atelier Morel", by=helene.who, portfolio_id=1, access=Access.PORTFOLIO)


def now_stands(office: SmallOffice, client: Client) -> Client:
    with office.reading() as records:
        found = records.clients.get(client.id)
    assert found is not None
    return found


def acts(office: SmallOffice) -> list[str]:
    with office.reading() as records:
        return [row["act"] for row in records.rows(records.of(history).order_by(history.c.id))]


def choose_for(person: Person, key: str, channel: str) -> None:
    person.command("/cabinet canaux")
    person.press("channel.pick", key)
    person.name("channel", channel)
    person.submit()


def test_cards_go_to_the_client_s_channel_else_the_portfolio_s_else_the_firm_s(
    helene: Person, morel: Client, office: SmallOffice, slack: SlackServer
) -> None:
    for channel in ("C0CABINET", "C0MOREL"):
        slack.open_channel(channel)

    def destination() -> str | None:
        with office.reading() as records:
            return where_to_post(records, office, Attributed(morel.id, By.SENDER, Why.CONTACT)).channel

    choose_for(helene, "firm", "C0CABINET")
    assert destination() == "C0CABINET"
    choose_for(helene, "p1", "C0ARTISANS")
    assert destination() == "C0ARTISANS"
    helene.press("channel.add")
    helene.choose("client", "Atelier Morel", query="morel")
    helene.name("channel", "C0MOREL")
    helene.submit(times=2)
    assert destination() == "C0MOREL"
    assert acts(office) == ["firm.channel", "portfolio.channel", "client.channel"]
    helene.pick_menu("channel.more", f"remove:c{morel.id}")
    assert destination() == "C0ARTISANS"
    assert acts(office)[-1] == "client.channel"


@pytest.mark.abuse("R2")
def test_who_may_not_see_the_clients_is_named_and_given_access(
    helene: Person, morel: Client, thomas: Person, office: SmallOffice
) -> None:
    choose_for(helene, "p1", "C0ARTISANS")
    assert "<#C0ARTISANS> · 2 membres" in helene.text
    assert "Thomas Roux, membre de ce canal, ne voit pas 1 dossier." in helene.text
    helene.press("channel.clients", "p1")
    assert "Atelier Morel" in helene.text
    helene.close()
    helene.press("channel.grant", "p1", times=2)
    assert "Thomas Roux" not in helene.text
    assert now_stands(office, morel).chosen == {thomas.who.id}
    assert acts(office) == ["portfolio.channel", "client.assigned"]


@pytest.mark.abuse("R2")
def test_guests_and_people_from_outside_are_named(helene: Person, morel: Client, office: SmallOffice) -> None:
    office.channels["C0ARTISANS"] = frozenset({"U0NADIA", "U0GUEST"})
    choose_for(helene, "p1", "C0ARTISANS")
    assert "1 personne de ce canal n’est pas dans l’équipe : <@U0GUEST>." in helene.text


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"is_ext_shared": True}, "Ce canal est partagé avec une autre entreprise"),
        ({"is_member": False}, "Guichet n’est pas dans ce canal."),
        ({"is_archived": True}, "Guichet n’est pas dans ce canal."),
        ({"is_im": True}, "Guichet n’est pas dans ce canal."),
        (None, "Guichet n’est pas dans ce canal."),
    ],
)
def test_a_channel_where_no_card_can_go_is_refused(
    helene: Person, morel: Client, office: SmallOffice, slack: SlackServer, marks: dict[str, bool] | None, said: str
) -> None:
    if marks is not None:
        slack.open_channel("C0AUTRE", **marks)
    choose_for(helene, "firm", "C0AUTRE")
    assert helene.errors["channel"].startswith(said)
    assert office.firm.mail_channel is None


def test_a_channel_that_slack_does_not_describe_says_so(helene: Person, morel: Client, office: SmallOffice) -> None:
    del office.channels["C0ARTISANS"]
    choose_for(helene, "p1", "C0ARTISANS")
    assert "Guichet ne voit pas qui est dans ce canal" in helene.text


def test_many_channels_are_paged(helene: Person, office: SmallOffice) -> None:
    for number in range(12):
        office.open_portfolio(f"Portefeuille {number:02}")
    helene.command("/cabinet canaux")
    assert "1 à 8 sur 12" in helene.text
    helene.press("page.next")
    assert "Portefeuille 11" in helene.text


@pytest.mark.abuse("S5")
def test_an_administrator_lowered_meanwhile_gives_no_access(helene: Person, morel: Client, office: SmallOffice) -> None:
    choose_for(helene, "p1", "C0ARTISANS")
    office.lower(helene.who)
    helene.press("channel.grant", "p1")
    assert "réservés aux administrateurs" in helene.text
    assert now_stands(office, morel).chosen == frozenset()


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("forged", ["p999", "c999", "x", "", "p", "cabinet"])
def test_a_scope_that_is_not_there_is_not_found(helene: Person, office: SmallOffice, forged: str) -> None:
    helene.command("/cabinet canaux")
    helene.forge("channel.pick", forged)
    assert "n’existe plus" in helene.text or "Aucun dossier" in helene.text


def test_a_leaver_of_the_team_in_the_channel_counts_as_from_outside(
    helene: Person, morel: Client, nadia: Person, office: SmallOffice
) -> None:
    with office.records() as records:
        records.people.keep(replace(nadia.who, active=False))
    choose_for(helene, "p1", "C0ARTISANS")
    assert "<@U0NADIA>" in helene.text


@pytest.mark.abuse("S5")
def test_a_client_terminated_meanwhile_is_given_no_channel_and_nobody_sees_it_anew(
    helene: Person, morel: Client, office: SmallOffice, slack: SlackServer
) -> None:
    slack.open_channel("C0MOREL")
    helene.command("/cabinet canaux")
    helene.press("channel.add")
    helene.choose("client", "Atelier Morel", query="morel")
    helene.name("channel", "C0MOREL")
    with office.records() as records:
        ended = records.clients.keep(replace(morel, state=ClientState.TERMINATED, terminated_at=office.now()))
    helene.submit()
    assert "est résilié" in str(helene.errors)
    assert now_stands(office, morel) == ended
