"""`guichet demo`, started and stopped as a visitor does it, and those who use it."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import httpx

from bot.clock import NAME as GUICHET
from bot.settings import Settings
from sandbox.person import Person
from tests.journeys.correspondent import Correspondent
from tests.waiting import eventually

READY = re.compile(r"ready: open (http://127\.0\.0\.1:\d+/)")
LONGEST_START = 120.0
PATIENCE = 60.0
SLACK_S_PATIENCE = "30"
"""Seconds: on a busy machine, the three that Slack gives say nothing of Guichet."""
MARK = "GUICHET_JOURNEY"

Refusal = tuple[str, str]


class Demo:
    """The program in a process of its own. Everything that it starts carries a mark, by which it is found again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = ""
        self.last_words = ""
        self._mark = uuid4().hex
        self._process: subprocess.Popen[str] | None = None
        self._people: dict[str, Person] = {}

    def start(self) -> None:
        """Start it, and wait for the address that it prints."""
        ours = {name.upper() for name in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.main", "demo"],
            env=environment
            | {"DATA_DIR": str(self.folder), "PORT": "0", "SANDBOX_PATIENCE": SLACK_S_PATIENCE, MARK: self._mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.page = self._address(self._process)
        # A firm's cards leave one a second at most: patience is the test's, never the office's.
        self._people = {}
        somebody = self.person("U0HELENE")
        somebody.waits_for(lambda: somebody.state()["app"]["connections"] or None, "the app's connection")

    def stop(self) -> None:
        """Ctrl-C, as in a terminal; whatever it started must end with it."""
        for person in self._people.values():
            person.__exit__(None, None, None)
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        self.last_words, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        eventually(lambda: not self.still_running)

    @property
    def still_running(self) -> list[str]:
        """The command lines of the processes that carry the mark."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"{MARK}={self._mark}".encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:  # it ended while we looked, or belongs to somebody else
                continue
        return found

    def person(self, user: str) -> Person:
        if user not in self._people:
            self._people[user] = Person(self.page, user, patience=PATIENCE)
        return self._people[user]

    def correspondent(self, address: str) -> Correspondent:
        return Correspondent(self.page, address, PATIENCE)

    def moves_to(self, moment: str) -> None:
        """Set the office's clock, winter time: "2026-11-26 09:31"; Guichet has seen it."""
        day, hour = moment.split()
        httpx.post(f"{self.page}clock", json={"set": f"{day}T{hour}:00+01:00"}).raise_for_status()
        eventually(lambda: GUICHET in httpx.get(f"{self.page}clock").raise_for_status().json()["followed_by"])

    @property
    def refusals(self) -> list[Refusal]:
        """What Slack refused to the app since the start: a method and the error's name."""
        lines = httpx.get(f"{self.page}page/traffic").raise_for_status().json()["lines"]
        return [(line["name"], line["error"]) for line in lines if not line["ok"]]

    def _address(self, process: "subprocess.Popen[str]") -> str:
        patience = threading.Timer(LONGEST_START, process.kill)
        patience.start()
        told = ""
        try:
            while process.stdout is not None and (line := process.stdout.readline()):
                told += line
                if found := READY.search(line):
                    return found[1]
        finally:
            patience.cancel()
        raise AssertionError(f"the demo did not start: {told}")
