"""What becomes of the fields when two client files are merged."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.clients import Address, Client, Communication, FeeType, Kind, Site
from domain.merging import DifferentCompanies, SameClient, differing, further_sites, merged, same_company
from tests.builders import a_client, a_company

TOURS, AMBOISE = Address("1 rue A", "37000", "Tours"), Address("2 rue B", "37400", "Amboise")


def a_file(number: int, **points: object) -> Client:
    company = a_company(name=f"Vins {number}", **{"siren": "839602299", "address": TOURS, **points})
    return replace(a_client(company=company), id=number, code=f"0{number}")


def test_only_what_differs_is_asked() -> None:
    assert differing(a_file(1), a_file(2)) == ("name", "code")
    assert differing(a_file(1), a_file(2, address=AMBOISE, ape="43.32A")) == ("name", "code", "address")


def test_nothing_that_only_one_file_says_is_lost_unasked() -> None:
    mute = a_file(1)
    full = replace(
        a_file(2, sector="F"),
        kind=Kind.EMPLOYER,
        urssaf_account="1" * 18,
        last_declaration=Decimal(0),
        manager_id=3,
        portfolio_id=4,
        currency="CHF",
        fee_type=FeeType.ACTUAL,
        mails=frozenset(Communication),
    )
    asked = differing(mute, full)
    assert asked == ("name", "code", "kind", "portfolio", "currency", "fee_type", "mails")
    after = merged(mute, full, [])
    assert (after.company.sector, after.urssaf_account, after.last_declaration) == ("F", "1" * 18, Decimal(0))
    assert (after.manager_id, after.portfolio_id, after.kind, after.currency) == (3, None, Kind.OTHER, None)
    after = merged(mute, full, asked)
    assert (after.kind, after.portfolio_id, after.currency) == (full.kind, 4, "CHF")
    assert (after.fee_type, after.mails) == (FeeType.ACTUAL, full.mails)
    assert differing(full, replace(full, portfolio_id=None, currency=None)) == ()


def test_what_is_chosen_or_missing_comes_from_the_other() -> None:
    kept, other = a_file(1), a_file(2, address=AMBOISE, ape="43.32A")
    result = merged(kept, other, ["code", "address"])
    assert (result.name, result.code, result.company.address, result.company.ape) == ("Vins 1", "02", AMBOISE, "43.32A")
    assert (result.id, result.deposit, result.access) == (kept.id, kept.deposit, kept.access)


def test_two_sirens_are_two_companies() -> None:
    with pytest.raises(DifferentCompanies):
        same_company(a_file(1), a_file(2, siren="817308380"))
    with pytest.raises(SameClient):
        same_company(a_file(1), a_file(1))
    same_company(a_file(1), a_file(2, siren=None))
    assert merged(a_file(1, siren=None), a_file(2), []).company.siren == "839602299"


def test_a_second_main_establishment_becomes_a_further_one() -> None:
    kept, other = a_file(1, nic="00019"), a_file(2, nic="00027", address=AMBOISE, ape="43.32A")
    after = merged(kept, other, [])
    assert (after.company.nic, after.company.address) == ("00019", TOURS)
    assert further_sites(after, kept, other) == (Site("00027", "43.32A", AMBOISE, client_id=1),)


def test_the_number_of_an_establishment_goes_with_its_address() -> None:
    kept, other = a_file(1, nic="00019"), a_file(2, nic="00027", address=AMBOISE)
    after = merged(kept, other, ["address"])
    assert (after.company.nic, after.company.address) == ("00027", AMBOISE)
    assert further_sites(after, kept, other) == (Site("00019", kept.company.ape, TOURS, client_id=1),)


def test_a_number_of_no_company_brings_no_establishment() -> None:
    kept, other = a_file(1, nic="00019"), a_file(2, siren=None, nic=None, address=AMBOISE)
    after = merged(kept, other, ["address"])
    assert (after.company.nic, further_sites(after, kept, other)) == ("00019", ())
