"""Every field of a dossier has its column: written in a sheet, it is read back as the same dossier in another firm."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.clients import (
    Access,
    Address,
    Client,
    ClientState,
    Communication,
    Company,
    FeeType,
    Kind,
    NewClient,
    Service,
    Site,
)
from domain.contacts import Contact, ContactRole, NewContact
from domain.custom_fields import CustomField, FieldType
from domain.identifiers import masked_nir
from domain.importing.columns.column import Dossier
from domain.importing.deciding import decide
from domain.importing.heading import Place, heading, layout
from domain.importing.known import Known, Ledger
from domain.importing.outcomes import Refused, ToCreate, Unchanged
from domain.importing.refused import NirMasked
from domain.importing.rows import line_of
from domain.sheets.sheet import SheetRow
from tests.builders import a_firm
from tests.domain.importing.sheets_of_clients import ARTISANS, HELENE, NADIA, THOMAS, an_importer

NIR = "184123726104256"
LOGICIEL = CustomField("Logiciel", FieldType.TEXT, id=7)
IMPORTER = an_importer(
    firm=a_firm(id=1, mail_from="depot@valmont.example", nir_reason="Déclarations sociales"), fields=[LOGICIEL]
)

# What a client file has and no sheet carries: what the books set, what the registry or letters told, and the life of
# the file after its opening. A channel is a setting of the firm's Slack.
OF_THE_BOOKS = {
    Client: {"id", "firm_id", "created_at", "created_by", "version", "channel"}
    | {"terminated_at", "terminated_from", "erase_at"},
    Company: {"from_registry"},
    Address: set[str](),
    Site: {"id", "firm_id", "client_id"},
    Contact: {"id", "firm_id", "client_id", "account_id", "email_failed_at", "disowned_at", "removed_at"},
}

MOREL = Client(
    id=12,
    firm_id=1,
    company=Company(
        "Atelier Morel", "839602299", "00019", "43.32A", "G", Address("8 rue des Tanneurs", "98000", "Monaco", "MC")
    ),
    deposit="depot+atelier-morel.k7qm2z4p",
    created_at=datetime(2026, 1, 5, tzinfo=UTC),
    created_by=1,
    code="0412",
    kind=Kind.SELF_EMPLOYED,
    services=frozenset({Service.URSSAF, Service.TAX}),
    urssaf_account="117000001234567890",
    last_declaration=None,
    portfolio_id=ARTISANS.id,
    manager_id=NADIA.id,
    access=Access.EVERYONE,
    chosen=frozenset({THOMAS.id}),
    state=ClientState.INACTIVE,
    ready_to_invite=True,
    currency="XPF",
    fee_type=FeeType.ACTUAL,
    mails=frozenset({Communication.RECEIPTS}),
)
# The amount of the last declaration is an employer's.
EMPLOYER = replace(MOREL, kind=Kind.EMPLOYER, last_declaration=Decimal("1234.50"), access=Access.CHOSEN)
PEOPLE = [
    Contact("Claire", "Morel", "claire@morel.example", "+33639981234", "en", ContactRole.BILLING, id=1, client_id=12),
    Contact("Jean", "Morel", None, None, "fr", ContactRole.PAYROLL, True, True, id=2, client_id=12),
]
SITES = [Site("00027", "47.11F", Address("1 rue Neuve", "20137", "Porto-Vecchio")), Site("00035", None)]
CUSTOM = {LOGICIEL.id: "Logiciel A"}
SAMPLES: Mapping[type[Any], Sequence[Any]] = {
    Client: [MOREL, EMPLOYER],
    Company: [MOREL.company],
    Address: [MOREL.company.address],
    Site: SITES,
    Contact: PEOPLE,
}


def written(client: Client, language: str, nir: str) -> tuple[Sequence[Place], Sequence[str]]:
    places = layout(len(PEOPLE), len(SITES), [LOGICIEL], with_nir=True)
    people = {each.id: each for each in (HELENE, NADIA, THOMAS)}
    dossier = Dossier(
        client,
        PEOPLE,
        language,
        portfolio=ARTISANS.name,
        manager=NADIA.name,
        people=tuple(people[each].name for each in sorted(client.chosen)),
        deposit=f"{client.deposit}@valmont.example",
        custom=CUSTOM,
        sites=SITES,
        nir=nir,
    )
    return places, [place.column.written(dossier, place.number) for place in places]


def read(client: Client, language: str, nir: str, known: Known | None = None) -> ToCreate | Unchanged | Refused | Any:
    places, cells = written(client, language, nir)
    head = heading([place.column.title(language, place.number) for place in places], [LOGICIEL])
    return decide(line_of(SheetRow(2, cells), head), IMPORTER, known or Known(), Ledger())


@pytest.mark.parametrize("kind", [Client, Company, Address, Site, Contact])
def test_the_dossiers_of_these_tests_leave_no_field_at_rest(kind: type[Any]) -> None:
    """A field added to a client file is given a value above, and so a column, or is said to be of the books."""
    samples: Sequence[Any] = SAMPLES[kind]
    assert is_dataclass(kind)
    usual = {field.name: field.default for field in fields(kind)}
    at_rest = {name for name, value in usual.items() if all(getattr(one, name) == value for one in samples)}
    assert at_rest - OF_THE_BOOKS[kind] == set()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("client", [MOREL, EMPLOYER], ids=["self-employed", "employer"])
def test_a_dossier_written_in_a_sheet_opens_as_it_was_in_another_firm(client: Client, language: str) -> None:
    nir = NIR if client is MOREL else ""
    outcome = read(client, language, nir)
    assert isinstance(outcome, ToCreate), outcome
    for field in fields(Client):
        if field.name not in OF_THE_BOOKS[Client]:
            assert getattr(outcome.new, field.name) == getattr(client, field.name), field.name
    assert [replace(site) for site in outcome.sites] == SITES
    assert outcome.new.custom == CUSTOM
    assert (outcome.nir or "") == nir
    for contact, kept in zip(outcome.contacts, PEOPLE, strict=True):
        for field in fields(NewContact):
            assert getattr(contact, field.name) == getattr(kept, field.name), field.name


def test_what_is_new_in_a_client_file_can_be_given_when_it_is_opened() -> None:
    names = {field.name for field in fields(NewClient)} - {"custom"}
    assert {field.name for field in fields(Client)} - names == OF_THE_BOOKS[Client]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_dossier_written_in_a_sheet_says_nothing_new_where_it_comes_from(language: str) -> None:
    known = Known(
        of_siren={"839602299": [MOREL]},
        of_code={"0412": MOREL},
        of_deposit={MOREL.deposit: MOREL.id},
        contacts={MOREL.id: PEOPLE},
        custom={MOREL.id: CUSTOM},
        sites={MOREL.id: SITES},
        nirs={MOREL.id: NIR},
    )
    assert read(MOREL, language, masked_nir(NIR), known) == Unchanged(2, MOREL.id)


def test_all_that_is_wrong_in_a_row_is_said_at_once() -> None:
    places, cells = written(MOREL, "fr", NIR)
    wrong = {"ape": "9999Z", "nir": NIR[:13] + "00", "site_nic": "00000", "email": "contact@"}
    row = SheetRow(2, [wrong.get(place.column.key, cell) for place, cell in zip(places, cells, strict=True)])
    head = heading([place.column.title("fr", place.number) for place in places], [LOGICIEL])
    outcome = decide(line_of(row, head), IMPORTER, Known(), Ledger())
    assert isinstance(outcome, Refused)
    assert set(outcome.errors) >= {"ape", "nir", "email.1"}
    right = SheetRow(
        2,
        [
            cell if place.column.key == "ape" else row.cells[at]
            for at, (place, cell) in enumerate(zip(places, cells, strict=True))
        ],
    )
    again = decide(line_of(right, head), IMPORTER, Known(), Ledger())
    assert isinstance(again, Refused)
    assert set(again.errors) >= {"nir", "site_siret.1", "email.1"}


def test_a_masked_number_opens_nothing_elsewhere() -> None:
    outcome = read(MOREL, "fr", masked_nir(NIR))
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.errors["nir"], NirMasked)
