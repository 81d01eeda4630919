"""A real browser, Debian's Chromium, and windows on it that note whatever it complains of."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SLOW_MACHINE = 60_000
"""Milliseconds that a browser waits for a fact: a busy machine makes a test longer, never false."""

Visit = Callable[..., Page]

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """One browser for the whole run: Playwright refuses to be started a second time beside the first."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser")
    expect.set_options(timeout=SLOW_MACHINE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=_QUIET)
        yield browser
        browser.close()


class Windows:
    """The windows of one test, each with its own cookies; closed with it."""

    def __init__(self, browser: Browser, **settings: Any) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        # What fades in is drawn at once: axe measures contrasts, and a picture taken twice should be the same.
        self._settings = {"viewport": LAPTOP, "reduced_motion": "reduce", **settings}
        self._opened: list[BrowserContext] = []

    def open(self, url: str, **settings: Any) -> Page:
        """A window at that address, in a context of its own with those settings."""
        context = self._browser.new_context(**{**self._settings, **settings})
        context.set_default_timeout(SLOW_MACHINE)
        self._opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page

    def close(self) -> None:
        for context in self._opened:
            context.close()


def no_serious_finding(page: Page) -> None:
    """What axe sees of the page as it is now holds nothing serious or critical."""
    found = Axe().run(page).response["violations"]
    serious = [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []
