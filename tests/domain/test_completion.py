"""What the registry adds to a file typed by hand, and to which file."""

from dataclasses import replace
from typing import Any

from domain.clients import Address, Company
from domain.completion import adds_something, completed, line_of, same_address
from domain.registry import RegistryCompany
from tests.builders import a_client

TANNEURS = Address("8 rue des Tanneurs", "37000", "Tours")
LINE = RegistryCompany("839602299", "00019", "ATELIER MOREL", "43.32A", TANNEURS)


def typed(**points: Any) -> Company:
    return replace(Company("Atelier Morel", siren="839602299", ape="43.32A", sector="F", address=TANNEURS), **points)


def test_a_line_is_known_by_its_siren_whatever_its_name() -> None:
    other = replace(LINE, siren="850885054", name="Atelier Morel")
    assert line_of(a_client(company=typed()), [other, LINE]) is LINE
    assert line_of(a_client(company=typed()), [other]) is None


def test_the_establishment_that_was_typed_is_preferred_to_the_head_office() -> None:
    amboise = replace(LINE, nic="00027")
    assert line_of(a_client(company=typed(nic="00027")), [LINE, amboise]) is amboise


def test_without_a_number_only_one_line_of_that_very_name_and_town_is_taken() -> None:
    client = a_client(company=typed(siren=None))
    assert line_of(client, [LINE]) is LINE
    assert line_of(client, [LINE, replace(LINE, siren="850885054")]) is None
    assert line_of(client, [replace(LINE, name="Ateliers Morel")]) is None
    assert line_of(client, [replace(LINE, address=Address(postal_code="75011"))]) is None


def test_only_what_was_left_empty_is_filled() -> None:
    bare = a_client(company=typed(ape=None, sector=None, address=Address()))
    company = completed(bare, LINE).company
    assert (company.siret, company.ape, company.sector, company.address) == ("83960229900019", "43.32A", "F", TANNEURS)
    elsewhere = a_client(company=typed(address=Address("1 rue du Port", "37400", "Amboise"), ape="62.01Z"))
    company = completed(elsewhere, LINE).company
    assert (company.address.town, company.ape, company.name) == ("Amboise", "62.01Z", "Atelier Morel")


def test_half_an_address_is_filled_only_when_the_rest_agrees() -> None:
    half = a_client(company=typed(address=Address(town="TOURS")))
    assert completed(half, LINE).company.address == Address("8 rue des Tanneurs", "37000", "TOURS")
    other = a_client(company=typed(address=Address(town="Amboise")))
    assert completed(other, LINE).company.address == Address(town="Amboise")


def test_an_address_written_otherwise_is_the_same() -> None:
    assert same_address(a_client(company=typed(address=Address("8, RUE DES TANNEURS", "37000", "Tours"))), LINE)
    assert not same_address(a_client(company=typed(address=Address())), LINE)
    assert not same_address(a_client(company=typed()), replace(LINE, address=None))


def test_a_file_that_lacks_nothing_is_offered_nothing() -> None:
    assert not adds_something(a_client(company=typed(nic="00019")), LINE)
    assert adds_something(a_client(company=typed()), LINE)
