import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Missing, TooLong
from domain.text import (
    clean_line,
    clean_lines,
    masked_email,
    person_name,
    read_note,
    read_optional,
    read_required,
    search_words,
    searchable,
    slug,
)


@pytest.mark.parametrize("typed", ["", None, "   ", "\u00a0\t\n", "\u200b", "\u202e\u2066", "\u3164", "\x00"])
def test_a_required_field_of_blanks_alone_is_missing(typed: str | None) -> None:
    with pytest.raises(Missing):
        read_required(typed)


@pytest.mark.abuse("S11")
def test_marks_that_turn_or_hide_text_are_taken_out_and_the_words_kept() -> None:
    assert clean_line("Atelier\u202e Mor\u200bel\x00\ufeff\ud800") == "Atelier Morel"


def test_spaces_of_every_kind_become_one() -> None:
    assert clean_line("  SCI\u00a0\u00a0Les\u202f\tTilleuls\n") == "SCI Les Tilleuls"


def test_an_accent_typed_apart_joins_its_letter() -> None:
    assert clean_line("Cafe\u0301 Amelie\u200b\u0301") == "Café Amelié"


def test_what_would_command_slack_is_kept_as_typed() -> None:
    assert clean_line("<!channel> *SARL* & fils") == "<!channel> *SARL* & fils"


def test_lengths_count_characters_and_not_bytes() -> None:
    assert read_required("é" * 200) == "é" * 200
    with pytest.raises(TooLong) as refused:
        read_required("😀" * 201)
    assert (refused.value.length, refused.value.at_most) == (201, 200)


def test_an_optional_field_may_stay_empty() -> None:
    assert read_optional(None) == read_optional("  ") == ""
    assert read_optional(" 12 rue Nationale ") == "12 rue Nationale"


def test_a_note_keeps_its_paragraphs() -> None:
    assert clean_lines("\n Bonjour,  Nadia\r\n\r\n\r\n\r\nle bail\u2029suit \n") == "Bonjour, Nadia\n\nle bail\nsuit"
    assert read_note(None) == ""
    with pytest.raises(TooLong):
        read_note("a\n" * 10, at_most=5)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("L’Étoile d'Orient", "l etoile d orient"),
        ("Cœur & Âme", "coeur ame"),
        ("GROẞ Straße", "gross strasse"),
        ("S.A.R.L. Morel", "sarl morel"),
        ("contact@atelier-morel.example", "contact atelier morel example"),
        ("100 %_à\\ b", "100 a b"),
        ("Ｍｏｒｅｌ ﬁls", "morel fils"),
    ],
)
def test_a_search_forgets_accents_case_and_signs(written: str, searched: str) -> None:
    assert searchable(written) == searched


@given(st.text())
def test_what_is_searched_is_already_in_the_searched_form(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


@given(st.text())
def test_a_cleaned_line_is_already_clean(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line
    line.encode()


def test_a_number_searched_in_groups_is_one_word() -> None:
    assert search_words("839 602 299") == ("839602299",)
    assert search_words("Morel 37000") == ("morel", "37000")
    assert search_words(" ! ") == ()


def test_a_slug_keeps_plain_letters_only() -> None:
    assert slug("Atelier Morel & Cie") == "atelier-morel-cie"
    assert slug("木村") == ""


@pytest.mark.parametrize(
    ("registered", "shown"),
    [
        ("MOREL", "Morel"),
        ("jean-pierre", "Jean-Pierre"),
        ("DE LA TOUR D'AUVERGNE", "De la Tour d'Auvergne"),
        ("McDonald", "McDonald"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_shown_as_people_write_it(registered: str, shown: str) -> None:
    assert person_name(registered) == shown


def test_a_masked_address_shows_its_first_letter_and_its_domain() -> None:
    assert masked_email("claire@atelier-morel.example") == "c•••@atelier-morel.example"
