"""« Utilisateurs »: people join, change role and leave, and an administrator always remains."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.clients import Access, Client
from domain.people import Collaborator, Role
from handlers.team.leaving import left_slack
from storage.tables import history as lines
from tests.handlers.post_office import Outbox, updates
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import SlackServer
from tests.handlers.surfaces import PLAIN_SPACES, words_of
from tests.offices import SmallOffice


def acts_on(office: SmallOffice, subject: Collaborator) -> list[str]:
    """The acts about that member of the team, the oldest first."""
    with office.reading() as records:
        rows = records.rows(records.of(lines, lines.c.subject_id == subject.id).order_by(lines.c.id))
        return [row["act"] for row in rows if row["act"].startswith("collaborator.")]


def known(office: SmallOffice, slack_id: str) -> Collaborator:
    with office.reading() as records:
        person = records.people.of_slack(slack_id)
    assert person is not None
    return person


def open_users(person: Person) -> None:
    person.open_home()
    person.stack.clear()
    person.press("firm.users")


def manager_of(office: SmallOffice, client: Client) -> int | None:
    with office.reading() as records:
        found = records.clients.get(client.id)
    assert found is not None
    return found.manager_id


def test_a_colleague_is_added_from_slack_s_directory(
    helene: Person,
    nadia: Person,
    office: SmallOffice,
    slack: SlackServer,
    outbox: Outbox,
    at_work: Callable[[Collaborator], Person],
) -> None:
    slack.account("U0OMAR", "Omar Diallo", locale="en-GB")
    open_users(helene)
    helene.press("user.add")
    helene.name("person", "U0OMAR")
    helene.choose("role", Role.MANAGER)
    helene.tick("portfolios", "p1")
    helene.submit(times=2)
    omar = known(office, "U0OMAR")
    assert (omar.name, omar.email, omar.role, omar.language) == (
        "Omar Diallo",
        "u0omar@valmont.example",
        Role.MANAGER,
        "en",
    )
    assert omar.portfolios == nadia.who.portfolios
    assert acts_on(office, omar) == ["collaborator.named"]
    assert "Omar Diallo" in helene.text
    assert "Chef de mission · Artisans" in helene.text
    [welcome] = outbox.posts("U0OMAR")
    assert welcome["text"] == "Hélène Valmont adds you to the team of Cabinet Valmont."
    seat = at_work(omar)
    seat.press_in_message(welcome, "client.list")
    assert seat.view["callback_id"] == "client.list"


@pytest.mark.abuse("S7")
@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ({"is_restricted": True}, "C’est un invité de votre Slack"),
        ({"is_ultra_restricted": True}, "C’est un invité de votre Slack"),
        ({"is_bot": True}, "C’est une application"),
        ({"deleted": True}, "Ce compte Slack est fermé."),
        ({"team_id": "T0ELSEWHERE", "is_stranger": True}, "Cette personne appartient au Slack d’une autre"),
    ],
)
def test_guests_programs_leavers_and_strangers_do_not_join(
    helene: Person, office: SmallOffice, slack: SlackServer, mark: dict[str, object], said: str
) -> None:
    slack.account("U0OMAR", "Omar Diallo", **mark)
    open_users(helene)
    helene.press("user.add")
    helene.name("person", "U0OMAR")
    helene.submit()
    assert helene.errors["person"].startswith(said)
    with office.reading() as records:
        assert records.people.of_slack("U0OMAR") is None


def test_an_account_that_slack_does_not_know_is_refused(helene: Person) -> None:
    open_users(helene)
    helene.press("user.add")
    helene.name("person", "U0FORGED")
    helene.submit()
    assert helene.errors == {"person": "Personne de ce nom dans l’équipe du cabinet."}


def test_a_member_is_not_added_twice(helene: Person, nadia: Person, slack: SlackServer) -> None:
    slack.account("U0NADIA", "Nadia Benali")
    open_users(helene)
    helene.press("user.add")
    helene.name("person", "U0NADIA")
    helene.submit()
    assert helene.errors["person"].startswith("Nadia Benali est déjà dans l’équipe")


def test_a_leaver_comes_back_with_the_rights_given_then_and_no_others(
    helene: Person, nadia: Person, office: SmallOffice, slack: SlackServer
) -> None:
    office.follow("Atelier Morel", by=helene.who, access=Access.CHOSEN, chosen=frozenset({nadia.who.id}))
    open_users(helene)
    helene.pick_menu("user.more", f"deactivate:u{nadia.who.id}")
    helene.submit()
    slack.account("U0NADIA", "Nadia Benali-Roux")
    helene.press("user.add")
    helene.name("person", "U0NADIA")
    helene.submit()
    back = known(office, "U0NADIA")
    assert (back.id, back.name, back.active, back.role, back.portfolios) == (
        nadia.who.id,
        "Nadia Benali-Roux",
        True,
        Role.COLLABORATOR,
        frozenset(),
    )
    with office.reading() as records:
        assert records.clients.count(back) == 0
    assert acts_on(office, back) == ["collaborator.left", "collaborator.returned"]


def test_a_role_and_portfolios_are_changed(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.open_portfolio("SCI")
    open_users(helene)
    helene.pick_menu("user.more", f"edit:u{nadia.who.id}")
    helene.choose("role", Role.ADMINISTRATOR)
    helene.tick("portfolios", "p2")
    helene.submit(times=2)
    changed = known(office, "U0NADIA")
    assert (changed.role, changed.portfolios) == (Role.ADMINISTRATOR, frozenset({2}))
    assert acts_on(office, changed) == ["collaborator.changed"]


@pytest.mark.abuse("R4")
def test_the_last_administrator_is_neither_lowered_nor_sent_away(helene: Person, office: SmallOffice) -> None:
    open_users(helene)
    helene.pick_menu("user.more", f"edit:u{helene.who.id}")
    helene.choose("role", Role.MANAGER)
    helene.submit()
    assert helene.errors == {"role": "Nommez d’abord un autre administrateur."}
    helene.close()
    helene.pick_menu("user.more", f"deactivate:u{helene.who.id}")
    helene.submit()
    assert "Nommez d’abord un autre administrateur." in helene.text
    assert known(office, "U0HELENE") == helene.who
    assert acts_on(office, helene.who) == []


def test_one_of_two_administrators_may_leave(
    helene: Person, office: SmallOffice, at_work: Callable[[Collaborator], Person]
) -> None:
    marc = at_work(office.hire("Marc Tessier", Role.ADMINISTRATOR))
    open_users(marc)
    marc.pick_menu("user.more", f"deactivate:u{marc.who.id}")
    marc.submit()
    assert not known(office, "U0MARC").active
    marc.command("/client")
    assert "n’est pas encore dans l’équipe" in words_of(marc.slack.ephemerals[-1])


def test_somebody_who_leaves_hands_their_clients_over_first(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox, at_work: Callable[[Collaborator], Person]
) -> None:
    omar = office.hire("Omar Diallo", Role.MANAGER)
    clients = [office.follow(name, by=omar) for name in ("Un", "Deux")]
    office.change_firm(mail_channel="C0COURRIER")
    open_users(helene)
    helene.pick_menu("user.more", f"deactivate:u{omar.id}")
    assert "Transmettre ses 2 dossiers à" in helene.text
    assert "Dans Slack, retirez aussi ce compte des canaux de courrier" in helene.text
    helene.choose("successor", f"u{nadia.who.id}")
    helene.submit(times=2)
    assert not known(office, "U0OMAR").active
    assert {manager_of(office, client) for client in clients} == {nadia.who.id}
    with office.reading() as records:
        assert [line.act for line in records.history(clients[0].id)] == ["client.assigned"]
    [told] = outbox.posts("U0NADIA")
    assert told["text"] == "Hélène Valmont vous transmet 2 dossiers suivis jusqu’ici par Omar Diallo."


def test_the_clients_of_a_colleague_are_listed(helene: Person, nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    office.follow("Boulangerie Lucas", by=helene.who)
    open_users(helene)
    helene.pick_menu("user.more", f"clients:u{nadia.who.id}")
    assert "Suivis par Nadia Benali" in helene.text
    assert "Atelier Morel" in helene.text
    assert "Boulangerie Lucas" not in helene.text
    helene.pick_filter("state", "inactive")
    assert "Suivis par Nadia Benali" in helene.text
    helene.pick_filter("scope", "all")
    helene.pick_filter("state", "active")
    assert "Boulangerie Lucas" in helene.text


@pytest.mark.abuse("S4")
def test_the_clients_of_nobody_are_not_listed(helene: Person) -> None:
    helene.command("/client liste")
    helene.pick_filter("scope", "u999", forged=True)
    assert "Personne de ce nom" in helene.text


def test_clients_are_handed_over_by_somebody_who_stays(helene: Person, nadia: Person, office: SmallOffice) -> None:
    omar = office.hire("Omar Diallo", Role.MANAGER)
    client = office.follow("Un", by=omar)
    open_users(helene)
    helene.pick_menu("user.more", f"hand_over:u{omar.id}")
    helene.choose("successor", f"u{nadia.who.id}")
    helene.submit()
    assert known(office, "U0OMAR").active
    assert manager_of(office, client) == nadia.who.id


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("forged", ["u999", "u0", "c1", "", "u1'"])
def test_a_successor_who_was_not_offered_is_refused(helene: Person, office: SmallOffice, forged: str) -> None:
    omar = office.hire("Omar Diallo", Role.MANAGER)
    office.follow("Un", by=omar)
    open_users(helene)
    helene.pick_menu("user.more", f"deactivate:u{omar.id}")
    helene.choose_forged("successor", forged)
    helene.submit()
    assert known(office, "U0OMAR").active
    with office.reading() as records:
        assert records.clients.managed() == {omar.id: 1}


def test_people_are_found_by_name_and_paged(helene: Person, office: SmallOffice) -> None:
    for number in range(10):
        office.hire(f"Personne{number} Test")
    open_users(helene)
    assert "1 à 8 sur 11" in helene.text
    helene.press("page.next")
    assert "9 à 11 sur 11" in helene.text
    assert "Personne9" in helene.text
    helene.press("page.previous")
    [option] = helene.suggestions("tools", "personne9")
    helene.choose("tools", option["value"], query="personne9")
    assert "Personne9" in helene.text
    assert "Personne8" not in helene.text


@pytest.mark.abuse("S8")
def test_only_administrators_see_and_change_the_team(
    helene: Person, nadia: Person, thomas: Person, office: SmallOffice, slack: SlackServer
) -> None:
    for person in (nadia, thomas):
        person.command("/cabinet utilisateurs")
        said = words_of(person.slack.ephemerals[-1])
        assert "Gérer les utilisateurs est réservé aux administrateurs : <@U0HELENE>." in said
        assert person.stack == []


@pytest.mark.abuse("S5")
def test_an_administrator_lowered_meanwhile_changes_nothing_any_more(
    helene: Person, office: SmallOffice, slack: SlackServer, at_work: Callable[[Collaborator], Person]
) -> None:
    marc = at_work(office.hire("Marc Tessier", Role.ADMINISTRATOR))
    slack.account("U0OMAR", "Omar Diallo")
    open_users(marc)
    marc.press("user.add")
    marc.name("person", "U0OMAR")
    with office.records() as records:
        records.people.keep(replace(marc.who, role=Role.COLLABORATOR))
    marc.submit()
    assert "réservé aux administrateurs" in str(marc.errors)
    with office.reading() as records:
        assert records.people.of_slack("U0OMAR") is None


@pytest.mark.abuse("R3")
def test_the_clients_of_a_leaver_are_handed_over_from_the_message_that_said_so(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    omar = office.hire("Omar Diallo", Role.MANAGER)
    office.follow("Un", by=omar)
    with office.records() as records:
        left_slack(records, omar, office.now())
    [told] = outbox.posts("U0HELENE")
    helene.press_in_message(told, "user.hand_over")
    helene.choose("successor", f"u{nadia.who.id}")
    helene.submit()
    with office.reading() as records:
        assert records.clients.managed() == {nadia.who.id: 1}
    [redrawn] = updates(office)
    assert (
        redrawn["text"].translate(PLAIN_SPACES)
        == "Dossiers suivis par Omar Diallo : transmis à Nadia Benali par Hélène Valmont."
    )
    helene.press_in_message(told, "user.hand_over")
    assert "Il ne reste aucun dossier à transmettre." in helene.text
