"""Social security numbers: who may hold one, and how one is recognised in a text."""

from itertools import product
from typing import Any

import pytest

from domain.clients import Kind, Service
from domain.identifiers import AccountIsAnotherNumber, WrongNirKey
from domain.nir import NoGroundForNir, may_hold_nir, nir_for, was_masked, without_nirs
from domain.refusals import FormRefused
from domain.wizard import ClientForm
from domain.wizard_steps import company_step
from tests.builders import a_client, a_company, a_firm

NIR = "184123726104256"


@pytest.mark.abuse("P3")
def test_only_the_self_employed_with_urssaf_have_one_and_only_when_the_firm_says_why() -> None:
    every = product((None, "Déclarations"), Kind, (frozenset(), frozenset({Service.URSSAF})))
    held = [
        (reason, kind, services)
        for reason, kind, services in every
        if may_hold_nir(a_client(kind=kind, services=services), a_firm(nir_reason=reason))
    ]
    assert held == [("Déclarations", Kind.SELF_EMPLOYED, frozenset({Service.URSSAF}))]


@pytest.mark.abuse("P3")
def test_without_a_ground_the_number_is_refused_whatever_the_screen_showed() -> None:
    with pytest.raises(NoGroundForNir):
        nir_for(a_client(kind=Kind.EMPLOYER), a_firm(nir_reason="Déclarations"), NIR)


def test_its_key_is_checked() -> None:
    client = a_client(kind=Kind.SELF_EMPLOYED, services=frozenset({Service.URSSAF}))
    firm = a_firm(nir_reason="Déclarations")
    assert nir_for(client, firm, "1 84 12 37 261 042 56") == NIR
    with pytest.raises(WrongNirKey):
        nir_for(client, firm, "184123726104257")


@pytest.mark.abuse("P2")
@pytest.mark.parametrize(
    "written", [NIR, "1 84 12 37 261 042 56", "1.84.12.37.261.042.56", "1 84 12 37 261 042 / 56", "1841237261042 56"]
)
def test_a_number_in_a_text_is_known_by_its_key_and_masked(written: str) -> None:
    hidden = without_nirs(f"Son numéro : {written}, merci.").replace("\xa0", " ")
    assert hidden == "Son numéro : 1 84 •• •• ••• ••• 56, merci."
    assert was_masked([written], [hidden])


@pytest.mark.abuse("P2")
@pytest.mark.parametrize("text", ["SIRET 839 602 299 00019", "184123726104257", "12184123726104256", "06 39 98 21 07"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert without_nirs(text) == text


def a_self_employed_form(**points: Any) -> ClientForm:
    services = frozenset({Service.URSSAF})
    return ClientForm(company=a_company(), kind=Kind.SELF_EMPLOYED, services=services, **points)


@pytest.mark.abuse("P3")
def test_a_new_client_keeps_it_only_in_a_firm_that_may_hold_one() -> None:
    may, may_not = a_firm(nir_reason="Déclarations"), a_firm(nir_reason=None)
    form = a_self_employed_form(typed_nir="1 84 12 37 261 042 56")
    assert company_step(form, None, None, (), may).nir == NIR
    with pytest.raises(FormRefused) as refused:
        company_step(form, None, None, (), may_not)
    assert isinstance(refused.value.errors["nir"], NoGroundForNir)
    assert company_step(a_self_employed_form(nir=NIR), None, None, (), may_not).nir == ""


@pytest.mark.abuse("P1")
def test_what_a_form_writes_or_shows_of_itself_leaves_it_out() -> None:
    form = a_self_employed_form(nir=NIR, typed_nir=NIR)
    assert NIR not in str(form.written())
    assert NIR not in repr(form)


@pytest.mark.abuse("P2")
def test_an_urssaf_account_is_no_social_security_number() -> None:
    with pytest.raises(FormRefused) as refused:
        company_step(a_self_employed_form(urssaf_account=NIR), None, None)
    assert isinstance(refused.value.errors["urssaf_account"], AccountIsAnotherNumber)
