"""The pictures of docs/pictures: taken on the way when GUICHET_PICTURES is set, left alone otherwise."""

import os
from pathlib import Path

from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """What the page shows now, in light colours; the whole of it, however long, when asked."""
    if os.environ.get("GUICHET_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.evaluate("document.querySelectorAll('#toasts:popover-open').forEach((each) => each.hidePopover())")
        # A caret blinks, and a picture taken twice should be the same.
        page.screenshot(
            path=PICTURES / f"{name}.png",
            animations="disabled",
            caret="hide",
            full_page=whole,
        )


def pictures(page: Page, name: str, *, whole: bool = False) -> None:
    """The same in light and in dark colours."""
    picture(page, name, whole=whole)
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-dark", whole=whole)
    page.emulate_media(color_scheme="light")
