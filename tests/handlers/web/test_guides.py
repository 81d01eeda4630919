"""The guides: short pages for the firm's people, in both languages, found from the help."""

import re

import pytest

from handlers.web.guides import guides
from handlers.words import words_for
from tests.handlers.web.conftest import Browser
from tests.offices import SmallOffice


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_guide_is_one_short_page(browser: Browser, office: SmallOffice, language: str) -> None:
    office.follow("Atelier Morel", by=office.hire("Nadia Benali"))
    page = browser.opens(f"/guides?lang={language}")
    for guide in guides(words_for(language)):
        assert guide.title in page.text
        shown = browser.opens(f"/guides/{guide.name}?lang={language}")
        assert shown.status_code == 200
        assert f"<h1>{guide.title}</h1>" in shown.text
        assert len(shown.content) < 30_000
        assert "`" not in shown.text
        assert "Morel" not in shown.text
        assert f'<html lang="{language}">' in shown.text


@pytest.mark.usefixtures("office")
def test_what_is_to_be_typed_is_shown_as_it_is(browser: Browser) -> None:
    page = browser.opens("/guides/creer-un-dossier?lang=fr")
    assert re.search(r"<strong>Tapez <code>/client nouveau</code>\.</strong>", page.text)


@pytest.mark.usefixtures("office")
def test_a_guide_that_does_not_exist_is_no_page(browser: Browser) -> None:
    assert browser.opens("/guides/paie").status_code == 404
