"""Documents asked for: their periods and their dates."""

from datetime import date, timedelta

import pytest

from domain.refusals import ChangedMeanwhile, Missing, TooLong
from domain.requests import (
    DueTooEarly,
    DueTooLate,
    NotAPeriod,
    Period,
    Request,
    RequestEnd,
    proposed_periods,
    read_due,
    read_label,
)
from tests.builders import MONDAY

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize("text", ["2026", "2026-Q3", "2026-10", "2025-01"])
def test_a_period_is_written_as_it_was_read(text: str) -> None:
    assert str(Period.read(text)) == text


@pytest.mark.parametrize("text", ["", "none", "2026-13", "2026-Q5", "1999", "2026-00", "c41", "2026-10-01"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        Period.read(text)


def test_what_is_over_is_proposed_the_latest_first() -> None:
    assert [str(period) for period in proposed_periods(TODAY)] == [
        *("2025-12", "2025-11", "2025-10", "2025-09", "2025-08", "2025-07"),
        *("2025-Q4", "2025-Q3"),
        *("2026", "2025", "2024"),
    ]


def test_the_day_is_today_at_the_earliest_and_within_two_years() -> None:
    assert read_due(TODAY, TODAY) == TODAY
    with pytest.raises(DueTooEarly):
        read_due(TODAY - timedelta(days=1), TODAY)
    with pytest.raises(DueTooLate):
        read_due(date(2036, 1, 15), TODAY)


def test_a_label_holds_something_short() -> None:
    assert read_label("  Relevé   bancaire ") == "Relevé bancaire"
    with pytest.raises(Missing):
        read_label("  ")
    with pytest.raises(TooLong):
        read_label("x" * 81)


def test_a_request_ends_once() -> None:
    request = Request(1, "Relevé bancaire", TODAY, MONDAY, 1)
    ended = request.end(RequestEnd.RECEIVED, 2, MONDAY)
    assert (ended.ended, ended.ended_by) == (RequestEnd.RECEIVED, 2)
    with pytest.raises(ChangedMeanwhile):
        ended.end(RequestEnd.DROPPED, 3, MONDAY)
