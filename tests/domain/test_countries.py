"""Countries: known by their code or their name, however it is typed."""

import pytest

from domain.countries import countries, country_called, country_name


@pytest.mark.parametrize("typed", ["DE", "de", "Allemagne", "ALLEMAGNE", "Germany", " allemagne "])
def test_a_country_is_known_by_its_code_and_by_its_name_in_both_languages(typed: str) -> None:
    assert country_called(typed) == "DE"


def test_accents_and_hyphens_do_not_matter() -> None:
    assert country_called("ETATS-UNIS") == country_called("États Unis") == "US"


def test_what_is_no_country_is_none() -> None:
    assert [country_called(typed) for typed in ("EU", "Union européenne", "Lochois", "")] == [None] * 4
    assert "EU" not in countries("fr")


def test_a_name_is_that_of_the_reader_s_language() -> None:
    assert (country_name("DE", "fr"), country_name("DE", "en"), country_name("??", "en")) == (
        "Allemagne",
        "Germany",
        "??",
    )
