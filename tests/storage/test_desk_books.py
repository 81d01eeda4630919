"""Cards, drafts, limits and the rest: kept for their owner, counted, and never taken in twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from domain.about import About
from domain.drafts import Draft
from domain.people import Role
from tests.builders import MONDAY
from tests.offices import SmallHouse, SmallOffice

MINUTE = timedelta(minutes=1)


def test_a_card_is_remembered_with_its_place(office: SmallOffice) -> None:
    with office.records() as records:
        card = records.cards.add(About.MESSAGE, 7, "C1")
        assert records.cards.get(card.id) == card
        records.cards.posted(card.id, "D1", "1700000000.000100")
        assert records.cards.about(About.MESSAGE, 7) == [replace(card, channel="D1", ts="1700000000.000100")]
        assert records.cards.about(About.MESSAGE, 8) == []


@pytest.mark.abuse("S4")
def test_a_draft_is_its_author_s_alone(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    draft = Draft("k7qm2z", office.firm_id, nadia.id, 2, "Atelier", {"company": {"siren": "839602299"}}, MONDAY)
    later = replace(draft, uid="p4wx9t", updated_at=MONDAY + MINUTE)
    with office.records() as records:
        records.drafts.keep(draft)
        records.drafts.keep(later)
        records.drafts.keep(replace(draft, step=3))
        records.drafts.keep(replace(draft, author_id=omar.id, name="Volé"))
        assert records.drafts.get(draft.uid, nadia) == replace(draft, step=3)
        assert records.drafts.get(draft.uid, omar) is None
        assert records.drafts.of_author(nadia) == [later, replace(draft, step=3)]
        records.drafts.drop(draft.uid)
        assert records.drafts.of_author(nadia) == [later]


def test_answers_of_the_registry_are_kept_a_while(office: SmallOffice) -> None:
    with office.records() as records:
        records.registry.put("q:morel", {"results": [1]}, MONDAY)
        records.registry.put("q:morel", {"results": [2]}, MONDAY + MINUTE)
        assert records.registry.get("q:morel", MONDAY + MINUTE) == {"results": [2]}
        assert records.registry.get("q:morel", MONDAY + 2 * MINUTE) is None
        assert records.registry.get("q:other", MONDAY) is None


@pytest.mark.abuse("W5")
def test_a_limit_counts_uses_within_its_time(office: SmallOffice) -> None:
    with office.records() as records:

        def take(at: int) -> bool:
            return records.limits.take("code:claire", 2, 10 * MINUTE, MONDAY + at * MINUTE)

        assert [take(at) for at in (0, 5, 6, 9)] == [True, True, False, False]
        assert [take(at) for at in (10, 11, 15)] == [True, False, True]
        assert records.limits.take("code:omar", 2, 10 * MINUTE, MONDAY)


@pytest.mark.abuse("S3")
def test_what_was_taken_in_once_is_not_taken_in_again(house_of_each_kind: SmallHouse) -> None:
    first, second = (house_of_each_kind.found(slack_team=team) for team in ("T1", "T2"))
    with first.records() as records:
        assert records.first_time("Ev123", MONDAY)
        assert not records.first_time("Ev123", MONDAY)
    with second.records() as records:
        assert records.first_time("Ev123", MONDAY)


def test_what_failed_is_not_taken_in(office: SmallOffice) -> None:
    def fail() -> None:
        with office.records() as records:
            records.first_time("Ev123", MONDAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with office.records() as records:
        assert records.first_time("Ev123", MONDAY)


def test_books_opened_to_read_cannot_be_written(office: SmallOffice) -> None:
    with office.reading() as records, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        records.people.add("U1", "Nadia", None, Role.COLLABORATOR, "fr")
    office.hire()
