"""Files that go to Slack and come from it, through the pretend Slack of the demo."""

import pytest

from bot.slack_files import slack_file
from domain.about import About
from domain.refusals import NotFound
from domain.slack_messages import FileGone
from handlers.post import post, send_file
from sandbox.person import Person
from tests.bot.dispatching import dispatching, states
from tests.bot.opened import Opened
from tests.offices import SmallOffice
from tests.waiting import eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def slack_url(opened: Opened, office: SmallOffice) -> str:
    office.database.keep_bot_token(office.firm_id, opened.addresses["bot_token"])
    return opened.addresses["slack_api_url"]


def test_a_file_reaches_one_person_in_private_below_its_card(
    office: SmallOffice, slack_url: str, nadia: Person
) -> None:
    with office.records() as records:
        card = post(records, office.now(), "U0NADIA", "Essai terminé", [], about=(About.IMPORT, 1))
        send_file(records, office.now(), "U0NADIA", "essai.xlsx", b"PK of a sheet", "La feuille", after=card)
    with dispatching(office, slack=slack_url):
        eventually(lambda: states(office) == {"done": 2})
    *_, told, carried = nadia.messages()
    assert told.notification == "Essai terminé"
    assert [file["name"] for file in carried.files] == ["essai.xlsx"]
    assert nadia.download(carried.files[0]["page_url"]) == b"PK of a sheet"


def test_the_file_of_a_message_is_read_where_guichet_is_and_as_its_author_s_alone(
    opened: Opened, slack_url: str, nadia: Person
) -> None:
    def fetched(file_id: str, of: str = "U0NADIA") -> bytes:
        return slack_file(slack_url, opened.addresses["bot_token"], file_id, of)

    nadia.types("Le bail", "C0COURRIER", files={"bail.pdf": b"%PDF-1.7"})
    between_two = nadia.act("open_direct", **{"with": "U0HELENE"})["channel"]
    nadia.types("Le plan", between_two, files={"plan.pdf": b"%PDF-1.7"})
    lease, plan = (nadia.messages(channel)[-1].files[0]["id"] for channel in ("C0COURRIER", between_two))
    assert fetched(lease) == b"%PDF-1.7"
    for file_id, author in ((lease, "U0HELENE"), (plan, "U0NADIA"), ("F0NOWHERE", "U0NADIA")):
        with pytest.raises(NotFound) as refused:
            fetched(file_id, author)
        assert not isinstance(refused.value, FileGone)
