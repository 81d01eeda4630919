"""A right withdrawn between opening and submitting, or after the card was posted: refused, and nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from domain.clients import Access
from domain.people import Collaborator, Role
from handlers.desk import DoorKind
from storage.encryption import KeyRing
from tests.handlers.rights_table import ROWS, Who
from tests.handlers.test_rights_matrix import ALLOWED, DOORS, NO, OUR_FAULT, Scene, furnished

# Giving up one's own draft or sheet is nobody's to refuse.
ONES_OWN = ("action draft.drop", "action import.drop")
WORDS_TYPED = ({"name"}, {"writer"})
FORMS = [door for door in DOORS if DOORS[door].kind is DoorKind.VIEW]
SENT = [
    (door, number)
    for door in DOORS
    if DOORS[door].kind in (DoorKind.VIEW, DoorKind.ACTION)
    for number, attempt in enumerate(ROWS[door])
    if attempt.who not in (Who.NOBODY, Who.OUTSIDERS, Who.EVERYONE) or DOORS[door].kind is DoorKind.VIEW
    if door not in ONES_OWN and attempt.ids not in WORDS_TYPED
]


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> Iterator[Scene]:
    yield from furnished(sqlite_template, tmp_path_factory.mktemp("withdrawn"), keys)


@contextmanager
def withdrawn(scene: Scene, who: Collaborator, right: Who) -> Iterator[None]:
    """That person loses what opened the form to them, and nothing else; given back afterwards."""
    client_id = scene.there["client"]
    assert isinstance(client_id, int)
    with scene.office.records() as records:
        client = records.clients.get(client_id)
        assert client is not None
        person = replace(who, active=False) if right is Who.EVERYONE else replace(who, portfolios=frozenset[int]())
        if right in (Who.ADMINISTRATORS, Who.ASKER, Who.MANAGERS, Who.AUTHOR):
            person = replace(person, role=Role.COLLABORATOR)
        records.people.keep(person)
        if right is Who.AUTHOR:
            records.keep_firm(replace(records.firm, collaborators_create=False))
        other = scene.people["helene"].id
        kept = records.clients.keep(replace(client, manager_id=other, access=Access.CHOSEN))
    try:
        yield
    finally:
        with scene.office.records() as records:
            records.people.keep(who)
            records.keep_firm(replace(records.firm, collaborators_create=True))
            now = records.clients.get(kept.id)
            assert now is not None
            records.clients.keep(replace(client, version=now.version))


@pytest.mark.abuse("S5")
def test_every_form_of_the_office_is_tried() -> None:
    assert {door for door, _ in SENT} >= set(FORMS)


@pytest.mark.abuse("S5")
@pytest.mark.parametrize(("door", "number"), SENT)
def test_what_was_open_before_the_right_was_withdrawn_is_refused(scene: Scene, door: str, number: int) -> None:
    attempt = ROWS[door][number]
    who = scene.people[ALLOWED[attempt.who]]
    with withdrawn(scene, who, attempt.who):
        before = scene.books()
        answer = scene.answer(DOORS[door], attempt, who, scene.there)
        assert scene.books() == before
    assert any(word in answer for word in NO), answer
    assert OUR_FAULT not in answer
    assert "Atelier Morel" not in answer
