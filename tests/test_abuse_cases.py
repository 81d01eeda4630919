"""The table of docs/security.md and the tests that carry its numbers say the same."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NUMBER = re.compile(r"\b[A-Z]\d{1,2}\b")


def _marked() -> set[str]:
    """The numbers that some test carries, in the mark itself."""
    found: set[str] = set()
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "abuse":
                found |= {
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    return found


def test_every_case_of_the_table_has_a_test_with_its_number() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| [A-Z]\d+[ \w]*\|", line)]
    due = {number for row in rows for number in NUMBER.findall(row.split("|")[1])}
    assert due
    assert sorted(due - _marked()) == []


def test_every_number_of_a_test_is_known_to_the_page() -> None:
    known = set(NUMBER.findall(PAGE))
    assert sorted(_marked() - known) == []
