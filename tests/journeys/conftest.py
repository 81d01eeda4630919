"""The demo that a journey is lived in, and the browser that its clients use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import Visit, Windows
from tests.journeys.demo import Demo

A_REFUSAL = "the server responded with a status of 4"
"""What a browser says of a form that comes back with its errors, or of a link that has expired."""


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


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Opens an address in a window of its own; whatever the browser complains of fails the journey."""
    windows = Windows(chromium, locale="fr-FR")
    yield windows.open
    windows.close()
    assert [said for said in windows.complaints if A_REFUSAL not in said] == []
