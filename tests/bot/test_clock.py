"""The firm's time: the machine's own, or the one that a demo moves."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.clock import RemoteClock, SystemClock, clock_of
from bot.settings import SettingsWrong
from sandbox.clock import Clock, routes
from tests.sandbox.serving import serving
from tests.waiting import PATIENCE, eventually

START = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
A_DAY = timedelta(days=1)


class Tower:
    """What the clock's routes need of the sandbox's world."""

    def __init__(self) -> None:
        self.clock = Clock(START)

    def changed(self, topic: str, **keys: str) -> None:
        pass


@pytest.fixture
def tower() -> Iterator[httpx.Client]:
    with serving(routes(Tower())) as page:
        yield page


@pytest.fixture
def clock(tower: httpx.Client) -> Iterator[RemoteClock]:
    clock = RemoteClock(f"http://127.0.0.1:{tower.base_url.port}/clock")
    clock.start()
    yield clock
    clock.stop()
    # Whoever still waits at the tower is let go, so that it can close.
    tower.post("/clock", json={"advance_seconds": 1})


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(minutes=1)


def test_the_time_is_that_of_the_clock_that_the_settings_name(clock: RemoteClock) -> None:
    assert near(clock.now(), START)
    assert clock.now().tzinfo is UTC


def test_a_jump_of_the_clock_wakes_those_who_wait_for_it(clock: RemoteClock, tower: httpx.Client) -> None:
    woken = threading.Event()
    seen: list[datetime] = []

    def wake() -> None:
        seen.append(clock.now())
        woken.set()

    clock.when_moved(wake)
    tower.post("/clock", json={"advance_seconds": 3 * 86400})
    assert woken.wait(PATIENCE)
    assert near(seen[0], START + 3 * A_DAY)


def test_every_jump_is_seen_however_fast_they_come(clock: RemoteClock, tower: httpx.Client) -> None:
    arrived = threading.Event()
    clock.when_moved(lambda: arrived.set() if near(clock.now(), START + 5 * A_DAY) else None)
    for _ in range(5):
        tower.post("/clock", json={"advance_seconds": 86400})
    assert arrived.wait(PATIENCE)


def test_a_demo_may_jump_to_what_the_firm_waits_for_at_that_very_moment(
    clock: RemoteClock, tower: httpx.Client
) -> None:
    due = [START + A_DAY]
    clock.when_asked(lambda now: next((moment for moment in due if moment > now), None))

    def jumps() -> str | None:
        shown: str | None = tower.post("/clock", json={"to": "next"}).json().get("now")
        return shown

    # The clock's thread may still be on its way there for the first time.
    assert near(datetime.fromisoformat(eventually(jumps) or ""), START + A_DAY)
    due.append(START + 2 * A_DAY)
    assert near(datetime.fromisoformat(jumps() or ""), START + 2 * A_DAY)


def test_books_that_cannot_be_read_do_not_stop_the_clock(clock: RemoteClock, tower: httpx.Client) -> None:
    def unreadable(now: datetime) -> datetime | None:
        raise RuntimeError("no books")

    arrived = threading.Event()
    clock.when_asked(unreadable)
    clock.when_moved(lambda: arrived.set() if near(clock.now(), START + 2 * A_DAY) else None)
    for _ in range(2):
        tower.post("/clock", json={"advance_seconds": 86400})
    assert arrived.wait(PATIENCE)


def test_a_clock_that_does_not_answer_at_start_is_said_in_a_sentence() -> None:
    with pytest.raises(SettingsWrong, match="CLOCK_URL does not answer with a time"):
        RemoteClock("http://127.0.0.1:9/clock").start()


def test_without_a_setting_the_time_is_the_machines() -> None:
    clock = clock_of(None)
    assert isinstance(clock, SystemClock)
    assert near(clock.now(), datetime.now(UTC))
