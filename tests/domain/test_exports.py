"""Exports: whose they are, and how files are named inside."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exports import KEPT_FOR, Export, ExportState, archive_name, label
from domain.people import Role
from tests.builders import MONDAY, a_collaborator

HELENE = a_collaborator(id=1, role=Role.ADMINISTRATOR)
READY = Export(7, 1, 41, HELENE.id, MONDAY, ExportState.READY, "ab" * 32, 9, MONDAY + KEPT_FOR)


@pytest.mark.abuse("P7")
def test_an_export_is_for_whoever_asked_while_an_administrator_and_for_a_day() -> None:
    assert READY.is_for(HELENE, MONDAY)
    assert READY.is_for(HELENE, MONDAY + KEPT_FOR - timedelta(seconds=1))
    assert not READY.is_for(HELENE, MONDAY + KEPT_FOR)
    assert not READY.is_for(replace(HELENE, id=2), MONDAY)
    assert not READY.is_for(replace(HELENE, role=Role.MANAGER), MONDAY)
    assert not READY.is_for(replace(HELENE, active=False), MONDAY)
    assert not replace(READY, state=ExportState.WAITING).is_for(HELENE, MONDAY)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("relevé d’avril.pdf", "0007 relevé d’avril.pdf"),
        ("../../etc/passwd", "0007 etc passwd"),
        ("C:\\Windows\\system32", "0007 C Windows system32"),
        ("", "0007 -"),
        ("...", "0007 -"),
        ("a" * 300 + ".pdf", "0007 " + "a" * 96 + ".pdf"),
    ],
)
def test_a_name_is_a_label_only(name: str, kept: str) -> None:
    assert label(7, name) == kept


def test_the_archive_bears_the_client_s_code_and_name() -> None:
    assert archive_name("0388", "Boulangerie Lucas") == "0388 Boulangerie Lucas.zip"
    assert archive_name(None, "../SCI Morel") == "SCI Morel.zip"


@pytest.mark.abuse("F1")
@given(st.text())
def test_no_name_is_a_path(name: str) -> None:
    made = label(1, name)
    assert not set(made) & set("/\\:\x00\n\r")
    assert made.startswith("0001 ")
    assert len(made) <= 105
    assert not made.endswith((".", " "))
