import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import (
    Activity,
    ApeLetterMissing,
    UnknownApe,
    activities_for,
    activity,
    read_ape,
    search_activities,
)
from domain.refusals import Refusal

ALL_CODES = [one.code for division in range(1, 100) for one in search_activities(f"{division:02}")]


def codes(query: str, at_most: int = 100) -> list[str]:
    return [one.code for one in search_activities(query, at_most)]


@pytest.mark.parametrize("typed", ["43.32A", "4332a", " 43 32 A ", "43-32-a"])
def test_an_ape_code_is_read_however_it_is_written(typed: str) -> None:
    read = read_ape(typed)
    assert read.code == "43.32A"
    assert read.label == "Travaux de menuiserie bois et PVC"


def test_the_list_has_its_732_activities_each_with_a_label_and_a_section() -> None:
    assert len(set(ALL_CODES)) == 732
    for code in ALL_CODES:
        known = read_ape(code)
        assert known.label
        assert known.section in "ABCDEFGHIJKLMNOPQRSTU"


@pytest.mark.parametrize(("typed", "example"), [("4332", "43.32A"), ("69.20", "69.20Z"), ("62.10", "43.32A")])
def test_a_code_without_its_letter_gets_an_example(typed: str, example: str) -> None:
    with pytest.raises(ApeLetterMissing) as refused:
        read_ape(typed)
    assert (refused.value.typed, refused.value.example) == (typed, example)


@pytest.mark.parametrize(
    "typed", ["9999Z", "43.32D", "62.10Z", "0000", "00.00Y", "45.11Y", "menuiserie", "", "4332AA", "433", "４３３２A"]
)
def test_a_code_outside_both_nomenclatures_is_unknown(typed: str) -> None:
    with pytest.raises(UnknownApe) as refused:
        read_ape(typed)
    assert refused.value.typed == typed


@pytest.mark.parametrize("typed", ["62.10Y", "0111y", "10.71H"])
def test_a_code_of_the_next_nomenclature_is_known_by_its_form(typed: str) -> None:
    read = read_ape(typed)
    assert read.label is None


@given(st.text(max_size=10))
def test_whatever_is_typed_as_a_code_is_read_or_refused_with_a_reason(typed: str) -> None:
    try:
        read = read_ape(typed)
    except Refusal:
        return
    assert read_ape(read.code) == read


@pytest.mark.parametrize(("code", "section"), [("43.32A", "F"), ("69.20Z", "M"), ("01.11Z", "A"), ("62.10Y", "J")])
def test_the_sector_proposed_is_the_section_of_the_code(code: str, section: str) -> None:
    assert read_ape(code).section == section


def test_a_code_is_looked_up_as_it_is_kept() -> None:
    assert activity("69.20Z") == Activity("69.20Z", "Activités comptables")
    assert activity("6920Z") is None


def test_an_activity_is_found_by_a_word_without_its_accents() -> None:
    assert codes("MACONNERIE") == ["43.99C"]
    assert codes("patisserie")[:2] == ["10.71D", "10.71C"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("menuisier", "43.32A"),
        ("coiffeur", "96.02A"),
        ("restaurant", "56.10A"),
        ("boulngerie", "10.71C"),
        ("expert comptable", "69.20Z"),
    ],
)
def test_an_activity_is_found_by_the_word_of_the_trade_or_with_a_slip(query: str, code: str) -> None:
    assert codes(query)[0] == code


@pytest.mark.parametrize("query", ["4332", "43.32", "43 32"])
def test_an_activity_is_found_by_the_beginning_of_its_code(query: str) -> None:
    assert codes(query) == ["43.32A", "43.32B", "43.32C"]


def test_an_activity_is_found_by_its_code() -> None:
    assert codes("43.32a") == ["43.32A"]


def test_never_more_than_a_hundred_activities_are_listed() -> None:
    assert len(codes("e", at_most=500)) == 100
    assert len(codes("travaux", at_most=5)) == 5
    assert len(codes("")) == 100


def test_a_word_of_no_trade_finds_nothing() -> None:
    assert codes("xylophagique") == []


def test_a_code_of_the_next_list_is_offered_by_its_form() -> None:
    assert [one.code for one in activities_for("3250Y")] == ["32.50Y"]
    assert activities_for("43.32")[0].code.startswith("43.32")
    assert activities_for("xyzzy") == []
