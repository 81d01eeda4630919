"""What an automatic reply makes of an invitation, as its board tells it."""

from datetime import date, datetime

import pytest

from domain.mail.absences import LONGEST_ABSENCE
from domain.steps import absent, chased
from tests.builders import MONDAY, a_client, a_firm, an_invitation


@pytest.mark.parametrize(
    ("back_on", "until", "resumes"),
    [
        (date(2026, 9, 15), date(2026, 9, 14), date(2026, 9, 15)),
        (date(2026, 9, 20), date(2026, 9, 19), date(2026, 9, 21)),
        (None, None, date(2026, 9, 14)),
        (date(2026, 9, 7), None, date(2026, 9, 14)),
        (MONDAY.date() + 2 * LONGEST_ABSENCE, None, date(2026, 9, 14)),
    ],
)
def test_somebody_away_is_chased_from_the_day_they_are_back(
    back_on: date | None, until: date | None, resumes: date
) -> None:
    away = absent(an_invitation(), back_on, a_client(), a_firm(), MONDAY)
    assert (away.absent_until, _day(away.next_at)) == (until, resumes)


def test_a_chase_or_a_resumption_ends_the_absence() -> None:
    away = absent(an_invitation(), date(2026, 9, 15), a_client(), a_firm(), MONDAY)
    assert chased(away, a_client(), a_firm(), MONDAY).absent_until is None
    assert away.resume(None).absent_until is None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
