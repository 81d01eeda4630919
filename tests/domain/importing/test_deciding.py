"""Each row of a sheet opens a client, changes one, leaves one as it is, or is refused with the column to mend."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.activities import UnknownApe
from domain.addresses import EmailIncomplete
from domain.clients import (
    Access,
    Address,
    Client,
    ClientState,
    Communication,
    Company,
    FeeType,
    Kind,
    Service,
)
from domain.contacts import ContactRole
from domain.custom_fields import CustomField, FieldType
from domain.identifiers import DigitsExpected, NoSuchSiren, NoSuchSiret, SiretOfAnotherSiren, WrongDigitCount
from domain.importing.known import Importer
from domain.importing.outcomes import Counts, Outcome, Refused, ToCreate, ToUpdate, Unchanged, counts_of
from domain.importing.refused import (
    AddressUsedElsewhere,
    ApeNotGiven,
    CodeOfAnotherCompany,
    DepositTaken,
    FollowedUnderAnotherCode,
    NotADeposit,
    NotOffered,
    NumberRounded,
    OfField,
    OtherAddressKept,
    OtherDepositKept,
    OtherStateKept,
    Renamed,
    RequiredFieldsEmpty,
    SeveralFiles,
    TwiceInSheet,
    UnknownWord,
)
from domain.refusals import AlreadyFollowedUnseen, CodeTaken, Missing, RoleTooLow
from domain.registry import RegistryCompany
from domain.wizard import AuthorWouldLoseSight, CeasedCompany, LikelySlip, TypedTwice, UnusualAccount
from tests.builders import a_client, a_contact
from tests.domain.importing.sheets_of_clients import (
    ARTISANS,
    HELENE,
    MOREL,
    NADIA,
    SCI,
    THOMAS,
    an_importer,
    books,
    outcome,
    outcomes,
)

WHOLE = {
    **MOREL,
    "Adresse": "8 rue des Tanneurs",
    "CP": 37000,
    "Ville": "Tours",
    "Pays": "France",
    "Code dossier": "0412",
    "Statut": "employeur",
    "Services": "Urssaf ; Impôts",
    "Compte Urssaf": "117000001234567890",
    "Dernière déclaration Urssaf": "1 234,50",
    "Portefeuille": "artisans",
    "Responsable": "nadia benali",
    "Accès": "Thomas Roux; Nadia Benali",
    "Adresse de dépôt": "depot+morel.x7@valmont.example",
    "Contact 1 : nom": "MOREL",
    "Contact 1 : prénom": "Claire",
    "Contact 1 : e-mail": "Claire@Morel.example",
    "Contact 1 : téléphone": 639982107,
    "Contact 1 : langue": "anglais",
    "Contact 2 : nom": "Morel",
    "Contact 2 : prénom": "Paul",
    "Contact 2 : rôle": "facturation",
    "Contact 2 : reçoit les factures": "oui",
}


def created(found: Outcome) -> ToCreate:
    assert isinstance(found, ToCreate), found
    return found


def updated(found: Outcome) -> ToUpdate:
    assert isinstance(found, ToUpdate), found
    return found


def errors(found: Outcome) -> dict[str, type]:
    assert isinstance(found, Refused), found
    return {key: type(error) for key, error in found.errors.items()}


def morel(**points: Any) -> Client:
    company = Company("Atelier Morel", "839602299", "00019", "43.32A", "F", Address("", "", "Tours"))
    filled = {"id": 7, "firm_id": 1, "manager_id": 2, "code": "0412", "company": company, "deposit": "depot+morel.x"}
    return replace(a_client(), **{**filled, **points})


def test_a_whole_row_opens_the_client_with_all_that_it_says() -> None:
    found = created(outcome(WHOLE))
    new = found.new
    assert new.company == Company(
        "Atelier Morel", "839602299", "00019", "43.32A", "F", Address("8 rue des Tanneurs", "37000", "Tours")
    )
    assert (new.code, new.kind, new.urssaf_account) == ("0412", Kind.EMPLOYER, "117000001234567890")
    assert new.services == {Service.URSSAF, Service.TAX}
    assert new.last_declaration == Decimal("1234.50")
    assert (new.portfolio_id, new.manager_id, new.access, new.chosen) == (
        1,
        2,
        Access.CHOSEN,
        frozenset({2, 3}),
    )
    assert new.deposit == "depot+morel.x7"
    claire, paul = found.contacts
    assert (claire.name, claire.email, claire.phone) == ("Claire Morel", "claire@morel.example", "+33639982107")
    assert (claire.language, claire.role, claire.is_default) == ("en", ContactRole.DIRECTOR, True)
    assert (paul.name, paul.role, paul.language, paul.receives_invoices) == (
        "Paul Morel",
        ContactRole.BILLING,
        "fr",
        True,
    )
    assert not claire.receives_invoices


def test_a_siret_or_a_siren_alone_is_enough_and_zeros_come_back() -> None:
    by_siret = {"Nom": "Atelier Morel", "SIRET": "839 602 299 00019", "Code APE": "43.32A"}
    for row in ({**MOREL, "NIC": 19.0}, by_siret, {**MOREL, "SIREN": 839602299, "NIC": "00019"}):
        assert created(outcome(row)).new.company.siret == "83960229900019"


def test_an_address_is_made_for_a_client_that_brings_none() -> None:
    assert created(outcome(MOREL)).new.deposit == "depot+atelier-morel.abcdefgh"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"SIREN": "80331"}, {"siret": WrongDigitCount}),
        ({"SIREN": "839602298"}, {"siret": NoSuchSiret}),
        ({"SIREN": "839602298", "NIC": ""}, {"siret": NoSuchSiren}),
        ({"SIREN": "83960229X"}, {"siret": DigitsExpected}),
        ({"NIC": "00018"}, {"siret": NoSuchSiret}),
        ({"SIRET": "85088505400013", "NIC": ""}, {"siret": SiretOfAnotherSiren}),
        ({"SIREN": "", "NIC": ""}, {"siret": Missing}),
        ({"APE": "9999Z"}, {"ape": UnknownApe}),
        ({"APE": ""}, {"ape": ApeNotGiven}),
        ({"SIREN": "", "NIC": "", "APE": ""}, {"siret": Missing}),
        ({"SIREN": "", "NIC": "", "APE": "9999Z"}, {"siret": Missing, "ape": UnknownApe}),
        ({"Raison sociale": " "}, {"name": Missing}),
        ({"Statut": "patron"}, {"kind": UnknownWord}),
        ({"Pays": "Atlantide"}, {"country": UnknownWord}),
        ({"Secteur": "menuiserie"}, {"sector": UnknownWord}),
        ({"Contact 1 : e-mail": "contact@", "Contact 1 : nom": "Morel"}, {"email.1": EmailIncomplete}),
        ({"Contact 3 : e-mail": "claire@morel.example"}, {"last_name.3": Missing}),
        ({"Compte Urssaf": 117000001234567890, "Services": "Urssaf"}, {"urssaf_account": NumberRounded}),
        ({"Responsable": "Personne"}, {"manager": NotOffered}),
        ({"Responsable": "Thomas Roux"}, {"manager": NotOffered}),
        ({"Portefeuille": "Inconnu"}, {"portfolio": NotOffered}),
        ({"Accès": "Thomas Roux; Personne"}, {"access": NotOffered}),
        ({"Adresse de dépôt": "morel@outil.example"}, {"deposit": NotADeposit}),
        ({"Adresse de dépôt": "depot@valmont.example"}, {"deposit": NotADeposit}),
    ],
)
def test_a_wrong_cell_is_refused_beside_its_column(cells: dict[str, Any], wanted: dict[str, type]) -> None:
    assert errors(outcome({**MOREL, **cells})) == wanted


def test_everything_wrong_in_a_row_is_said_at_once() -> None:
    row = {"SIREN": "80331", "APE": "9999Z", "Responsable": "Personne", "Contact 1 : e-mail": "x@"}
    assert set(errors(outcome(row))) == {"name", "siret", "ape", "manager", "email.1", "last_name.1"}


def test_what_a_wizard_would_ask_once_is_a_warning() -> None:
    row = {**MOREL, "Services": "Urssaf", "Statut": "Employeur", "Compte Urssaf": "117000001234567"}
    row |= {"Contact 1 : nom": "Morel", "Contact 1 : e-mail": "claire@gmial.com"}
    found = created(outcome(row))
    assert {key: type(each) for key, each in found.warnings.items()} == {
        "urssaf_account": UnusualAccount,
        "email.1": LikelySlip,
    }
    assert (found.new.urssaf_account, found.contacts[0].email) == ("117000001234567", "claire@gmial.com")


def test_the_registry_fills_what_the_row_leaves_empty_and_tells_of_an_end() -> None:
    listed = RegistryCompany(
        "839602299", "00019", "ATELIER MOREL", "43.32A", Address("8 rue des Tanneurs", "37000", "Tours"), is_ceased=True
    )
    importer = an_importer(registry={"839602299": listed})
    bare = created(outcome({"SIREN": "839602299"}, importer))
    assert (bare.new.company.name, bare.new.company.siret, bare.new.company.address.town) == (
        "ATELIER MOREL",
        "83960229900019",
        "Tours",
    )
    assert bare.new.company.from_registry
    assert [type(each) for each in bare.warnings.values()] == [CeasedCompany]
    named = created(outcome({"SIREN": "839602299", "Nom": "Chez Morel"}, importer))
    assert (named.new.company.name, named.new.company.from_registry) == ("Chez Morel", False)


def test_two_rows_about_the_same_client_are_not_both_taken() -> None:
    first, second, third = outcomes([MOREL, {**MOREL, "Code": "0413"}, {**MOREL, "Code": "0413"}])
    created(first)
    assert errors(second) == {"name": TwiceInSheet}
    assert errors(third) == {"name": TwiceInSheet}


def test_the_same_address_in_two_rows_is_refused_unless_it_was_allowed() -> None:
    people = {"Contact 1 : nom": "Morel", "Contact 1 : e-mail": "claire@morel.example"}
    rows: list[dict[str, Any]] = [{**MOREL, **people}, {"Raison sociale": "SCI Morel", "Sans SIREN": "oui", **people}]
    first, second = outcomes(rows)
    created(first)
    assert errors(second) == {"email.1": AddressUsedElsewhere}
    assert [type(each) for each in outcomes(rows, an_importer(shares=True))] == [ToCreate, ToCreate]
    twice = {"Contact 2 : nom": "Morel", "Contact 2 : e-mail": "claire@morel.example"}
    assert errors(outcome({**MOREL, **people, **twice})) == {"email.2": TypedTwice}


def test_a_row_that_says_the_same_changes_nothing() -> None:
    claire = a_contact(client_id=7, email="claire@morel.example", is_default=True, phone="+33639982107")
    same = {**MOREL, "Code": "0412", "Ville": "Tours", "Responsable": "Nadia Benali"}
    same |= {"Contact 1 : nom": claire.last_name, "Contact 1 : e-mail": claire.email or "", "Tél": "06 39 98 21 07"}
    assert outcome(same, known=books([morel()], [claire])) == Unchanged(2, 7)


def test_billing_and_e_mails_received_come_with_the_sheet() -> None:
    row = {**MOREL, "Devise": "chf", "Frais": "réels", "E-mails reçus": "Confirmation de réception"}
    new = created(outcome(row)).new
    assert (new.currency, new.fee_type, new.mails) == ("CHF", FeeType.ACTUAL, frozenset({Communication.RECEIPTS}))
    assert created(outcome({**MOREL, "E-mails reçus": "aucun"})).new.mails == frozenset()
    assert updated(outcome({"Code": "0412", "Devise": "EUR"}, known=books([morel()]))).after.currency == "EUR"
    assert errors(outcome({**MOREL, "Devise": "franc", "Frais": "gratuit"})) == {
        "currency": UnknownWord,
        "fee_type": UnknownWord,
    }


SOFTWARE = CustomField("Logiciel", FieldType.CHOICE, ("Sage", "Cegid"), required=True, id=5)
SIGNED = CustomField("Mandat signé le", FieldType.DATE, id=6)


def test_the_firm_s_own_fields_are_columns_with_their_rules() -> None:
    importer = an_importer(fields=[SOFTWARE, SIGNED])
    found = created(outcome({**MOREL, "logiciel": "sage", "Mandat signé le": "3/11/2026"}, importer))
    assert (found.new.custom, found.warnings) == ({5: "Sage", 6: "2026-11-03"}, {})
    without = created(outcome(MOREL, importer))
    assert {key: type(error) for key, error in without.warnings.items()} == {"custom": RequiredFieldsEmpty}
    assert errors(outcome({**MOREL, "Logiciel": "Excel"}, importer)) == {"custom5": OfField}


def test_a_field_of_the_firm_is_changed_by_a_sheet_and_an_empty_cell_leaves_it() -> None:
    importer = an_importer(fields=[SOFTWARE, SIGNED])
    known = replace(books([morel()]), custom={7: {5: "Sage"}})
    assert outcome({"Code": "0412", "Logiciel": "Sage"}, importer, known) == Unchanged(2, 7)
    assert outcome({"Code": "0412", "Logiciel": ""}, importer, known) == Unchanged(2, 7)
    assert updated(outcome({"Code": "0412", "Logiciel": "Cegid"}, importer, known)).custom == {5: ("Sage", "Cegid")}


def test_filled_cells_change_the_client_and_empty_ones_leave_it() -> None:
    claire = a_contact(id=3, client_id=7, email="claire@morel.example", first_name="Claire", last_name="Morel")
    row = {"SIREN": "839602299", "Ville": "Amboise", "Contact 1 : e-mail": "claire@morel.example"}
    row |= {"Contact 1 : téléphone": "06 39 98 21 08", "Contact 2 : nom": "Petit"}
    found = updated(outcome(row, known=books([morel()], [claire])))
    assert found.after == replace(found.before, company=replace(found.before.company, address=Address(town="Amboise")))
    assert [(each.id, each.phone) for each in found.changed] == [(3, "+33639982108")]
    assert [each.name for each in found.added] == ["Petit"]


def test_a_code_finds_its_client_and_never_that_of_another_company() -> None:
    known = books([morel()])
    renamed = updated(outcome({"Code": "0412", "Nom": "Chez Morel"}, known=known))
    assert renamed.after.name == "Chez Morel"
    assert {key: type(each) for key, each in renamed.warnings.items()} == {"name": Renamed}
    assert errors(outcome({"Code": "0412", "SIREN": "850885054"}, known=known)) == {"code": CodeOfAnotherCompany}
    kept = updated(outcome({"Code": "0412", "Sans SIREN": "oui", "Ville": "Blois"}, known=known)).after
    assert kept.company.siren == "839602299"


def test_a_company_already_followed_takes_a_second_file_only_when_asked() -> None:
    known = books([morel()])
    row = {**MOREL, "Code": "0500"}
    assert errors(outcome(row, known=known)) == {"code": FollowedUnderAnotherCode}
    assert created(outcome({**row, "Second dossier": "oui"}, known=known)).new.code == "0500"
    assert errors(outcome({**MOREL, "Second dossier": "oui"}, known=known)) == {"code": Missing}
    without_code = books([morel(code=None)])
    assert updated(outcome(row, known=without_code)).after.code == "0500"
    both = books([morel(), morel(id=8, code="0413")])
    assert errors(outcome(MOREL, known=both)) == {"code": SeveralFiles}


def test_someone_without_siren_is_found_again_by_name() -> None:
    known = books([morel(company=Company("Jean Martin"), code=None)])
    assert outcome({"Nom": "Jean Martin"}, known=known) == Unchanged(2, 7)
    assert created(outcome({"Nom": "Jeanne Martin", "Sans SIREN": "x"}, known=known)).new.company.siren is None


def test_addresses_that_people_write_to_are_not_replaced() -> None:
    claire = a_contact(client_id=7, email="claire@morel.example", first_name="Claire", last_name="Morel")
    known = books([morel(), morel(id=8, code="0413", deposit="depot+autre.x")], [claire])
    renamed = {"Code": "0412", "Adresse de dépôt": "depot+neuf.y"}
    assert errors(outcome(renamed, known=known)) == {"deposit": OtherDepositKept}
    taken = {"Code": "0412", "Adresse de dépôt": "depot+autre.x@valmont.example"}
    assert errors(outcome(taken, known=known)) == {"deposit": DepositTaken}
    moved = {"Code": "0412", "Contact : nom": "Morel", "Contact : prénom": "Claire", "E-mail": "voleur@x.example"}
    assert errors(outcome(moved, known=known)) == {"email.1": OtherAddressKept}


@pytest.mark.abuse("A4")
@pytest.mark.parametrize("who", [NADIA, THOMAS], ids=["manager", "collaborator"])
def test_nobody_gives_a_portfolio_that_is_not_theirs_nor_a_manager_who_is_none(who: Any) -> None:
    mine = [portfolio for portfolio in (ARTISANS, SCI) if portfolio.id in who.portfolios]
    importer = an_importer(who=who, portfolios=mine)
    assert errors(outcome({**MOREL, "Portefeuille": "SCI"}, importer)) == {"portfolio": NotOffered}
    # In the very words of one that does not exist.
    unknown, foreign = (outcome({**MOREL, "Portefeuille": name}, importer) for name in ("Nulle part", "SCI"))
    assert isinstance(unknown, Refused)
    assert isinstance(foreign, Refused)
    assert [vars(each.errors["portfolio"]) | {"typed": ""} for each in (unknown, foreign)] == [
        {"what": "portfolio", "typed": ""}
    ] * 2
    assert errors(outcome({**MOREL, "Accès": "Hélène Valmont"}, importer)) == {"people": AuthorWouldLoseSight}


@pytest.mark.abuse("A4")
def test_a_client_is_assigned_by_a_sheet_only_by_who_leads_it() -> None:
    known = books([morel(access=Access.EVERYONE, manager_id=1)])
    importer = an_importer(who=THOMAS, portfolios=[])
    assert errors(outcome({"Code": "0412", "Responsable": "Nadia Benali"}, importer, known)) == {"assign": RoleTooLow}
    assert errors(outcome({"Code": "0412", "Accès": "Thomas Roux"}, importer, known)) == {"assign": RoleTooLow}
    assert errors(outcome({"Code": "0412", "Bilan flash prêt": "oui"}, importer, known)) == {"invite": RoleTooLow}
    assert updated(outcome({"Code": "0412", "Bilan flash prêt": "oui"}, known=known)).after.ready_to_invite
    assert isinstance(outcome({"Code": "0412", "Bilan flash prêt": "non"}, importer, known), Unchanged)
    led = updated(outcome({"Code": "0412", "Responsable": "Nadia Benali"}, known=known))
    assert led.after.manager_id == NADIA.id


def test_a_client_is_put_to_sleep_in_its_own_file() -> None:
    known = books([morel()])
    assert errors(outcome({"Code": "0412", "État": "Inactif"}, known=known)) == {"state": OtherStateKept}
    assert isinstance(outcome({"Code": "0412", "État": "Actif"}, known=known), Unchanged)


@pytest.mark.abuse("R1", "A4")
def test_a_client_out_of_sight_is_neither_changed_nor_told() -> None:
    hidden = morel(manager_id=1, access=Access.PORTFOLIO, portfolio_id=2)
    known = books([hidden, replace(hidden, id=8, code=None, company=Company("Jean Martin"))])
    importer = an_importer(who=THOMAS, portfolios=[])
    assert errors(outcome(MOREL, importer, known)) == {"siret": AlreadyFollowedUnseen}
    assert errors(outcome({**MOREL, "Code": "9", "Second dossier": "oui"}, importer, known)) == {
        "siret": AlreadyFollowedUnseen
    }
    assert errors(outcome({"Nom": "Autre", "Sans SIREN": "oui", "Code": "0412"}, importer, known)) == {
        "code": CodeTaken
    }
    created(outcome({"Nom": "Jean Martin", "Sans SIREN": "oui"}, importer, known))


def test_a_terminated_client_is_left_in_peace() -> None:
    known = books([morel(state=ClientState.TERMINATED)])
    assert errors(outcome({"Code": "0412", "Ville": "Blois"}, known=known)) == {"code": CodeTaken}


def test_who_may_open_no_client_imports_nothing() -> None:
    closed = replace(an_importer().firm, collaborators_create=False)
    with pytest.raises(RoleTooLow):
        outcome(MOREL, an_importer(who=THOMAS, firm=closed))


def test_a_manager_is_asked_for_where_the_firm_wants_one_and_may_be_chosen_for_all() -> None:
    strict: Importer = an_importer(firm=replace(an_importer().firm, manager_required=True))
    assert errors(outcome(MOREL, strict)) == {"manager": Missing}
    assert created(outcome(MOREL, replace(strict, manager_id=2, portfolio_id=1))).new.access is Access.PORTFOLIO
    alone = an_importer(people=[HELENE])
    assert created(outcome(MOREL, alone)).new.manager_id == HELENE.id


def test_counts_add_up() -> None:
    counts = counts_of(outcomes([MOREL, MOREL, {"Nom": "X"}]))
    assert counts == Counts(created=1, refused=2)
    assert (counts.plus(Counts(updated=1)).written, counts.all) == (2, 3)
