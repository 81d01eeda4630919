"""The members as their Slack accounts tell of them, each change with its line of history."""

from domain.acts import Act, acts_of
from domain.history import By
from handlers.team.members import refresh_members
from tests.handlers.slack_person import Person
from tests.handlers.slack_server import SlackServer
from tests.offices import SmallOffice


def test_what_slack_says_of_a_person_is_taken_over_with_its_line(nadia: Person, office: SmallOffice) -> None:
    account = {
        "id": "U0NADIA",
        "profile": {"real_name": "Nadia Benali-Roux", "email": "Nadia.Roux@valmont.example"},
        "locale": "en-GB",
    }
    for _ in range(2):
        refresh_members(office, {"U0NADIA": account})
    with office.reading() as records:
        (line,) = records.firm_history(acts_of("collaborator"))
        after = records.people.get(nadia.who.id)
    assert (line.act, line.by, line.subject_id) == (Act.COLLABORATOR_ACCOUNT, By.GUICHET, nadia.who.id)
    assert line.before == {"name": "Nadia Benali", "email": "nadia@valmont.example", "language": "fr"}
    assert line.after == {"name": "Nadia Benali-Roux", "email": "nadia.roux@valmont.example", "language": "en"}
    assert after is not None
    assert (after.name, after.email, after.language) == ("Nadia Benali-Roux", "nadia.roux@valmont.example", "en")


def test_the_line_holds_only_what_has_changed(nadia: Person, office: SmallOffice) -> None:
    profile = {"real_name": "Nadia Benali", "email": "n.benali@valmont.example"}
    refresh_members(office, {"U0NADIA": {"id": "U0NADIA", "profile": profile}})
    with office.reading() as records:
        (line,) = records.firm_history(acts_of("collaborator"))
    assert (line.before, line.after) == ({"email": "nadia@valmont.example"}, {"email": "n.benali@valmont.example"})


def test_an_account_that_is_closed_ends_every_right_once(
    thomas: Person, helene: Person, office: SmallOffice, slack: SlackServer
) -> None:
    closed = slack.account("U0THOMAS", "Thomas Roux", deleted=True)
    for _ in range(2):
        refresh_members(office, {"U0THOMAS": {**closed, "profile": {"real_name": "Parti", "email": None}}})
    with office.reading() as records:
        acts = [line.act for line in records.firm_history(acts_of("collaborator"))]
        assert records.people.of_slack("U0THOMAS") not in records.people.active()
    assert acts == [Act.COLLABORATOR_LEFT, Act.COLLABORATOR_ACCOUNT]
