"""The sweeps go from firm to firm: what is wrong in one of them is told, and the others are served."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.office import House
from bot.sweeps import sweeps_of
from domain.chasing import CadenceNotGrowing
from storage.tables import invitations
from tests.bot.opened import Opened
from tests.offices import SmallHouse, SmallOffice


def invited_three_weeks_ago(office: SmallOffice) -> int:
    """The id of an invitation whose chase is long due."""
    office.hire("Nadia Benali")
    long_ago = datetime.now(UTC) - timedelta(days=21)
    client = office.follow()
    expires = datetime.now(UTC) + timedelta(days=9)
    return office.invite(office.meet(client), sent_at=long_ago, next_at=long_ago, expires_at=expires).id


@pytest.fixture
def two_firms(open_house: Callable[..., House], tmp_path: Path) -> tuple[House, SmallOffice, SmallOffice]:
    house = open_house()
    small = SmallHouse(house.database, tmp_path / "blobs")
    return house, small.found(slack_team="T1"), small.found(slack_team="T2", name="Cabinet Autre")


def test_a_chase_that_cannot_be_written_in_one_firm_keeps_no_other_firm_waiting(
    two_firms: tuple[House, SmallOffice, SmallOffice],
) -> None:
    house, broken, sound = two_firms
    stuck, due = invited_three_weeks_ago(broken), invited_three_weeks_ago(sound)
    with broken.records() as records:
        records.connection.execute(update(invitations).where(invitations.c.id == stuck).values(chase_days=()))
    with pytest.raises(CadenceNotGrowing):
        sweeps_of(house, "http://127.0.0.1:9/")["chases"]()
    with sound.reading() as records:
        looked_at = records.invitations.get(due)
    assert looked_at is not None
    assert looked_at.next_at != looked_at.sent_at


def test_a_firm_whose_token_is_refused_keeps_nobody_s_name_from_being_renewed(
    opened: Opened, two_firms: tuple[House, SmallOffice, SmallOffice]
) -> None:
    house, broken, sound = two_firms
    house.database.keep_bot_token(broken.firm_id, "xoxb-an-older-one")
    house.database.keep_bot_token(sound.firm_id, opened.addresses["bot_token"])
    sound.hire("Nadia d'avant", slack_id="U0NADIA")
    sweeps_of(house, opened.addresses["slack_api_url"])["members"]()
    with sound.reading() as records:
        member = records.people.of_slack("U0NADIA")
    assert member is not None
    assert member.name == "Nadia Benali"
