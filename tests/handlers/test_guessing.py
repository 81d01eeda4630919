"""What can be guessed of clients that one may not see: the one sentence allowed, and not for long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from sqlalchemy import select

from domain.clients import Access
from domain.registry import RegistryCompany
from handlers.desk import DoorKind
from storage.encryption import KeyRing
from storage.tables import history
from tests.builders import a_company, a_message
from tests.handlers.conftest import MOREL
from tests.handlers.post_office import Outbox
from tests.handlers.rights_table import ROWS, Try, Who
from tests.handlers.slack_person import Person
from tests.handlers.test_rights_matrix import DOORS, UNKNOWN, Scene, furnished, payload
from tests.offices import SmallOffice

FOLLOWED = "Cette entreprise est déjà suivie par le cabinet. Demandez à un administrateur."
DAY = timedelta(days=1)


def companies(count: int) -> list[RegistryCompany]:
    """As many companies, each with a good SIREN."""
    sirens = (number for number in range(310000000, 320000000) if _luhn(str(number)))
    return [replace(MOREL, siren=str(next(sirens)), name=f"Entreprise {n:02}", directors=()) for n in range(count)]


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def guess(person: Person, company: RegistryCompany) -> None:
    person.command("/client nouveau")
    person.choose("company", company.name, query=company.siren)
    assert FOLLOWED in person.text


@pytest.fixture
def followed(office: SmallOffice, helene: Person) -> list[RegistryCompany]:
    """Companies that the firm follows, out of everybody's sight."""
    found = companies(21)
    office.registry.companies = found
    for company in found:
        kept = a_company(name=company.name, siren=company.siren)
        office.follow(company.name, by=helene.who, company=kept, access=Access.CHOSEN)
    return found


def told(outbox: Outbox, person: Person) -> list[str]:
    return [post["text"] for post in outbox.posts(person.who.slack_id) if "déjà suivie" in post["text"]]


@pytest.mark.abuse("S12")
def test_the_twentieth_guess_of_a_day_is_told_to_the_administrators_once(
    thomas: Person, helene: Person, followed: list[RegistryCompany], office: SmallOffice, outbox: Outbox
) -> None:
    for company in followed[:19]:
        guess(thomas, company)
    guess(thomas, followed[0])
    assert told(outbox, helene) == []
    for company in followed[19:]:
        guess(thomas, company)
    (sentence,) = told(outbox, helene)
    assert sentence.translate({0xA0: " "}) == (
        "Thomas Roux a lu 20 fois aujourd’hui qu’une entreprise est déjà suivie par le cabinet."
    )
    with office.reading() as records:
        lines = records.connection.execute(select(history.c.by_id).where(history.c.act == "access.guesses"))
        assert lines.scalars().all() == [thomas.who.id]


@pytest.mark.abuse("S12")
def test_each_day_and_each_person_is_counted_apart(
    thomas: Person, nadia: Person, helene: Person, followed: list[RegistryCompany], office: SmallOffice, outbox: Outbox
) -> None:
    for company in followed[:10]:
        guess(thomas, company)
        guess(nadia, company)
    office.pass_time(DAY)
    for company in followed[10:20]:
        guess(thomas, company)
    assert told(outbox, helene) == []


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> Iterator[Scene]:
    yield from furnished(sqlite_template, tmp_path_factory.mktemp("guessing"), keys)


# Every way to a list, a count or a suggestion that names nothing.
SEEN_BY_ALL = [
    (door, attempt)
    for door, tries in ROWS.items()
    if DOORS[door].kind in (DoorKind.COMMAND, DoorKind.ACTION, DoorKind.OPTIONS, DoorKind.EVENT)
    for attempt in tries
    if attempt.who in (Who.EVERYONE, Who.SEES, Who.LEADS) and not attempt.ids - {"name", "writer", "own_draft"}
]


@pytest.mark.abuse("S12")
def test_no_list_count_page_or_suggestion_changes_with_what_one_may_not_see(scene: Scene) -> None:
    """Two people who see it not, the same inputs: before a client is there, and after."""
    asked: list[tuple[str, Try, str]] = [(*each, name) for each in SEEN_BY_ALL for name in ("paul", "julien")]
    assert len(asked) > 80
    before = [heard(scene, *each) for each in asked]
    steady = [heard(scene, *each) for each in asked]
    hide_clients(scene.office, 12)
    after = [heard(scene, *each) for each in asked]
    # Some have an effect of their own on what they say, the first time.
    compared = [(each, is_now) for each, was, is_now in zip(asked, before, steady, strict=True) if was == is_now]
    assert len(compared) > 70
    changed = [
        each[0]
        for each, was, then, is_now in zip(asked, before, steady, after, strict=True)
        if was == then and then != is_now
    ]
    assert changed == []


def heard(scene: Scene, door: str, attempt: Try, name: str) -> str:
    ids = {**scene.there, **UNKNOWN, "name": "Garage Secret", "writer": "Sophie Secret"}
    return scene.answer(DOORS[door], attempt, scene.people[name], ids)


def hide_clients(office: SmallOffice, count: int) -> None:
    """Client files of all sorts, with all that counts: letters, incidents, invitations, incomplete files."""
    with office.reading() as records:
        helene = records.people.administrators()[0]
        artisans = records.people.portfolios()[0]
    for number in range(count):
        company = a_company(name=f"Garage Secret {number}", siren=None)
        client = office.follow(
            company.name, by=helene, company=company, access=Access.CHOSEN, portfolio_id=artisans.id, code=f"S{number}"
        )
        office.invite(office.meet(client, first_name="Sophie", last_name="Secret", email=f"s{number}@secret.example"))
        with office.records() as records:
            for needs_person in (True, False):
                letter = a_message(client_id=client.id, sender_name="Sophie Secret", needs_person=needs_person)
                records.messages.add(letter)


@pytest.mark.abuse("S12")
def test_a_company_followed_out_of_sight_takes_the_questions_of_one_that_was_already_told(
    app: App, thomas: Person, followed: list[RegistryCompany], office: SmallOffice, slack_and_url: tuple[Any, str]
) -> None:
    """The registry's lines say nothing of who is followed: same answer, same work."""
    stranger = replace(followed[0], siren=companies(40)[-1].siren, name=followed[0].name)
    answers = []
    thomas.command("/client nouveau")
    for company in (followed[0], stranger):
        office.registry.companies = [company]
        shown = thomas.suggestions("company", company.name)
        answers.append([option["text"]["text"] for option in shown])
        assert "Déjà au cabinet" not in str(shown)
    assert answers[0] == answers[1]
    body = payload(DOORS["options client.find"], Try(Who.SEES, text="Entreprise"), thomas.who, {"own_draft": ""}, "")
    assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).body == '{"options": []}'
