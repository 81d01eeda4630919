"""What we hand to a newcomer is true: settings, links, commands and pictures exist."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from sandbox.slack.rates import PER_MINUTE, SPECIAL
from sandbox.webapi import routes
from sandbox.webapi.calls import METHODS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOR_TESTS_ONLY = {"slack_api_url", "clock_url"}


def test_the_example_settings_are_the_settings() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = {name.lower() for name in re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)}
    assert named == set(Settings.model_fields) - FOR_TESTS_ONLY


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    assert [t for t in targets if "://" not in t and not (page.parent / t).exists()] == []


def test_the_page_of_the_sandbox_lists_its_methods_with_their_scopes_and_rates() -> None:
    assert routes.MODULES, "importing them is what lists their methods"
    page = (ROOT / "docs" / "sandbox-web-api.md").read_text("utf-8")
    written = re.findall(r"^\| `(\w+\.[\w.]+)` \| (.*?) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    told = [(name, re.findall(r"`(.*?)`", scopes), tokens) for name, scopes, tokens, _ in written]
    listed = [(name, list(one.scopes), ", ".join(one.tokens) or "none") for name, one in sorted(METHODS.items())]
    assert told == listed
    rates = {name: int(rate) for name, _, _, rate in written if rate.isdecimal()}
    assert rates == {name: PER_MINUTE.get(name, SPECIAL) for name in METHODS if name != "chat.postMessage"}


def test_the_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)", readme)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    commands = (ROOT / "bot" / "main.py").read_text("utf-8")
    for name in set(re.findall(r"guichet ([a-z][a-z-]+)`", readme)):
        assert name.replace("-", "_") in commands, name


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 80


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`((?:bot|domain|handlers|storage|sandbox|tests)/[\w/.-]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
