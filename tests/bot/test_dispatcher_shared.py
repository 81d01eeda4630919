"""Two processes empty one outbox, on PostgreSQL: each letter leaves once, whoever takes it."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.people import Role
from storage.database import Database
from tests.bot.dispatching import abandon, dispatching, put, slack_texts, states
from tests.builders import MONDAY, an_envelope
from tests.offices import SmallHouse, SmallOffice
from tests.servers.smtp import SendingHouse
from tests.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.abuse("O1")]


@pytest.fixture
def two_offices(
    postgres_url: str, open_url: Callable[[str], Database], tmp_path: Path
) -> tuple[SmallOffice, SmallOffice]:
    """The same firm, as two processes see it."""
    one, other = (SmallHouse(open_url(postgres_url), tmp_path / "blobs") for _ in range(2))
    office = one.found(invitation_read_at=MONDAY)
    office.hire("Valérie Valmont", Role.ADMINISTRATOR)
    return office, other.of(office.firm_id)


@pytest.fixture
def smtp(tmp_path: Path) -> Iterator[SendingHouse]:
    house = SendingHouse(tmp_path / "taken")
    yield house
    house.stop()


def test_each_letter_leaves_once(two_offices: tuple[SmallOffice, SmallOffice], smtp: SendingHouse) -> None:
    one, other = two_offices
    put(one, *(an_envelope(to=f"client-{number}@x.example", for_client=True) for number in range(60)))
    with dispatching(one, smtp.url), dispatching(other, smtp.url):
        eventually(lambda: states(one) == {"done": 60})
    assert Counter(taken.to[0] for taken in smtp.taken()) == {f"client-{number}@x.example": 1 for number in range(60)}


def test_what_a_dead_process_held_is_taken_up_by_the_other_and_asked_about_once(
    two_offices: tuple[SmallOffice, SmallOffice], smtp: SendingHouse
) -> None:
    one, other = two_offices
    put(one, *(an_envelope(to=f"client-{number}@x.example") for number in range(3)))
    abandon(one)
    with dispatching(one, smtp.url), dispatching(other, smtp.url):
        eventually(lambda: states(other).get("asked") == 3)
    assert smtp.taken() == []
    assert len(slack_texts(one)) == 3
