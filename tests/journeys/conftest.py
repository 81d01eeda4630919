"""The demo that a journey is lived in, and the browser that its clients use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.demo import Demo

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
A_REFUSAL = "the server responded with a status of 4"
"""What a browser says of a form that comes back with its errors, or of a link that has expired."""

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SLOW_MACHINE = 60_000
"""Milliseconds that a browser waits for a fact: a busy machine makes a journey longer, never false."""

Visit = Callable[..., Page]


@contextmanager
def running(folder: Path) -> Iterator[Demo]:
    """A demo that runs meanwhile; whatever the journey, Slack took all that Guichet sent to it."""
    demo = Demo(folder / "data")
    try:
        demo.start()
        yield demo
        assert demo.refusals == []
    finally:
        demo.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, running, for the journeys of one module."""
    with running(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture
def weeks(tmp_path: Path) -> Iterator[Demo]:
    """A demo of its own, for a journey that moves the clock."""
    with running(tmp_path) as demo:
        yield demo


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Opens an address in a browser of its own; whatever the browser complains of fails the journey."""
    complaints: list[str] = []
    opened = []

    def open_one(url: str, **settings: Any) -> Page:
        context = chromium.new_context(**{"viewport": LAPTOP, "locale": "fr-FR", **settings})
        context.set_default_timeout(SLOW_MACHINE)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert [said for said in complaints if A_REFUSAL not in said] == []
