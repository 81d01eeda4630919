"""A sandbox in a child process, and the real house over a temporary database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.sandbox import Sandbox
from bot.office import House
from bot.registry import RegistryLine
from bot.settings import Settings
from sandbox.person import Person
from storage.blobs import BlobFolder
from storage.database import Database
from tests.bot.opened import Opened

NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the settings they give, whatever is exported where they run."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The sandbox of the demo, running in a child process."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"), port=0)
    with pytest.MonkeyPatch.context() as patch:
        # On a busy machine, the three seconds that Slack gives say nothing of the bot.
        patch.setenv("SANDBOX_PATIENCE", "30")
        addresses = sandbox.start()
    yield Opened(sandbox, addresses)
    sandbox.stop()


@pytest.fixture
def nadia(opened: Opened) -> Iterator[Person]:
    with Person(opened.page, "U0NADIA") as person:
        yield person


@pytest.fixture
def open_house(sqlite_url: str, open_url: Callable[[str], Database], tmp_path: Path) -> Iterator[Callable[..., House]]:
    """The real house; Slack and the registry are where the test says, by default nowhere."""
    lines = []

    def build(slack_api_url: str = NOWHERE, registry_url: str = NOWHERE) -> House:
        line = RegistryLine(registry_url)
        lines.append(line)
        return House(
            database=open_url(sqlite_url),
            blobs=BlobFolder(tmp_path / "blobs"),
            clock=SystemClock(),
            registry_line=line,
            slack_api_url=slack_api_url,
            public_url="http://space.valmont.example",
        )

    yield build
    for line in lines:
        line.close()


@pytest.fixture
def quiet_environment() -> dict[str, str]:
    """The environment of a child process, without any setting of Guichet."""
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in ours}
