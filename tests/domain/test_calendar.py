from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar, public_holidays

PARIS = ZoneInfo("Europe/Paris")
TOURS = Calendar(PARIS, "37")
DEPARTMENTS = ("37", "2A", "57", "67", "68", "971", "972", "973", "974", "976", "977", "978", "980", "987", None)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS).astimezone(UTC)


def test_the_first_of_may_is_not_a_working_day() -> None:
    assert not TOURS.is_working(date(2025, 5, 1))
    assert TOURS.is_working(date(2025, 5, 2))


def test_nobody_works_at_the_week_end() -> None:
    assert not TOURS.is_working(date(2026, 11, 21))
    assert not TOURS.is_working(date(2026, 11, 22))


def test_france_has_eleven_public_holidays() -> None:
    assert len(public_holidays(2026, "37")) == 11
    assert public_holidays(2026) == public_holidays(2026, "75")


@pytest.mark.parametrize("department", ["57", "67", "68"])
def test_good_friday_and_the_day_after_christmas_are_holidays_in_alsace_and_moselle(department: str) -> None:
    extra = public_holidays(2026, department) - public_holidays(2026)
    assert extra == {date(2026, 4, 3), date(2026, 12, 26)}


@pytest.mark.parametrize(
    ("department", "abolition"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
        ("977", date(2026, 10, 9)),
        ("978", date(2026, 5, 28)),
    ],
)
def test_overseas_the_end_of_slavery_is_the_one_holiday_of_law(department: str, abolition: date) -> None:
    assert public_holidays(2026, department) - public_holidays(2026) == {abolition}


def test_monaco_has_its_own_feast() -> None:
    assert date(2026, 11, 19) in public_holidays(2026, "980")
    assert date(2026, 7, 14) not in public_holidays(2026, "980")


def test_a_day_that_the_firm_closes_is_no_working_day() -> None:
    closed = Calendar(PARIS, "37", frozenset({date(2026, 12, 24)}))
    assert not closed.is_working(date(2026, 12, 24))
    assert closed.next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)
    assert closed.working_day_before(date(2026, 12, 28)) == date(2026, 12, 23)


def test_working_days_jump_over_the_week_end() -> None:
    assert TOURS.working_days_after(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert TOURS.working_days_after(date(2026, 11, 20), 3) == date(2026, 11, 25)


@given(DAYS, st.integers(min_value=1, max_value=30), st.sampled_from(DEPARTMENTS))
def test_a_day_counted_in_working_days_is_one_of_them(day: date, count: int, department: str | None) -> None:
    calendar = Calendar(PARIS, department)
    later = calendar.working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
    assert calendar.is_working(later)
    assert sum(calendar.is_working(d) for d in between) == count


@pytest.mark.parametrize(
    ("written", "is_open"),
    [
        ("2026-11-23 07:59", False),
        ("2026-11-23 08:00", True),
        ("2026-11-23 18:59", True),
        ("2026-11-23 19:00", False),
        ("2026-11-22 10:00", False),
        ("2026-12-25 10:00", False),
    ],
)
def test_the_office_is_open_from_eight_to_seven_on_working_days(written: str, is_open: bool) -> None:
    assert TOURS.is_office_hours(paris(written)) is is_open


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("2026-11-23 06:00", "2026-11-23 09:30"),
        ("2026-11-20 19:30", "2026-11-23 09:30"),
        ("2026-11-21 10:00", "2026-11-23 09:30"),
        ("2026-12-24 20:00", "2026-12-28 09:30"),
    ],
)
def test_out_of_hours_the_next_working_morning_is_proposed(written: str, proposed: str) -> None:
    assert TOURS.proposed_sending(paris(written)) == paris(proposed)


def test_in_office_hours_nothing_else_than_now_is_proposed() -> None:
    assert TOURS.proposed_sending(paris("2026-11-23 10:00")) is None


@given(MOMENTS, st.sampled_from(DEPARTMENTS))
def test_the_next_working_morning_is_a_working_day_at_half_past_nine_on_the_wall(
    moment: datetime, department: str | None
) -> None:
    calendar = Calendar(PARIS, department)
    morning = calendar.next_working_morning(moment)
    assert moment <= morning
    assert morning.tzinfo is UTC
    assert morning.astimezone(PARIS).time() == time(9, 30)
    assert calendar.is_working(calendar.day_of(morning))


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2026-03-27", 8), ("2026-03-30", 7), ("2026-10-23", 7), ("2026-10-26", 8)]
)
def test_half_past_nine_stays_half_past_nine_when_the_clocks_change(day: str, utc_hour: int) -> None:
    assert TOURS.at(date.fromisoformat(day), time(9, 30)).time() == time(utc_hour, 30)


def test_the_day_is_the_firms_own() -> None:
    assert TOURS.day_of(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == date(2026, 11, 23)
    reunion = Calendar(ZoneInfo("Indian/Reunion"), "974")
    assert reunion.day_of(datetime(2026, 11, 22, 20, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        TOURS.day_of(datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001 - the point
