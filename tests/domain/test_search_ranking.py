import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from domain.search_ranking import beginnings_meant, one_slip_away, ranked
from domain.text import searchable

CLIENTS = [
    "Garage du Cher 0107 817308380 Bourges Paul Moreau paul@garage-cher.example",
    "SCI Morel 0305 850885054 37000 Tours Claire Morel claire@atelier-morel.example",
    "Atelier Morel 0304 839602299 37000 Tours Claire Morel claire@atelier-morel.example",
    "Pharmacie des Halles 0412 Orléans",
    "Boulangerie Lemoine 0410 Amboise",
    "L’Étoile d’Orient 0411 Blois",
]


def found(query: str, at_most: int = 20) -> list[str]:
    return [row.split(" 0")[0] for row in ranked(query, CLIENTS, searchable, at_most)]


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    assert found("ETOILE D'orient") == ["L’Étoile d’Orient"]


def test_a_name_that_begins_with_the_word_comes_before_one_that_holds_it_later() -> None:
    assert found("atelier") == ["Atelier Morel", "SCI Morel"]
    assert found("sci") == ["SCI Morel"]


def test_a_whole_word_comes_before_a_beginning_and_a_slip_comes_last() -> None:
    rows = ["moral", "morelle", "morel", "atelier bomorel"]
    assert ranked("morel", rows, str) == ["morel", "morelle", "atelier bomorel", "moral"]


@pytest.mark.parametrize("typed", ["pharmacei", "phramacie", "pharmcie", "farmacie", "pharmacir"])
def test_a_typing_slip_still_finds_the_client(typed: str) -> None:
    assert found(typed) == ["Pharmacie des Halles"]


def test_a_slip_is_forgiven_before_the_word_is_finished() -> None:
    assert found("boulng") == ["Boulangerie Lemoine"]


def test_every_word_must_be_found() -> None:
    assert found("morel tours") == ["SCI Morel", "Atelier Morel"]
    assert found("morel blois") == []


def test_a_number_is_found_in_groups_and_by_its_beginning_and_never_by_a_slip() -> None:
    assert found("839 602 299") == ["Atelier Morel"]
    assert found("839602") == ["Atelier Morel"]
    assert found("839602298") == []


def test_a_short_word_has_no_slips() -> None:
    assert found("sic") == []


def test_an_empty_search_keeps_the_order_it_is_given() -> None:
    assert found(" ! ", at_most=2) == ["Garage du Cher", "SCI Morel"]


def test_no_more_rows_come_back_than_asked() -> None:
    assert len(found("e", at_most=3)) == 3


@given(st.lists(st.text(alphabet="abcdé 12", min_size=1)), st.text(alphabet="abcdé 12"))
def test_what_holds_the_searched_text_is_always_found(rows: list[str], query: str) -> None:
    if query.strip() and not query.replace(" ", "").isdigit():
        found_rows = ranked(query, rows, searchable, at_most=len(rows) + 1)
        assert [row for row in rows if searchable(query) in searchable(row) and row not in found_rows] == []


COMMANDS = ("nouveau", "voir", "liste", "inviter", "affecter", "aide", "new")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nouvau", "nouveau"),
        ("nouevau", "nouveau"),
        ("Listes", "liste"),
        ("aidé", None),
        ("ade", "aide"),
        ("voire", "voir"),
    ],
)
def test_a_command_word_one_slip_away_is_guessed(typed: str, meant: str | None) -> None:
    assert one_slip_away(typed, COMMANDS) == meant


@pytest.mark.parametrize("typed", ["morel", "nouvo", "ai", "", "ne"])
def test_a_word_further_away_or_too_short_is_a_search(typed: str) -> None:
    assert one_slip_away(typed, COMMANDS) is None


def test_a_slip_that_two_words_could_explain_is_left_alone() -> None:
    assert one_slip_away("lisre", ("liste", "livre")) is None


NAMES = st.text("abcd", min_size=3, max_size=11)


@given(typed=st.text("abcd", min_size=4, max_size=11), vocabulary=st.sets(NAMES))
def test_nothing_that_slips_explain_is_left_out(typed: str, vocabulary: set[str]) -> None:
    slips = 2 if len(typed) >= 8 else 1
    cut = {word[:length] for word in vocabulary for length in (len(typed), len(typed) + 1)}
    explained = {beginning for beginning in cut if OSA.distance(typed, beginning) <= slips}
    meant = beginnings_meant(typed, vocabulary)[typed]
    assert all(any(part in beginning for part in meant) for beginning in explained)
    assert set(meant) <= explained | {typed}
