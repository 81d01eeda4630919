"""A sandbox of one's own for tests, in a child process: its people, clock, faults, traffic, and the bots it serves.

with Sandbox(Path("manifest.yml")) as slack, slack.runs("app.py"):
    nadia = slack.person("U0NADIA")
    nadia.types("/hello", channel="courrier")
    nadia.sees_message("Hello, Nadia", channel="courrier")
    slack.moves_clock(hours=1)
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import yaml

from sandbox.person import PATIENCE, Person
from sandbox.screens import NotSeen
from sandbox.waiting import wait_for

Json = dict[str, Any]

LONGEST_START, LONGEST_STOP = 60.0, 10.0


class Sandbox:
    def __init__(
        self,
        manifest: Path | Mapping[str, Any],
        *,
        world: Path | None = None,
        data: Path | None = None,
        request_url: str = "",
        patience: float = PATIENCE,
    ) -> None:
        """With a `request_url`, the manifest's addresses are asked there: http://127.0.0.1:3000."""
        self._manifest = manifest
        self._world = world
        self._data = data
        self._request_url = request_url
        self._patience = patience
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with self._open:
            folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-")))
            self.traffic_file = folder / "traffic.jsonl"
            command = [sys.executable, "-m", "sandbox", "--port", "0", "--manifest", str(self._written(folder))]
            command += ["--data", str(self._data or folder / "data")]
            command += ["--world", str(self._world)] if self._world else []
            command += ["--request-url", self._request_url] if self._request_url else []
            environment = os.environ | {"SANDBOX_TRAFFIC": str(self.traffic_file)}
            process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
            self._open.callback(_stop, process)
            self.pid = process.pid
            self.opening: Json = json.loads(process.stdout.readline() or "{}") if process.stdout else {}
            if not self.opening:
                raise RuntimeError("the sandbox did not start; it says why on its standard error")
            self.page = str(self.opening["page"])
            self._http = self._open.enter_context(httpx.Client(base_url=self.page, timeout=40.0, trust_env=False))
            self._open = self._open.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _written(self, folder: Path) -> Path:
        if isinstance(self._manifest, Path):
            return self._manifest
        path = folder / "manifest.yml"
        path.write_text(yaml.safe_dump(dict(self._manifest)), encoding="utf-8")
        return path

    @property
    def environment(self) -> dict[str, str]:
        """What a bot needs to know, under the names that Bolt's own examples use."""
        return {
            "SLACK_API_URL": str(self.opening["slack_api_url"]),
            "SLACK_BOT_TOKEN": str(self.opening["bot_token"]),
            "SLACK_APP_TOKEN": str(self.opening["app_token"]),
            "SLACK_SIGNING_SECRET": str(self.opening["signing_secret"]),
        }

    @contextmanager
    def runs(self, *command: Path | str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
        """That bot in a child process, once it is connected, or listens at the request URL.

        A Python file alone is run as it is, by `sandbox.unmodified`; all else is a command, such as "node", "app.js".
        """
        words = [str(word) for word in command]
        if len(words) == 1 and words[0].endswith(".py"):
            words = [sys.executable, "-m", "sandbox.unmodified", *words]
        before = self.connections
        process = subprocess.Popen(  # noqa: S603 - the bot that the test asks for
            words, env=os.environ | self.environment | environment, stdout=subprocess.DEVNULL, text=True
        )
        try:
            if self._request_url:
                _wait_for_listener(self._request_url)
            else:
                self._wait_for_connection(process, before)
            yield process
        finally:
            _stop(process)

    def person(self, user_id: str) -> Person:
        """Somebody of the world, to act as."""
        return self._open.enter_context(Person(self.page, user_id, self._patience))

    def moves_clock(self, **by: float) -> None:
        """Forward by that much, in the words of a timedelta: `hours=1`."""
        seconds = timedelta(**by).total_seconds()
        self._http.post("/clock", json={"advance_seconds": seconds}).raise_for_status()

    def breaks(self, fault: str) -> None:
        """Switch a fault on, or make happen what happens once; docs/sandbox.md lists them."""
        self._http.post("/page/faults", json={fault: True}).raise_for_status()

    def mends(self, fault: str) -> None:
        self._http.post("/page/faults", json={fault: False}).raise_for_status()

    @property
    def traffic(self) -> list[Json]:
        """Every exchange so far, as SANDBOX_TRAFFIC writes them; a line being written is not there yet."""
        whole, _, _ = self.traffic_file.read_text(encoding="utf-8").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    @property
    def refusals(self) -> list[Json]:
        """What the bot did that Slack refuses: {"kind", "name", "error", "detail"}, oldest first."""
        lines = self._http.get("/page/traffic").raise_for_status().json()["lines"]
        return [line for line in lines if not line["ok"]]

    @property
    def connections(self) -> int:
        """How many sockets the bots have open, as far as Slack knows."""
        return int(self._http.get("/page/app").raise_for_status().json()["connections"])

    def _wait_for_connection(self, process: "subprocess.Popen[str]", before: int) -> None:
        def connected() -> bool:
            if process.poll() is not None:
                raise NotSeen("the bot ended before it was connected")
            return self.connections > before

        wait_for(self._http, connected, LONGEST_START, lambda: "the bot did not connect")


def _wait_for_listener(url: str) -> None:
    """Return once something listens there; nobody tells, so it is tried again and again."""
    parts, deadline = urlsplit(url), time.monotonic() + LONGEST_START
    while True:
        try:
            socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5.0).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise NotSeen(f"nothing listens at {url}") from None
            time.sleep(0.05)  # between two knocks at a bot of anybody's, which tells nothing
        else:
            return


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
