"""Many client files written at once, on both databases: as one by one, and never twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.acts import Act
from domain.books import ClientFilter
from domain.clients import Access, Address, ClientState, Company, Site
from domain.contacts import ContactRole
from domain.importing.batch import batch_of
from domain.importing.imports import ImportState, SheetImport
from domain.importing.known import Wanted
from domain.importing.outcomes import ToCreate, ToUpdate
from domain.importing.refused import WrittenMeanwhile
from domain.invitations import InvitationState
from domain.people import Collaborator, Role
from storage.records import FirmRecords
from tests.builders import MONDAY, a_new_client, a_new_contact
from tests.offices import SmallHouse, SmallOffice


@pytest.fixture
def office(house_of_each_kind: SmallHouse) -> SmallOffice:
    return house_of_each_kind.found()


@pytest.fixture
def helene(office: SmallOffice) -> Collaborator:
    return office.hire("Hélène Valmont", Role.ADMINISTRATOR)


def creation(line: int, name: str, **points: Any) -> ToCreate:
    contact = a_new_contact(first_name="Claire", last_name="Morel", email=f"claire@{line}.example")
    other = a_new_contact(last_name="Payen", email=f"paie@{line}.example", role=ContactRole.PAYROLL)
    company = Company(name, siren=f"{line:09}", nic="00019")
    new = replace(a_new_client(name, code=f"{line:04}", deposit=f"depot+{line}.x"), company=company)
    return ToCreate(line, replace(new, **points), [contact, other], {})


NIR = "184123726104256"


def write(office: SmallOffice, by: Collaborator, *outcomes: ToCreate | ToUpdate) -> None:
    with office.records() as records:
        write_within(records, office, by, *outcomes)


def write_within(records: FirmRecords, office: SmallOffice, by: Collaborator, *outcomes: ToCreate | ToUpdate) -> None:
    numbers = records.imports.numbers
    batch = batch_of(outcomes, by=by, firm=records.firm, now=office.now(), with_space={}, numbers=numbers)
    records.imports.write(batch)


def wanted(**points: Any) -> Wanted:
    nothing = frozenset[str]()
    return replace(Wanted(nothing, nothing, nothing, nothing, nothing), **points)


def test_what_is_written_together_reads_as_if_opened_one_by_one(office: SmallOffice, helene: Collaborator) -> None:
    thomas = office.hire("Thomas Roux")
    chosen = {"access": Access.CHOSEN, "chosen": frozenset({thomas.id})}
    write(office, helene, creation(1, "Atelier Morel", **chosen), creation(2, "Boulangerie Lucas"))
    with office.reading() as records:
        found, count = records.clients.find(thomas, ClientFilter(text="morel claire@1.example"))
        assert (count, found[0].chosen, found[0].created_by) == (1, frozenset({thomas.id}), helene.id)
        client = found[0]
        contacts = records.contacts.of_client(client.id)
        assert [(each.name, each.role) for each in contacts] == [
            ("Claire Morel", ContactRole.DIRECTOR),
            (contacts[1].name, ContactRole.PAYROLL),
        ]
        (invitation,) = records.invitations.of_client(client.id)
        assert (invitation.contact_id, invitation.state, invitation.chase_days) == (
            contacts[0].id,
            InvitationState.DRAFT,
            records.firm.chase_days,
        )
        acts = [line.act for line in records.history(client.id)][::-1]
        assert acts == ["client.created", "contact.added", "contact.added", "invitation.prepared"]
        slip, _ = records.clients.find(helene, ClientFilter(text="boulangrie"))
        assert [each.name for each in slip] == ["Boulangerie Lucas"]


def test_what_the_firm_holds_is_found_by_all_that_a_sheet_may_name(office: SmallOffice, helene: Collaborator) -> None:
    write(office, helene, creation(1, "Atelier Morel"))
    martin = office.follow("Jean Martin", by=helene, siren=None)
    asked = wanted(
        sirens=frozenset({"000000001", "123456782"}),
        codes=frozenset({"0001", "9"}),
        deposits=frozenset({"depot+1.x"}),
        names=frozenset({"Jean Martin", "Atelier Morel"}),
        emails=frozenset({"claire@1.example"}),
    )
    with office.reading() as records:
        known = records.imports.known(asked)
    (morel,) = known.of_siren["000000001"]
    assert known.of_code["0001"] == morel
    assert known.of_deposit == {"depot+1.x": morel.id}
    assert known.of_name == {"Jean Martin": [martin]}
    assert [each.email for each in known.contacts[morel.id]] == ["claire@1.example", "paie@1.example"]
    assert [each.client_id for each in known.uses["claire@1.example"]] == [morel.id]


def test_the_deposit_address_of_a_file_that_was_merged_is_not_free(office: SmallOffice, helene: Collaborator) -> None:
    write(office, helene, creation(1, "Atelier Morel"), creation(2, "Morel Atelier"))
    with office.records() as records:
        (kept,), (other,) = records.clients.of_siren("000000001"), records.clients.of_siren("000000002")
        records.merging.merge(kept.id, other.id, helene, MONDAY)
    with office.reading() as records:
        known = records.imports.known(wanted(deposits=frozenset({"depot+1.x", "depot+2.x", "depot+3.x"})))
    assert known.of_deposit == {"depot+1.x": kept.id, "depot+2.x": kept.id}


def test_changes_are_written_with_what_was_before(office: SmallOffice, helene: Collaborator) -> None:
    write(office, helene, creation(1, "Atelier Morel"))
    with office.records() as records:
        (before,) = records.clients.of_siren("000000001")
        contact = records.contacts.of_client(before.id)[0]
    thomas = office.hire("Thomas Roux")
    renamed = replace(before, company=replace(before.company, name="Chez Morel"), manager_id=thomas.id)
    after = replace(renamed, access=Access.CHOSEN, chosen=frozenset({thomas.id}))
    added = a_new_contact(last_name="Petit", email="petit@1.example")
    write(office, helene, ToUpdate(2, before, after, [replace(contact, phone="+33639982108")], [added], {}))
    with office.reading() as records:
        kept = records.clients.get(before.id)
        assert kept == replace(after, version=before.version + 1)
        assert next(each.phone for each in records.contacts.of_client(before.id)) == "+33639982108"
        lines = {line.act: line for line in records.history(before.id)}
        assert (lines[Act.CLIENT_EDITED].before, lines[Act.CLIENT_EDITED].after) == (
            {"name": "Atelier Morel"},
            {"name": "Chez Morel"},
        )
        assert lines[Act.CLIENT_ASSIGNED].after["manager_id"] == thomas.id
        found, _ = records.clients.find(helene, ClientFilter(text="chez petit"))
        assert [each.id for each in found] == [before.id]


def test_a_code_taken_meanwhile_undoes_the_batch_and_nothing_else(office: SmallOffice, helene: Collaborator) -> None:
    office.follow("Autre", by=helene, code="0002")
    with office.records() as records:
        with pytest.raises(WrittenMeanwhile):
            write_within(records, office, helene, creation(1, "Morel"), creation(2, "Lucas"))
        assert records.clients.of_siren("000000001") == []


def new_import(records: FirmRecords, who: Collaborator) -> SheetImport:
    return records.imports.add(SheetImport(0, 0, who.id, "clients.xlsx", MONDAY), sheet=b"PK")


def test_an_import_is_worked_at_by_one_until_its_time_is_over(office: SmallOffice, helene: Collaborator) -> None:
    minute = timedelta(minutes=1)
    with office.records() as records:
        mine = new_import(records, helene)
        assert records.imports.claim("one", MONDAY, MONDAY + minute) == mine
        assert records.imports.claim("two", MONDAY, MONDAY + minute) is None
        assert records.imports.renew(mine.id, "one", MONDAY + 2 * minute)
        assert records.imports.claim("two", MONDAY + minute, MONDAY + 3 * minute) is None
        assert records.imports.claim("two", MONDAY + 2 * minute, MONDAY + 3 * minute) == mine
        assert not records.imports.renew(mine.id, "one", MONDAY + 9 * minute)
        records.imports.leave(mine.id, "two")
        assert records.imports.claim("one", MONDAY, MONDAY + minute) == mine
    assert office.database.firms_with_imports() == [office.firm_id]


def test_a_step_is_taken_once_and_the_sheet_goes_when_it_is_over(office: SmallOffice, helene: Collaborator) -> None:
    with office.records() as records:
        mine = new_import(records, helene)
        over = replace(mine, state=ImportState.DROPPED)
        assert records.imports.sheet(mine.id) == b"PK"
        assert records.imports.move(mine, over)
        assert not records.imports.move(mine, replace(mine, state=ImportState.TRIED))
        assert records.imports.sheet(mine.id) is None
        assert records.imports.get(mine.id) == over
    assert office.database.firms_with_imports() == []


def test_establishments_state_and_number_are_written_with_the_client_and_over_it(
    office: SmallOffice, helene: Collaborator
) -> None:
    port = Site("00027", "47.11F", Address("1 rue Neuve", "97420", "Le Port", "RE"))
    new = replace(a_new_client("Atelier Morel", siren="839602299"), state=ClientState.INACTIVE)
    write(office, helene, ToCreate(2, new, [], {}, [port], NIR))
    with office.reading() as records:
        (client,) = records.clients.of_siren("839602299")
        ((kept,),) = records.sites.of_clients([client.id]).values()
        found, _ = records.clients.find(helene, ClientFilter(text="le port", states=(ClientState.INACTIVE,)))
        known = records.imports.known(replace(wanted(sirens=frozenset({"839602299"})), nirs=True))
    assert client.state is ClientState.INACTIVE
    assert replace(kept, id=0, firm_id=0, client_id=0) == port
    assert found == [client]
    assert (known.nirs, known.sites) == ({client.id: NIR}, {client.id: [kept]})
    moved, second = replace(kept, ape=None), Site("00035")
    ready = replace(client, ready_to_invite=True)
    write(office, helene, ToUpdate(2, client, ready, [], [], {}, {}, [second], [moved], NIR))
    with office.reading() as records:
        sites = {site.nic: site.ape for site in records.sites.of_client(client.id)}
        after = records.clients.get(client.id)
        acts = [line.act for line in records.history(client.id)]
    assert sites == {"00027": None, "00035": None}
    assert after is not None
    assert after.ready_to_invite
    assert sorted(acts) == ["client.created", "client.edited", "client.edited", "client.ready", "nir.kept", "nir.kept"]
