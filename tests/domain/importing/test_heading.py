"""Headers are known in both languages, in any order, whatever their accents and case; the others are named."""

import pytest

from domain.custom_fields import CustomField, FieldType
from domain.importing.columns.company import COMPANY
from domain.importing.columns.contact import CONTACT
from domain.importing.columns.dossier import DOSSIER
from domain.importing.columns.site import SITE
from domain.importing.heading import heading, layout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_header_that_we_write_is_read_back(language: str) -> None:
    places = layout(contacts=4, sites=2, with_nir=True)
    read = heading([place.column.title(language, place.number) for place in places])
    assert list(read.places) == list(places)
    assert list(read.unknown) == []


def test_headers_of_other_tools_are_understood() -> None:
    headers = ["DENOMINATION", "n° SIREN", "Contact 2 - Tél", "Prénom", "Nom du contact", "Mail", "dirigeant 3 email"]
    read = heading(headers)
    assert [(place.column.key, place.number) for place in read.places if place] == [
        ("name", 0),
        ("siren", 0),
        ("phone", 2),
        ("first_name", 1),
        ("last_name", 1),
        ("email", 1),
        ("email", 3),
    ]


def test_a_number_without_headers_is_not_repeated_among_the_unknown_ones() -> None:
    assert "261" not in str(heading(["Nom", "1 84 12 37 261 042 56"]).unknown)


def test_a_header_unknown_or_repeated_is_ignored_and_named_and_a_verdict_is_not() -> None:
    read = heading(["Nom", "Tél 2", "Raison sociale", "", "Ce qui sera fait", "Pourquoi", "contact 99 nom"])
    assert read.unknown == ("Tél 2", "Raison sociale", "contact 99 nom")
    assert [place is not None for place in read.places] == [True, False, False, False, False, False, False]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_field_of_the_firm_named_as_one_of_our_columns_has_one_of_its_own(language: str) -> None:
    fields = [
        CustomField(label, FieldType.TEXT, id=at) for at, label in enumerate(("Ville", "Pourquoi", "Logiciel"), 1)
    ]
    places = layout(fields=fields)
    titles = [place.column.title(language, place.number) for place in places]
    read = heading(titles, fields)
    keys = [place.column.key for place in read.places if place]
    assert keys == [place.column.key for place in places]
    assert "Logiciel" in titles


def test_no_two_columns_have_the_same_key() -> None:
    keys = [column.key for column in (*COMPANY, *DOSSIER, *CONTACT, *SITE)]
    assert len(set(keys)) == len(keys)
