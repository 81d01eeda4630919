"""A sandbox in a child process, and a Bolt app connected to it in another."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sandbox.person import Person
from sandbox.running import Sandbox
from tests.browsing import Visit, Windows

ROOT = Path(__file__).parents[2]

MANIFEST = {
    "display_information": {"name": "Essai", "description": "Une application pour essayer."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Essai"},
        "slash_commands": [
            {"command": "/essai", "description": "Essayer", "usage_hint": "[mot]", "should_escape": True}
        ],
        "shortcuts": [
            {"name": "Essai", "type": "global", "callback_id": "essai_global", "description": "Essayer"},
            {"name": "Ranger", "type": "message", "callback_id": "essai_message", "description": "Ranger"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "users:read",
                "users:read.email",
                "files:read",
                "files:write",
                "channels:read",
                "groups:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "user_change"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@dataclass
class Running:
    """A sandbox at work: its addresses and tokens, and where it writes its traffic."""

    sandbox: Sandbox

    @property
    def page(self) -> str:
        return self.sandbox.page

    @property
    def slack_api_url(self) -> str:
        return self.sandbox.environment["SLACK_API_URL"]

    @property
    def bot_token(self) -> str:
        return self.sandbox.environment["SLACK_BOT_TOKEN"]

    @property
    def app_token(self) -> str:
        return self.sandbox.environment["SLACK_APP_TOKEN"]

    @property
    def traffic(self) -> Path:
        return self.sandbox.traffic_file

    def person(self, user: str) -> Person:
        return Person(self.page, user)


@contextmanager
def sandbox_in(folder: Path, world: Path | None = None) -> Iterator[Running]:
    """A sandbox in a child process, which finds again what the last one kept in that folder."""
    with Sandbox(MANIFEST, world=world, data=folder / "data") as sandbox:
        yield Running(sandbox)


def connected(module: str, running: Running, **environment: str) -> AbstractContextManager[object]:
    """That app in a child process, once it is connected to the sandbox."""
    return running.sandbox.runs(sys.executable, "-m", module, **environment)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A sandbox with its small world."""
    with sandbox_in(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture(scope="module", params=["websocket_client", "builtin"])
def app(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Running]:
    """A sandbox of its own for the Bolt app, connected by one adapter and then by the other."""
    folder = tmp_path_factory.mktemp("sandbox")
    with sandbox_in(folder) as running, connected("tests.sandbox.bolt_app", running, ADAPTER=request.param):
        yield running


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A sandbox of its own, and the gallery app connected to it."""
    folder = tmp_path_factory.mktemp("page")
    with sandbox_in(folder) as running, connected("tests.sandbox.gallery_app", running):
        yield running


@pytest.fixture
def open_page(gallery: Running, chromium: Browser) -> Iterator[Visit]:
    """Opens the page as a person at a place; whatever the browser complains of fails the test."""
    windows = Windows(chromium, timezone_id="America/New_York")

    def open_one(user: str = "U0HELENE", place: str = "#/channel/C0COURRIER", **settings: Any) -> Page:
        with gallery.person(user) as person:
            if person.modals:
                person.modal.closes(everything=True)
        return windows.open(f"{gallery.page}?user={user}{place}", **settings)

    yield open_one
    windows.close()
    assert windows.complaints == []
