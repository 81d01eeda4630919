"""The one thing that an invitation waits for, when its hour has come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.clients import ClientState
from domain.invitations import Invitation
from domain.steps import Chase, Escalate, Halt, Resume, Wait, first_left, paused, step_due
from tests.builders import a_client, a_contact, a_firm, an_invitation

CLIENT, FIRM, CLAIRE = a_client(), a_firm(), a_contact()


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


SENT, FIRST = paris("2026-11-23 10:12"), paris("2026-11-26 09:30")


def waiting(**points: Any) -> Invitation:
    """Its letter left on Monday."""
    return replace(first_left(an_invitation(), CLIENT, FIRM, SENT), **points)


def test_a_chase_leaves_at_its_hour_or_the_next_morning_when_that_address_had_one_today() -> None:
    step = step_due(waiting(), CLIENT, CLAIRE, FIRM, FIRST)
    assert isinstance(step, Chase)
    assert (step.invitation.chases, step.invitation.last_chase_at) == (1, FIRST)
    assert step.tomorrow == waiting(next_at=paris("2026-11-27 09:30"))


@pytest.mark.parametrize(
    ("now", "open_at"),
    [("2026-11-28 11:00", "2026-11-30 09:30"), ("2026-11-26 08:00", "2026-11-26 09:30")],
)
def test_nothing_leaves_on_a_day_off_nor_before_the_hour(now: str, open_at: str) -> None:
    assert step_due(waiting(), CLIENT, CLAIRE, FIRM, paris(now)) == Wait(waiting(next_at=paris(open_at)))


def test_a_pause_ends_before_anything_is_written() -> None:
    back = date(2026, 12, 3)
    resting = paused(waiting(), back, CLIENT, FIRM, SENT)
    step = step_due(resting, CLIENT, CLAIRE, FIRM, paris("2026-12-03 09:30"))
    assert isinstance(step, Resume)
    assert (step.invitation.paused, step.invitation.chases) == (False, 0)
    assert step.invitation.next_at == paris("2026-12-03 09:30")


@pytest.mark.parametrize("points", [{"chases": 3}, {"expires_at": FIRST}])
def test_the_manager_is_told_after_the_last_chase_or_the_end_of_the_link(points: dict[str, Any]) -> None:
    step = step_due(waiting(**points), CLIENT, CLAIRE, FIRM, FIRST)
    assert step == Escalate(waiting(**points, escalated_at=FIRST, next_at=None))


@pytest.mark.parametrize(
    ("client", "contact"),
    [
        (a_client(state=ClientState.INACTIVE), CLAIRE),
        (a_client(state=ClientState.TERMINATED), CLAIRE),
        (CLIENT, a_contact(email=None)),
    ],
)
def test_chasing_halts_when_there_is_nobody_to_write_to(client: Any, contact: Any) -> None:
    assert step_due(waiting(), client, contact, FIRM, FIRST) == Halt(waiting(paused=True, next_at=None))
