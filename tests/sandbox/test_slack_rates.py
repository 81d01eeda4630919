"""How often methods may be called, when Slack's own rates are asked for."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sandbox.slack.rates import PER_MINUTE, Rates
from sandbox.webapi.calls import METHODS
from sandbox.webapi.routes import routes
from tests.sandbox.serving import serving
from tests.sandbox.slack_calls import WIDE, Slack


class Counted:
    """Rates over a clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rates = Rates(clock=lambda: self.now)

    def call(self, method: str, channel: str = "", outside_marketplace: bool = False) -> int:
        return self.rates.wait_for(method, channel, outside_marketplace)


@pytest.mark.parametrize(
    ("method", "a_minute"),
    [
        ("apps.uninstall", 1),
        ("apps.connections.open", 10),
        ("conversations.list", 20),
        ("users.list", 20),
        ("reactions.remove", 20),
        ("conversations.history", 50),
        ("chat.update", 50),
        ("users.lookupByEmail", 50),
        ("users.conversations", 50),
        ("views.open", 100),
        ("users.info", 100),
        ("files.info", 100),
    ],
)
def test_a_method_is_called_as_often_as_its_tier_says(method: str, a_minute: int) -> None:
    counted = Counted()
    assert [counted.call(method) for _ in range(a_minute)] == [0] * a_minute
    assert counted.call(method) == 60
    counted.now = 59.5
    assert counted.call(method) == 1
    counted.now = 60
    assert counted.call(method) == 0


def test_a_channel_takes_one_message_a_second() -> None:
    counted = Counted()
    assert counted.call("chat.postMessage", "C1") == 0
    assert counted.call("chat.postMessage", "C1") == 1
    assert counted.call("chat.postMessage", "C2") == 0
    counted.now = 1
    assert counted.call("chat.postMessage", "C1") == 0


def test_a_workspace_takes_some_hundred_messages_a_minute() -> None:
    counted = Counted()
    assert [counted.call("chat.postMessage", f"C{number}") for number in range(600)] == [0] * 600
    assert counted.call("chat.postMessage", "C600") == 60


def test_an_app_outside_the_marketplace_reads_history_once_a_minute() -> None:
    counted = Counted()
    assert counted.call("conversations.history", outside_marketplace=True) == 0
    assert counted.call("conversations.history", outside_marketplace=True) == 60
    assert counted.call("users.info", outside_marketplace=True) == 0


def test_every_method_of_the_sandbox_has_its_rate() -> None:
    special = {"auth.test", "blocks.validate", "chat.getPermalink", "chat.postMessage"}
    assert METHODS.keys() - PER_MINUTE.keys() == special
    assert PER_MINUTE.keys() - METHODS.keys() == set()


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


@pytest.fixture
def http(slack: Slack) -> Iterator[httpx.Client]:
    with serving(routes(slack.world)) as client:
        client.headers["authorization"] = f"Bearer {slack.world.bot_token}"
        yield client


def test_a_call_too_soon_is_told_when_to_come_back(slack: Slack, http: httpx.Client) -> None:
    message = {"channel": "C0COURRIER", "text": "a"}
    assert http.post("/api/chat.postMessage", data=message).json()["ok"]
    assert http.post("/api/chat.postMessage", data=message).json()["ok"], "rates are not counted unless asked for"
    slack.world.faults["real_rates"] = True
    slack.world.rates.clock = lambda: 0.0
    assert http.post("/api/chat.postMessage", data=message).status_code == 200
    late = http.post("/api/chat.postMessage", data=message)
    assert (late.status_code, late.headers["retry-after"]) == (429, "1")
    assert late.json() == {"ok": False, "error": "ratelimited"}
    assert slack.world.traffic.lines[-1]["error"] == "ratelimited"


def test_every_call_is_too_soon_on_demand(slack: Slack, http: httpx.Client) -> None:
    slack.world.faults["rate_limited"] = True
    limited = http.get("/api/auth.test")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
