"""The web server says whether Guichet is alive and well, to this machine alone and without a name."""

import socket
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.health import Health, Pulse
from bot.web import WebServer, health_routes, listening_socket

A_VISITOR = {"X-Forwarded-For": "203.0.113.7"}


class Parts:
    """Two parts whose hearts the test holds."""

    def __init__(self) -> None:
        self.hour = 100.0
        self.clock = Pulse(60, lambda: self.hour)
        self.dispatch = Pulse(10, lambda: self.hour)
        self.database_is_up = True
        self.slack_is_up = True

    def ask_database(self) -> None:
        if not self.database_is_up:
            raise ConnectionError("db.cabinet-valmont.example")


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def port(parts: Parts) -> Iterator[int]:
    pulses = {"clock": parts.clock, "dispatch": parts.dispatch}
    health = Health(parts.ask_database, pulses, {"slack": lambda: parts.slack_is_up})
    listener = listening_socket(0)
    number: int = listener.getsockname()[1]
    server = WebServer(Starlette(routes=health_routes(health)), listener)
    server.start()
    yield number
    server.stop()


@pytest.fixture
def page(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client


def test_a_running_program_is_alive(page: httpx.Client) -> None:
    assert page.get("/healthz").json() == {"alive": True}


def test_it_is_well_once_each_part_has_worked(page: httpx.Client, parts: Parts) -> None:
    assert page.get("/readyz").status_code == 503
    parts.clock.beat()
    parts.dispatch.beat()
    parts.hour += 5
    answer = page.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"]["clock"] == {"well": True, "age_seconds": 5.0}


def test_a_part_that_has_stopped_is_named_with_its_age(page: httpx.Client, parts: Parts) -> None:
    parts.clock.beat()
    parts.dispatch.beat()
    parts.hour += 30
    answer = page.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["dispatch"] == {"well": False, "age_seconds": 30.0}
    assert answer.json()["parts"]["clock"]["well"]


def test_a_line_that_is_down_is_named(page: httpx.Client, parts: Parts) -> None:
    parts.slack_is_up = False
    assert page.get("/readyz").json()["parts"]["slack"] == {"well": False}


@pytest.mark.abuse("P10")
def test_health_holds_no_name_whatever_breaks(page: httpx.Client, parts: Parts) -> None:
    parts.database_is_up = False
    answer = page.get("/readyz")
    assert answer.json()["parts"]["database"] == {"well": False}
    assert "valmont" not in answer.text
    assert set(answer.json()["parts"]) == {"database", "slack", "clock", "dispatch"}


@pytest.mark.abuse("P10")
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_visitor_who_comes_through_the_proxy_learns_nothing(page: httpx.Client, path: str) -> None:
    answer = page.get(path, headers=A_VISITOR)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.abuse("P10")
def test_nothing_listens_beyond_this_machine(port: int) -> None:
    with socket.socket() as elsewhere:
        # Any other address of 127.0.0.0/8 stands for the network's: a server on 0.0.0.0 would answer there.
        assert elsewhere.connect_ex(("127.0.0.2", port)) != 0
