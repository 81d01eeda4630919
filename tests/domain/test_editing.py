"""Editing a client file: two people at once, and the rules of each subject."""

from decimal import Decimal
from typing import Any

import pytest

from domain.clients import Address, Company, Kind, Service, Site
from domain.editing import (
    HasOtherSites,
    SiteKept,
    merged,
    read_site,
    with_company,
    with_main_site,
    with_new_site,
    with_services,
)
from domain.identifiers import SiretOfAnotherSiren
from domain.refusals import FormRefused, Missing
from domain.wizard import Hand
from tests.builders import a_client

MOREL = Company("Atelier Morel", "839602299", "00019", "43.32A", "F", Address("8 rue des Tanneurs", "37000", "Tours"))


def test_a_field_left_as_shown_takes_the_newer_value() -> None:
    result = merged({"town": "Tours", "code": ""}, {"town": "Tours", "code": "0412"}, {"town": "Amboise", "code": ""})
    assert result.values == {"town": "Amboise", "code": "0412"}
    assert result.conflicts == frozenset()


def test_a_field_changed_by_both_is_a_conflict_unless_both_wrote_the_same() -> None:
    assert merged({"town": "Tours"}, {"town": "Blois"}, {"town": "Amboise"}).conflicts == {"town"}
    assert merged({"town": "Tours"}, {"town": "Amboise"}, {"town": "Amboise"}).conflicts == frozenset()


def test_a_value_insisted_on_stays_one_s_own_when_the_form_is_drawn_again() -> None:
    again = merged({"town": "Blois"}, {"town": "Blois"}, {"town": "Amboise"}, insisted=["town"])
    assert again.values == {"town": "Blois"}


def test_another_siren_waits_until_the_other_establishments_are_removed() -> None:
    hand = Hand("Atelier Morel", "850885054", ape="43.32A")
    points: dict[str, Any] = {"taken": None, "followed": None, "registry": None, "ceased": False}
    with pytest.raises(FormRefused) as refused:
        with_company(a_client(company=MOREL), hand, "F", "", sites=[Site("00027")], **points)
    assert isinstance(refused.value.errors["siret"], HasOtherSites)
    moved = with_company(a_client(company=MOREL), hand, "F", "", sites=[], **points)
    assert (moved.company.siren, moved.company.nic) == ("850885054", None)


def test_the_siren_alone_keeps_the_establishment_known() -> None:
    hand = Hand("Atelier Morel SARL", "839602299", ape="43.32A")
    kept = with_company(
        a_client(company=MOREL), hand, "M", "0412", taken=None, followed=None, registry=None, ceased=False, sites=[]
    )
    assert (kept.company.siret, kept.company.sector, kept.code) == ("83960229900019", "M", "0412")


def test_numbers_that_are_not_asked_for_any_more_are_not_kept() -> None:
    client = a_client(company=MOREL, kind=Kind.EMPLOYER, services=frozenset({Service.URSSAF}))
    employer = with_services(client, Kind.EMPLOYER, client.services, "1" * 17 + "2", "1 234,50", frozenset())
    assert (employer.urssaf_account, employer.last_declaration) == ("1" * 17 + "2", Decimal("1234.50"))
    other = with_services(employer, Kind.OTHER, client.services, "1" * 17 + "2", "1 234,50", frozenset())
    assert (other.urssaf_account, other.last_declaration) == (None, None)


def test_an_establishment_belongs_to_the_siren_and_is_kept_once() -> None:
    assert read_site("839 602 299 00027", MOREL, []) == "00027"
    with pytest.raises(SiteKept):
        read_site("83960229900019", MOREL, [])
    with pytest.raises(SiretOfAnotherSiren):
        read_site("35600000000048", MOREL, [])
    with pytest.raises(Missing):
        read_site(" ", MOREL, [])


def test_another_main_establishment_leaves_the_former_one_in_the_file() -> None:
    amboise = Site("00027", "16.23Z", Address(town="Amboise"))
    client, was = with_main_site(a_client(company=MOREL), amboise)
    assert (client.company.siret, client.company.ape, client.company.address.town) == (
        "83960229900027",
        "16.23Z",
        "Amboise",
    )
    assert was is not None
    assert (was.nic, was.address.town) == ("00019", "Tours")


def test_the_first_establishment_of_a_bare_siren_is_its_main_one_the_next_is_kept_beside() -> None:
    bare, port = a_client(company=Company("Atelier Morel", "839602299")), Site("00027")
    first, beside = with_new_site(bare, port)
    assert (first.company.siret, beside) == ("83960229900027", None)
    assert with_new_site(a_client(company=MOREL), port) == (a_client(company=MOREL), port)
