"""A real browser, Debian's Chromium, and windows on it that note whatever it complains of."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=_QUIET)
        yield browser
        browser.close()


class Windows:
    """The windows of one test, each with its own cookies; closed with it."""

    def __init__(self, browser: Browser, **settings: Any) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._settings = {"viewport": LAPTOP, **settings}
        self._opened: list[BrowserContext] = []

    def open(self, url: str, time_out: float | None = None, **settings: Any) -> Page:
        """A window at that address; `time_out` in milliseconds, when a fact may be long to come."""
        context = self._browser.new_context(**{**self._settings, **settings})
        if time_out is not None:
            context.set_default_timeout(time_out)
        self._opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page

    def close(self) -> None:
        for context in self._opened:
            context.close()
