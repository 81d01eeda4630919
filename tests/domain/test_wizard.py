"""The wizard's form and the checks of its steps, without Slack."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.clients import Access, Address, Company, Kind, Service
from domain.completeness import Gap, gaps
from domain.contacts import Account, ContactRole
from domain.opening import FirstLetter, Leaving, first_letter, leaving, may_open, open_client
from domain.people import Role
from domain.refusals import (
    AlreadyFollowed,
    AlreadyFollowedUnseen,
    CodeTaken,
    FormRefused,
    Missing,
    NotFound,
    RoleTooLow,
)
from domain.registry import RegistryCompany, RegistryDirector
from domain.wizard import (
    AuthorWouldLoseSight,
    BouncedBefore,
    CeasedCompany,
    ClientForm,
    Hand,
    LikelySlip,
    Person,
    Sending,
    SharedAddress,
    TypedTwice,
    UnusualAccount,
    sector_of,
)
from domain.wizard_steps import (
    AddressUse,
    assignment_step,
    checked_person,
    company_by_hand,
    company_step,
    contact_step,
    same_company,
    warned_of,
)
from tests.builders import MONDAY, a_client, a_collaborator, a_contact, a_firm

MOREL = RegistryCompany(
    siren="839602299",
    nic="00019",
    name="Atelier Morel",
    ape="43.32A",
    address=Address("8 rue des Tanneurs", "37000", "Tours"),
    is_employer=True,
    directors=(RegistryDirector("Claire", "Morel", "Gérance"),),
)
CLAIRE = Person("Claire", "Morel", "claire@atelier-morel.example")


def a_form(**points: Any) -> ClientForm:
    return replace(ClientForm().picked(MOREL), **points)


def refused(errors: FormRefused) -> dict[str, type]:
    return {name: type(error) for name, error in errors.errors.items()}


def test_a_form_comes_back_from_its_draft_as_it_was_written() -> None:
    form = a_form(
        people=(CLAIRE, replace(CLAIRE, email="", by_email=False)),
        services=frozenset({Service.URSSAF}),
        chosen=frozenset({1, 2}),
        sending=Sending.MORNING,
        warned=frozenset({"domain:gmial.com"}),
    )
    assert ClientForm.read(form.written()) == form


def test_a_draft_that_says_nothing_we_know_is_gone() -> None:
    with pytest.raises(NotFound):
        ClientForm.read({"company": {"title": "x"}})


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ({"is_employer": True, "is_sole_trader": True}, Kind.EMPLOYER),
        ({"is_employer": False, "is_sole_trader": True}, Kind.SELF_EMPLOYED),
        ({"is_employer": False}, Kind.OTHER),
    ],
)
def test_the_kind_is_proposed_from_the_registry(points: dict[str, Any], kind: Kind) -> None:
    assert ClientForm().picked(replace(MOREL, **points)).kind is kind


def test_another_company_begins_its_contacts_afresh() -> None:
    form = a_form(people=(CLAIRE,), at=1, summed=True)
    again = form.picked(replace(MOREL, siren="850885054"))
    assert (again.people, again.at, again.summed, again.drawn) == ((), 0, False, form.drawn + 1)
    assert replace(form, message_id=3).picked(MOREL).people == (CLAIRE,)


def test_a_sector_follows_from_the_ape() -> None:
    assert sector_of("43.32A") == "F"
    assert sector_of("9999Z") is None
    assert sector_of(None) is None


def test_a_company_is_read_from_what_was_typed() -> None:
    company = company_by_hand(
        Hand(" Atelier  Morel ", "839 602 299 00019", False, "4332a", "8 rue X", "37 000", "Tours")
    )
    assert company == Company(
        "Atelier Morel", "839602299", "00019", "43.32A", "F", Address("8 rue X", "37000", "Tours", "FR")
    )
    assert Hand.of(company).siret == "83960229900019"


def test_a_company_without_a_siren_needs_only_a_name() -> None:
    company = company_by_hand(Hand("Anne Perrin", "ignored", without_siren=True, country="BE"))
    assert (company.siren, company.ape, company.address.country) == (None, None, "BE")
    assert Hand.of(company).without_siren


def test_every_field_typed_by_hand_is_refused_at_once() -> None:
    with pytest.raises(FormRefused) as caught:
        company_by_hand(Hand(" ", "", ape="", street="r" * 201, postal_code="x", town="t" * 101))
    assert set(caught.value.errors) == {"name", "siret", "ape", "address", "postal_code", "town"}


def test_the_same_company_is_named_only_to_those_who_see_it() -> None:
    follower = a_collaborator(id=7)
    client = a_client(manager_id=7, access=Access.CHOSEN, code="0305")
    seen = same_company(follower, [client])
    assert isinstance(seen, AlreadyFollowed)
    assert (seen.client_id, seen.name, seen.code) == (1, "Atelier Morel", "0305")
    assert isinstance(same_company(a_collaborator(id=8), [client]), AlreadyFollowedUnseen)
    assert same_company(follower, []) is None


def test_the_first_step_wants_a_company() -> None:
    with pytest.raises(FormRefused) as caught:
        company_step(ClientForm(), None, None)
    assert refused(caught.value) == {"company": Missing}


def test_the_first_step_refuses_field_by_field() -> None:
    form = ClientForm().picked(replace(MOREL, is_ceased=True))
    form = replace(
        form, services=frozenset({Service.URSSAF}), urssaf_account="12345678901234567", last_declaration="douze"
    )
    with pytest.raises(FormRefused) as caught:
        company_step(form, AlreadyFollowedUnseen(), CodeTaken("0412"))
    assert set(caught.value.errors) == {"company", "ceased", "code", "urssaf_account", "urssaf_amount"}
    assert refused(caught.value)["ceased"] is CeasedCompany
    assert refused(caught.value)["urssaf_account"] is UnusualAccount
    insisting = warned_of(form, caught.value)
    with pytest.raises(FormRefused) as again:
        company_step(insisting, None, None)
    assert "urssaf_account" not in again.value.errors


def test_a_second_file_is_made_on_purpose_and_never_of_an_unseen_one() -> None:
    followed = AlreadyFollowed(1, "Atelier Morel", None)
    assert company_step(a_form(second=True), followed, None).second
    with pytest.raises(FormRefused):
        company_step(a_form(second=True), AlreadyFollowedUnseen(), None)


def test_numbers_that_are_not_asked_for_are_not_kept() -> None:
    form = a_form(kind=Kind.OTHER, services=frozenset({Service.URSSAF}), urssaf_account="x", last_declaration="y")
    passed = company_step(form, None, None)
    assert (passed.urssaf_account, passed.last_declaration) == ("", "")


def test_the_second_step_wants_a_manager_where_the_firm_does() -> None:
    author = a_collaborator(role=Role.ADMINISTRATOR)
    assert assignment_step(a_form(), author, manager_required=False) == a_form()
    with pytest.raises(FormRefused) as caught:
        assignment_step(a_form(), author, manager_required=True)
    assert refused(caught.value) == {"manager": Missing}


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ({"access": Access.PORTFOLIO, "portfolio_id": 9}, "access"),
        ({"access": Access.CHOSEN, "chosen": frozenset({2})}, "people"),
        ({"access": Access.PORTFOLIO, "portfolio_id": 3}, None),
        ({"access": Access.EVERYONE}, None),
        ({"access": Access.CHOSEN, "chosen": frozenset({1})}, None),
        ({"access": Access.CHOSEN, "manager_id": 1}, None),
    ],
)
def test_an_author_keeps_sight_of_the_client(points: dict[str, Any], field: str | None) -> None:
    author = a_collaborator(id=1, portfolios=frozenset({3}))
    form = a_form(**points)
    if field is None:
        assert assignment_step(form, author, manager_required=False) == form
        return
    with pytest.raises(FormRefused) as caught:
        assignment_step(form, author, manager_required=False)
    assert refused(caught.value) == {field: AuthorWouldLoseSight}


def test_the_third_step_makes_values_clean_and_the_first_contact_the_default() -> None:
    typed = replace(CLAIRE, first_name=" CLAIRE ", email="Claire@Atelier-Morel.example", phone="06 39 98 21 07")
    [person] = contact_step(a_form(people=(typed,)), {}).people
    assert (person.first_name, person.email, person.phone) == ("Claire", "claire@atelier-morel.example", "+33639982107")
    assert person.is_default
    assert person.receives_invoices


def test_a_blank_place_is_left_out_when_somebody_is_there_already() -> None:
    form = a_form(people=(CLAIRE, Person()), at=1)
    assert [person.name for person in contact_step(form, {}).people] == ["Claire Morel"]


def test_nobody_at_all_passes_once_the_invitation_is_unticked() -> None:
    with pytest.raises(FormRefused) as caught:
        contact_step(a_form(people=(Person(),)), {})
    assert set(caught.value.errors) == {"email", "last_name"}
    assert contact_step(a_form(people=(Person(by_email=False),)), {}).people == ()


def test_a_director_of_the_registry_is_kept_without_an_address_once_unticked() -> None:
    director = Person("Claire", "Morel", from_registry=True, by_email=False)
    assert contact_step(a_form(people=(director,)), {}).people[0].name == "Claire Morel"


def test_an_address_in_use_wants_its_tick_and_a_failed_one_a_second_look() -> None:
    email = CLAIRE.email
    shared = {email: AddressUse((a_contact(email=email),))}
    with pytest.raises(FormRefused) as caught:
        checked_person(a_form(), CLAIRE, shared)
    assert refused(caught.value) == {"email": SharedAddress}
    assert checked_person(a_form(), replace(CLAIRE, shares=True), shared).shares
    failed = {email: AddressUse((a_contact(email=email, email_failed_at=MONDAY),))}
    with pytest.raises(FormRefused) as caught:
        checked_person(a_form(), replace(CLAIRE, shares=True), failed)
    assert refused(caught.value) == {"email": BouncedBefore}
    insisting = warned_of(a_form(), caught.value)
    assert checked_person(insisting, replace(CLAIRE, shares=True), failed).email == email


def test_a_slip_is_said_once_and_a_twin_always() -> None:
    slip = replace(CLAIRE, email="claire@gmial.com")
    with pytest.raises(FormRefused) as caught:
        checked_person(a_form(), slip, {})
    assert refused(caught.value) == {"email": LikelySlip}
    assert checked_person(warned_of(a_form(), caught.value), slip, {}).email == "claire@gmial.com"
    with pytest.raises(FormRefused) as caught:
        checked_person(a_form(people=(CLAIRE,), at=1), CLAIRE, {})
    assert refused(caught.value) == {"email": TypedTwice}


def test_whoever_joins_an_account_is_told_and_not_invited() -> None:
    account = Account(1, 1, CLAIRE.email, None, "Claire", "Morel", "fr", None, MONDAY)
    assert first_letter(CLAIRE, None) is FirstLetter.INVITATION
    assert first_letter(CLAIRE, account) is FirstLetter.INVITATION
    assert first_letter(replace(CLAIRE, shares=True), account) is FirstLetter.FURTHER_CLIENT
    assert first_letter(replace(CLAIRE, by_email=False), None) is FirstLetter.NONE


def _leaving(sending: Sending | None, now: datetime = MONDAY) -> Leaving:
    firm = a_firm(invitation_read_at=MONDAY)
    return leaving(a_form(people=(CLAIRE,), sending=sending), firm, {}, now)


def test_what_leaves_is_announced_with_its_chases() -> None:
    gone = _leaving(Sending.NOW)
    assert (gone.at, gone.invitations, gone.notices, gone.scheduled) == (MONDAY, 1, 0, False)
    assert [chase.date() for chase in gone.chases] == [date(2026, 9, 10), date(2026, 9, 16), date(2026, 9, 25)]
    assert _leaving(Sending.LATER).is_nothing
    night = datetime(2026, 9, 12, 21, 0, tzinfo=UTC)
    scheduled = _leaving(Sending.MORNING, night)
    assert scheduled.scheduled
    assert scheduled.at == datetime(2026, 9, 14, 7, 30, tzinfo=UTC)


def test_a_client_is_opened_from_a_form_that_passes() -> None:
    author = a_collaborator(role=Role.MANAGER)
    form = a_form(
        people=(CLAIRE,),
        manager_id=1,
        access=Access.EVERYONE,
        chosen=frozenset({5}),
        services=frozenset({Service.URSSAF}),
        last_declaration="1 234,50",
    )
    new, [(_, contact)] = open_client(
        form, by=author, firm=a_firm(), deposit="depot+x.abc", followed=None, taken=None, uses={}
    )
    assert (str(new.last_declaration), new.chosen, new.code) == ("1234.50", frozenset(), None)
    assert (contact.email, contact.language, contact.role) == (CLAIRE.email, "fr", ContactRole.DIRECTOR)
    with pytest.raises(FormRefused):
        open_client(ClientForm(), by=author, firm=a_firm(), deposit="", followed=None, taken=None, uses={})


def test_a_firm_may_keep_creation_for_its_managers() -> None:
    firm = a_firm(collaborators_create=False)
    assert may_open(a_collaborator(role=Role.MANAGER), firm).role is Role.MANAGER
    with pytest.raises(RoleTooLow):
        may_open(a_collaborator(), firm)


def test_what_a_client_lacks_is_said_in_order() -> None:
    firm = a_firm(manager_required=True)
    client = a_client(company=Company("X", siren="839602299"), kind=Kind.EMPLOYER, services=frozenset({Service.URSSAF}))
    assert gaps(client, [], firm) == (Gap.MANAGER, Gap.DIRECTOR, Gap.APE, Gap.URSSAF)
    complete = replace(
        client,
        company=Company("X", siren="839602299", ape="43.32A"),
        manager_id=1,
        urssaf_account="1",
        kind=Kind.SELF_EMPLOYED,
    )
    assert gaps(complete, [a_contact()], firm) == ()
    assert gaps(replace(complete, kind=Kind.EMPLOYER), [a_contact()], firm) == (Gap.URSSAF,)
    assert gaps(complete, [a_contact(role=ContactRole.BILLING)], firm) == (Gap.DIRECTOR,)
