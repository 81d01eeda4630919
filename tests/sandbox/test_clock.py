"""The office's clock, over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from sandbox.clock import Clock, routes
from sandbox.world import World
from sandbox.worldfile import ClockSettings, small_world
from tests.sandbox.serving import serving
from tests.waiting import eventually

MONDAY = datetime.fromisoformat("2026-11-23T08:40:00+01:00")
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[httpx.Client]:
    file = small_world()
    file.clock = ClockSettings(MONDAY)
    with serving(routes(World(file, data=tmp_path))) as client:
        yield client


def shown(client: httpx.Client) -> datetime:
    return datetime.fromisoformat(client.get("/clock").json()["now"])


def test_the_clock_starts_where_the_world_says_and_runs(office: httpx.Client) -> None:
    first = shown(office)
    assert MONDAY <= first < MONDAY + A_MINUTE
    assert shown(office) > first


def test_moving_the_clock_by_three_days_keeps_the_hour(office: httpx.Client) -> None:
    before = office.get("/clock").json()
    after = office.post("/clock", json={"advance_seconds": 3 * 86400}).json()
    assert after["version"] == before["version"] + 1
    assert MONDAY + timedelta(days=3) <= datetime.fromisoformat(after["now"]) < MONDAY + timedelta(days=3) + A_MINUTE


def test_the_clock_is_shown_with_the_summer_offset_in_summer(office: httpx.Client) -> None:
    after = office.post("/clock", json={"set": "2027-07-01T07:00:00+00:00"}).json()
    assert after["now"].startswith("2027-07-01T09:00:0")
    assert after["now"].endswith("+02:00")


def test_whoever_waits_for_the_clock_is_woken_when_it_moves(office: httpx.Client) -> None:
    version = office.get("/clock").json()["version"]
    heard: list[int] = []
    waiting = threading.Thread(
        target=lambda: heard.append(office.get("/clock", params={"after": version}).json()["version"])
    )
    waiting.start()
    office.post("/clock", json={"advance_seconds": 60})
    waiting.join(timeout=60)
    assert heard == [version + 1]


def test_it_is_known_who_has_seen_the_last_move(office: httpx.Client) -> None:
    def followed_by() -> list[str]:
        followers: list[str] = office.get("/clock").json()["followed_by"]
        return followers

    assert followed_by() == []
    asked = {"after": office.get("/clock").json()["version"], "by": "the bot", "due": ""}
    waiting = threading.Thread(target=lambda: office.get("/clock", params=asked))
    waiting.start()
    eventually(lambda: followed_by() == ["the bot"])
    assert office.post("/clock", json={"advance_seconds": 60}).json()["followed_by"] == []
    waiting.join(timeout=60)
    assert followed_by() == []


def test_a_version_of_another_run_is_answered_at_once(office: httpx.Client) -> None:
    assert office.get("/clock", params={"after": 4000}).json()["version"] == 1


def test_the_clock_goes_to_the_next_thing_that_somebody_waits_for(office: httpx.Client) -> None:
    assert office.post("/clock", json={"to": "next"}).json()["error"] == "nothing_due"
    chase = MONDAY + timedelta(days=3, hours=1)
    office.get("/clock", params={"by": "the bot", "due": chase.isoformat()})
    office.get("/clock", params={"by": "a letter", "due": (chase + timedelta(days=1)).isoformat()})
    assert [due["who"] for due in office.get("/clock").json()["due"]] == ["the bot", "a letter"]
    after = office.post("/clock", json={"to": "next"}).json()
    assert chase <= datetime.fromisoformat(after["now"]) < chase + A_MINUTE
    assert [due["who"] for due in after["due"]] == ["a letter"]


def test_a_program_that_waits_for_nothing_any_more_says_so(office: httpx.Client) -> None:
    office.get("/clock", params={"by": "the bot", "due": (MONDAY + timedelta(days=1)).isoformat()})
    assert office.get("/clock", params={"by": "the bot", "due": ""}).json()["due"] == []
    assert office.get("/clock", params={"by": "the bot", "due": "soon"}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"{}",
        b'{"advance_seconds": "3"}',
        b'{"advance_seconds": 1e300}',
        b'{"set": "tomorrow"}',
        b'{"set": "2026-11-23T08:40:00"}',
    ],
)
def test_a_move_that_says_nothing_clear_is_refused(office: httpx.Client, body: bytes) -> None:
    version = office.get("/clock").json()["version"]
    answer = office.post("/clock", content=body)
    assert answer.status_code == 400
    assert "error" in answer.json()
    assert office.get("/clock").json()["version"] == version


def test_an_office_that_reopens_finds_its_clock_where_it_left_it(tmp_path: Path) -> None:
    kept = tmp_path / "clock.json"
    Clock(MONDAY, kept_in=kept).advance(timedelta(days=10))
    assert Clock(MONDAY, kept_in=kept).now() >= MONDAY + timedelta(days=10)
