"""A sandbox in a child process, and a Bolt app connected to it in another."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from sandbox.person import Person
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
    """The opening line of a sandbox, and where it writes its traffic."""

    page: str
    slack_api_url: str
    bot_token: str
    app_token: str
    traffic: Path

    def person(self, user: str) -> Person:
        return Person(self.page, user)


def start_sandbox(folder: Path, *options: str) -> tuple["subprocess.Popen[str]", Running]:
    manifest = folder / "manifest.yml"
    manifest.write_text(yaml.safe_dump(MANIFEST))
    traffic = folder / "traffic.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--manifest", manifest, "--port", "0", "--data", folder / "data", *options],
        cwd=ROOT,
        env=os.environ | {"SANDBOX_TRAFFIC": str(traffic)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    kept = {name: line[name] for name in ("page", "slack_api_url", "bot_token", "app_token")}
    return process, Running(**kept, traffic=traffic)


def stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.wait(timeout=10)
    if process.stdout is not None:
        process.stdout.close()


@contextmanager
def connected(module: str, running: Running, **environment: str) -> Iterator[None]:
    """That app in a child process, once it is connected to the sandbox."""
    tokens = {
        "SLACK_API_URL": running.slack_api_url,
        "SLACK_BOT_TOKEN": running.bot_token,
        "SLACK_APP_TOKEN": running.app_token,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=os.environ | tokens | environment,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        with running.person("U0HELENE") as helene:
            helene.patience = 30
            helene.waits_for(lambda: helene.state()["app"]["connections"] or None, "the app's connection")
        yield
    finally:
        stop(process)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A sandbox with its small world."""
    process, running = start_sandbox(tmp_path_factory.mktemp("sandbox"))
    yield running
    stop(process)


@pytest.fixture(scope="module", params=["websocket_client", "builtin"])
def app(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Running]:
    """A sandbox of its own for the Bolt app, connected by one adapter and then by the other."""
    sandbox, running = start_sandbox(tmp_path_factory.mktemp("sandbox"))
    try:
        with connected("tests.sandbox.bolt_app", running, ADAPTER=request.param):
            yield running
    finally:
        stop(sandbox)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A sandbox of its own, and the gallery app connected to it."""
    sandbox, running = start_sandbox(tmp_path_factory.mktemp("page"))
    try:
        with connected("tests.sandbox.gallery_app", running):
            yield running
    finally:
        stop(sandbox)


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
