"""The page's own words, read from its modules."""

import re
from pathlib import Path

from sandbox.slack.faults import LASTING, ONCE

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
SAID = re.compile(r'\bt\(\s*"([^"]+)"|\btn\(\s*"([^"]+)",\s*"([^"]+)"')
TRANSLATED = re.compile(r'^  "([^"]+)":\s+"(.+)",$', re.MULTILINE)
MODULES = sorted(PAGE.rglob("*.js"))
FRENCH = dict(TRANSLATED.findall((PAGE / "core" / "french.js").read_text()))


def test_every_sentence_of_the_page_has_its_french() -> None:
    said = {words for module in MODULES for found in SAID.findall(module.read_text()) for words in found if words}
    assert len(said) > 100
    assert said - FRENCH.keys() == set()


def test_every_fault_has_its_name() -> None:
    assert {f"fault {name}" for name in (*LASTING, *ONCE)} - FRENCH.keys() == set()


def test_holes_are_the_same_in_both_languages() -> None:
    holes = re.compile(r"\{\w+\}")
    assert {
        key for key, french in FRENCH.items() if sorted(holes.findall(key)) != sorted(holes.findall(french))
    } == set()


def test_french_typography_is_kept() -> None:
    assert [french for french in FRENCH.values() if re.search(r" [:;!?»]|« |'", french)] == []


def test_no_module_reads_html_out_of_text() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser")
    assert [module.name for module in MODULES if forbidden.search(module.read_text())] == []


def test_the_page_asks_nothing_from_elsewhere() -> None:
    files = [*MODULES, *PAGE.rglob("*.css"), *PAGE.rglob("*.html")]
    elsewhere = re.compile(r"""(?:src|href|from|import|url)\s*[=(:]?\s*["'(]\s*(?:https?:)?//""")
    assert [file.name for file in files if elsewhere.search(file.read_text())] == []


def test_modules_stay_short() -> None:
    assert [module.name for module in MODULES if len(module.read_text().splitlines()) > 400] == []
