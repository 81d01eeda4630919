"""Files that go to Slack and come from it, through the pretend Slack of the demo."""

import pytest

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
        card = post(records, office.now(), "U0NADIA", "Essai terminé", [], about=("import", 1))
        send_file(records, office.now(), "U0NADIA", "essai.xlsx", b"PK of a sheet", "La feuille", after=card)
    with dispatching(office, slack=slack_url):
        eventually(lambda: states(office) == {"done": 2})
    *_, told, carried = nadia.messages()
    assert told.notification == "Essai terminé"
    assert [file["name"] for file in carried.files] == ["essai.xlsx"]
    assert nadia.download(carried.files[0]["page_url"]) == b"PK of a sheet"
