"""The alarm clock wakes the sweeps; what is due is in the tables."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from bot.clock import SystemClock
from bot.scheduler import Alarm

A_WHILE = 60


class MovedClock(SystemClock):
    """A clock whose jumps the test announces."""

    def __init__(self) -> None:
        self.wakes: list[Callable[[], None]] = []

    def when_moved(self, wake: Callable[[], None]) -> None:
        self.wakes.append(wake)

    def jump(self) -> None:
        for wake in self.wakes:
            wake()


class Counted:
    """A sweep that counts its runs; `until` waits for one."""

    def __init__(self, fails: int = 0) -> None:
        self.fails = fails
        self.runs = 0
        self._ran = threading.Condition()

    def __call__(self) -> None:
        with self._ran:
            self.runs += 1
            self._ran.notify_all()
            if self.runs <= self.fails:
                raise RuntimeError("Boulangerie Lucas")

    def until(self, runs: int) -> bool:
        with self._ran:
            return self._ran.wait_for(lambda: self.runs >= runs, A_WHILE)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def alarm(clock: MovedClock) -> Iterator[Callable[..., Alarm]]:
    started: list[Alarm] = []

    def start(sweeps: Mapping[str, Callable[[], None]], every: float = 3600) -> Alarm:
        started.append(Alarm(clock, sweeps, every))
        started[-1].start()
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_the_sweeps_run_at_start_without_waiting_for_their_turn(alarm: Callable[..., Alarm]) -> None:
    sweep = Counted()
    alarm({"chases": sweep})
    assert sweep.until(1)


def test_a_jump_of_the_clock_wakes_every_sweep(alarm: Callable[..., Alarm], clock: MovedClock) -> None:
    one, other = Counted(), Counted()
    alarm({"one": one, "other": other})
    assert one.until(1)
    assert other.until(1)
    clock.jump()
    assert one.until(2)
    assert other.until(2)


def test_a_sweep_that_fails_is_said_once_and_stops_neither_itself_nor_the_others(
    alarm: Callable[..., Alarm], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.scheduler")
    broken, sound = Counted(fails=3), Counted()
    started = alarm({"broken": broken, "sound": sound}, every=0.05)
    assert broken.until(5)
    assert sound.until(5)
    assert started.pulse.is_well()
    told = [record for record in caplog.records if record.getMessage() == "sweep failed"]
    assert [record.levelname for record in told] == ["ERROR"]
    assert any(record.getMessage() == "sweep works again" for record in caplog.records)


def test_the_clock_is_not_well_while_one_of_its_sweeps_fails(alarm: Callable[..., Alarm]) -> None:
    broken, sound = Counted(fails=1_000_000), Counted()

    def once_the_other_has_failed() -> None:
        broken.until(2)
        sound()

    started = alarm({"broken": broken, "sound": once_the_other_has_failed}, every=0.05)
    assert sound.until(2)
    assert not started.pulse.is_well()


def test_a_stopped_alarm_wakes_nothing_more(alarm: Callable[..., Alarm], clock: MovedClock) -> None:
    sweep, other = Counted(), Counted()
    started = alarm({"chases": sweep}, every=0.05)
    assert sweep.until(2)
    started.stop()
    runs = sweep.runs
    alarm({"digests": other}, every=0.05)
    clock.jump()
    assert other.until(3), "there was time for a wake"
    assert sweep.runs == runs
