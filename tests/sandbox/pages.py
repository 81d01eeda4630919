"""What a person does and sees in the page, for the tests that drive a browser."""

from playwright.sync_api import Locator, Page


def types(page: Page, text: str) -> None:
    composer = page.get_by_role("textbox", name="Message", exact=True)
    composer.fill(text)
    composer.press("Enter")


def last_message(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("article").filter(has_text=text).last


def choose(page: Page, label: str, option: str, *, typed: str | None = None) -> None:
    field = page.get_by_role("combobox", name=label, exact=True)
    field.click()
    if typed:
        field.fill(typed)
    page.get_by_role("option", name=option).click()


def small_targets(page: Page) -> list[str]:
    """The buttons, links and fields in sight that are lower than 44 pixels; links within a text are let be."""
    found: list[str] = page.evaluate(
        """() => [...(document.querySelector("dialog[open]") ?? document.body)
            .querySelectorAll("button, a, input, textarea, label.choice")]
            .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
            .filter((each) => !each.closest(".message-text, .section-text, .rich-text, .context"))
            .map((each) => each.closest(".combo.multiple") ?? each)
            .filter((each) => !each.matches("[type=checkbox], [type=radio], [type=file], .mention"))
            .filter((each) => each.getBoundingClientRect().height < 43.5)
            .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return found
