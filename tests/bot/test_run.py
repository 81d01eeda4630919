"""`guichet run` on the sandbox: started by its settings, stopped by a signal, patient with what is away."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from sandbox.person import Person
from tests.bot.opened import Opened

pytestmark = pytest.mark.slow


class Running:
    """`guichet run` in a child process; what it logs is read line by line."""

    def __init__(self, environment: dict[str, str], *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.main", "run", *options],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    @property
    def log(self) -> IO[str]:
        assert self.process.stderr is not None
        return self.process.stderr

    def waits_for(self, event: str) -> dict[str, object]:
        seen = ""
        for line in self.log:
            seen += line
            if not line.startswith("{"):
                continue
            told: dict[str, object] = json.loads(line)
            if told["event"] == event:
                return told
        raise AssertionError(seen)

    def ends(self, by: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(by)
        code = self.process.wait(60)
        self.log.close()
        return code


@pytest.fixture
def running(opened: Opened, tmp_path: Path, quiet_environment: dict[str, str]) -> Iterator[Callable[..., Running]]:
    begun: list[Running] = []

    def begin(*options: str, **changed: str) -> Running:
        settings = {**opened.environment(tmp_path / "data"), **changed}
        begun.append(Running({**quiet_environment, **settings}, *options))
        return begun[-1]

    yield begin
    for each in begun:
        each.ends(signal.SIGKILL)


def test_it_opens_the_firm_names_its_administrator_and_stops_when_told(
    running: Callable[..., Running], tmp_path: Path
) -> None:
    guichet = running()
    guichet.waits_for("first administrator named")
    guichet.waits_for("slack connected")
    assert (tmp_path / "data" / "keys").stat().st_mode & 0o777 == 0o600
    guichet.process.send_signal(signal.SIGTERM)
    guichet.waits_for("part stopped")
    assert guichet.ends() == 0


@pytest.mark.abuse("S8")
def test_only_the_person_named_in_the_settings_is_administrator(
    running: Callable[..., Running], opened: Opened
) -> None:
    running().waits_for("slack connected")
    with Person(opened.page, "U0NADIA", patience=60) as nadia:
        nadia.types("/client", channel="general")
        nadia.waits_for(
            lambda: [one for one in nadia.messages("general") if "Hélène Valmont" in one.text], "whom to ask"
        )


def test_a_second_one_on_the_same_books_is_refused_in_a_sentence(running: Callable[..., Running]) -> None:
    running().waits_for("guichet ready")
    second = running()
    printed = second.log.read()
    assert second.process.wait(60) == 1
    assert "Another Guichet already runs on" in printed
    assert "Traceback" not in printed


def test_a_wrong_token_is_said_in_a_sentence(running: Callable[..., Running]) -> None:
    guichet = running(SLACK_BOT_TOKEN="xoxb-0000000000-nobody")
    printed = guichet.log.read()
    assert guichet.process.wait(60) == 1
    assert "SLACK_BOT_TOKEN is refused by Slack (invalid_auth)" in printed
    assert "Traceback" not in printed


def test_slack_away_at_start_is_said_once_and_waited_for(running: Callable[..., Running]) -> None:
    guichet = running(SLACK_API_URL="http://127.0.0.1:9/api/")
    told = guichet.waits_for("waiting for what does not answer")
    assert told["what"] == "slack"
    assert guichet.ends() == 0


def test_roles_may_run_apart(running: Callable[..., Running]) -> None:
    guichet = running("--roles", "clock,web")
    assert guichet.waits_for("guichet ready")["roles"] == ["clock", "web"]
    assert guichet.ends() == 0
