from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.chasing import (
    Cadence,
    CadenceNotGrowing,
    CadenceTooLong,
    ChaseHourOutsideOffice,
    back_from_absence,
    chases_due,
    escalation_at,
    next_chase_at,
    next_step_at,
    resumed_from,
    usual_pause_end,
    written_too_lately,
)

PARIS = ZoneInfo("Europe/Paris")
CADENCE = Cadence(Calendar(PARIS, "37"))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone
CADENCES = st.builds(
    Cadence,
    st.builds(Calendar, st.just(PARIS), st.sampled_from(["37", "67", "971", "974", "980"])),
    st.sets(st.integers(1, 20), min_size=1, max_size=6).map(lambda days: tuple(sorted(days))),
    st.times(time(8), time(18, 59)),
)


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS).astimezone(UTC)


SENT = paris("2026-11-23 10:12")  # a Monday
FIRST, SECOND, THIRD = paris("2026-11-26 09:30"), paris("2026-12-02 09:30"), paris("2026-12-11 09:30")


def test_chases_leave_three_seven_and_fourteen_working_days_after_sending() -> None:
    assert CADENCE.moments(SENT) == (FIRST, SECOND, THIRD)


def test_the_first_of_may_puts_a_chase_off() -> None:
    assert CADENCE.moment(paris("2025-04-28 10:00"), 3) == paris("2025-05-02 09:30")


def test_good_friday_puts_a_chase_off_in_alsace_alone() -> None:
    sent = paris("2026-03-31 10:00")
    assert CADENCE.moment(sent, 3) == paris("2026-04-03 09:30")
    assert Cadence(Calendar(PARIS, "67")).moment(sent, 3) == paris("2026-04-07 09:30")


def test_an_invitation_sent_late_at_night_counts_from_the_firms_own_day() -> None:
    assert CADENCE.moment(paris("2026-11-23 00:30"), 3) == FIRST


@given(MOMENTS, CADENCES)
def test_every_chase_leaves_on_a_working_day_at_its_hour_and_after_the_one_before(
    sent_at: datetime, cadence: Cadence
) -> None:
    moments = cadence.moments(sent_at)
    assert sent_at < moments[0]
    assert list(moments) == sorted(set(moments))
    for moment in moments:
        assert cadence.calendar.is_working(cadence.calendar.day_of(moment))
        assert moment.astimezone(PARIS).time() == cadence.hour


@pytest.mark.parametrize("days", [(), (0, 3), (3, 3), (3, 2), (-1,), (7, 3, 14)])
def test_a_cadence_grows(days: tuple[int, ...]) -> None:
    with pytest.raises(CadenceNotGrowing) as refused:
        Cadence(CADENCE.calendar, days)
    assert refused.value.days == days


@pytest.mark.parametrize("days", [(3, 7, 21), (1, 2, 3, 4, 5, 6, 7)])
def test_a_cadence_ends_before_its_link_does(days: tuple[int, ...]) -> None:
    with pytest.raises(CadenceTooLong) as refused:
        Cadence(CADENCE.calendar, days)
    assert (refused.value.chases_at_most, refused.value.days_at_most) == (6, 20)


@pytest.mark.parametrize("hour", [time(7, 59), time(19), time(0)])
def test_chases_leave_while_the_office_is_open(hour: time) -> None:
    with pytest.raises(ChaseHourOutsideOffice) as refused:
        Cadence(CADENCE.calendar, hour=hour)
    assert refused.value.hour == hour


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-26 09:29", 0),
        ("2026-11-26 09:30", 1),
        ("2026-11-27 18:00", 1),
        ("2026-11-28 12:00", 0),
        ("2026-11-30 09:00", 0),
        ("2026-11-30 09:30", 1),
        ("2026-12-02 22:40", 2),
        ("2027-01-04 11:00", 3),
    ],
)
def test_after_a_long_stop_only_the_latest_chase_is_due_and_never_on_a_day_off(now: str, due: int) -> None:
    assert chases_due(SENT, CADENCE, paris(now)) == due


@given(MOMENTS, CADENCES, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_nothing_is_due_on_a_day_off_nor_before_the_hour(sent_at: datetime, cadence: Cadence, later: timedelta) -> None:
    now = sent_at + later
    if chases_due(sent_at, cadence, now):
        here = now.astimezone(PARIS)
        assert cadence.calendar.is_working(here.date())
        assert here.time() >= cadence.hour


@given(MOMENTS, CADENCES, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_chase_that_may_not_leave_now_is_due_at_the_next_opening(
    sent_at: datetime, cadence: Cadence, later: timedelta
) -> None:
    opening = cadence.open_from(sent_at + later)
    assert opening >= sent_at + later
    assert cadence.open_from(opening) == opening
    assert chases_due(sent_at, cadence, opening) == sum(m <= opening for m in cadence.moments(sent_at))


def test_the_next_chase_keeps_the_day_announced() -> None:
    assert next_chase_at(SENT, 0, CADENCE) == FIRST
    assert next_chase_at(SENT, 1, CADENCE, last_chase_at=FIRST) == SECOND
    assert next_chase_at(SENT, 2, CADENCE, last_chase_at=SECOND) == THIRD
    assert next_chase_at(SENT, 3, CADENCE, last_chase_at=THIRD) is None


def test_after_a_late_chase_the_next_one_keeps_its_distance() -> None:
    late = paris("2026-12-10 11:00")
    assert next_chase_at(SENT, 2, CADENCE, last_chase_at=late) == paris("2026-12-15 09:30")


def test_a_chase_held_up_over_the_week_end_leaves_on_monday() -> None:
    saturday = paris("2026-11-28 12:00")
    assert next_chase_at(SENT, 0, CADENCE, not_before=saturday) == paris("2026-11-30 09:30")


def test_a_chase_held_up_in_the_morning_leaves_the_same_day() -> None:
    afternoon = paris("2026-11-26 15:00")
    assert next_chase_at(SENT, 0, CADENCE, not_before=afternoon) == afternoon


def test_no_chase_leaves_once_its_link_has_expired() -> None:
    expires_at = SENT + timedelta(days=30)
    assert next_chase_at(SENT, 2, CADENCE, expires_at=expires_at) == THIRD
    assert next_chase_at(SENT, 2, CADENCE, expires_at=expires_at, not_before=expires_at) is None


@given(MOMENTS, CADENCES, st.lists(st.timedeltas(timedelta(0), timedelta(days=12)), min_size=6, max_size=6))
def test_however_late_the_sweeps_run_each_chase_leaves_once_and_the_manager_is_told_last(
    sent_at: datetime, cadence: Cadence, delays: list[timedelta]
) -> None:
    ranks, chases, last_chase_at = [], 0, None
    for delay in delays:
        step = next_chase_at(sent_at, chases, cadence, last_chase_at=last_chase_at)
        if step is None:
            break
        now = cadence.open_from(step + delay)
        assert last_chase_at is None or cadence.calendar.day_of(now) > cadence.calendar.day_of(last_chase_at)
        rank = chases_due(sent_at, cadence, now)
        assert rank > chases
        ranks.append(rank)
        chases, last_chase_at = rank, now
    assert ranks == sorted(set(ranks))
    assert ranks[-1] == len(cadence.days)
    assert last_chase_at is not None
    assert next_step_at(sent_at, chases, cadence, last_chase_at=last_chase_at) > last_chase_at


def test_three_working_days_after_the_last_chase_the_manager_is_told() -> None:
    assert escalation_at(THIRD, CADENCE) == paris("2026-12-16 09:30")
    assert next_step_at(SENT, 3, CADENCE, last_chase_at=THIRD) == paris("2026-12-16 09:30")


def test_while_chases_remain_the_next_step_is_a_chase() -> None:
    assert next_step_at(SENT, 1, CADENCE, last_chase_at=FIRST) == SECOND


def test_the_manager_is_told_when_an_absence_outlives_the_link() -> None:
    expires_at = SENT + timedelta(days=30)
    back = paris("2026-12-28 09:30")
    told = next_step_at(SENT, 1, CADENCE, last_chase_at=FIRST, expires_at=expires_at, not_before=back)
    assert told == back


def test_an_absence_with_a_return_day_puts_the_next_chase_off_to_it() -> None:
    answered = paris("2026-11-26 10:00")
    back = back_from_absence(answered, date(2026, 12, 7), CADENCE)
    assert back == paris("2026-12-07 09:30")
    assert next_chase_at(SENT, 1, CADENCE, last_chase_at=FIRST, not_before=back) == back


def test_a_return_on_a_saturday_waits_for_monday() -> None:
    assert back_from_absence(SENT, date(2026, 12, 5), CADENCE) == paris("2026-12-07 09:30")


@pytest.mark.parametrize("return_day", [None, date(2026, 11, 20), date(2026, 11, 23), date(2027, 6, 1)])
def test_an_absence_without_a_likely_return_lasts_five_working_days(return_day: date | None) -> None:
    assert back_from_absence(SENT, return_day, CADENCE) == paris("2026-11-30 09:30")


def test_a_return_within_thirty_days_is_believed() -> None:
    assert back_from_absence(SENT, date(2026, 12, 23), CADENCE) == paris("2026-12-23 09:30")
    assert back_from_absence(SENT, date(2026, 12, 24), CADENCE) == paris("2026-11-30 09:30")


def test_a_pause_lasts_two_weeks_unless_told_otherwise() -> None:
    assert usual_pause_end(SENT, CADENCE.calendar) == date(2026, 12, 7)


def test_a_pause_ends_on_the_morning_of_its_day() -> None:
    assert resumed_from(SENT, date(2026, 12, 5), CADENCE) == paris("2026-12-07 09:30")


@pytest.mark.parametrize("until", [None, date(2026, 11, 23), date(2026, 11, 1)])
def test_resumed_by_hand_a_chase_leaves_the_next_morning_and_not_at_once(until: date | None) -> None:
    assert resumed_from(SENT, until, CADENCE) == paris("2026-11-24 09:30")


def test_resumed_at_the_very_hour_of_chases_it_waits_for_the_next_morning() -> None:
    assert resumed_from(paris("2026-11-24 09:30"), None, CADENCE) == paris("2026-11-25 09:30")


def test_two_chases_by_hand_within_a_day_are_one_too_many() -> None:
    assert written_too_lately(SENT, SENT + timedelta(hours=23, minutes=59))
    assert not written_too_lately(SENT, SENT + timedelta(hours=24))
