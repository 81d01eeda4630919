"""A merger is undone: whatever table there is, both files have the rows that they had; the tables are enumerated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.about import About
from domain.acts import Act
from domain.clients import Access, Client, Site
from domain.custom_fields import FieldType, NewField
from domain.history import By, HistoryLine
from domain.messages import NewDocument
from domain.outbox import Subject
from domain.people import Collaborator, Role
from domain.unmerging import Merger, parted
from storage.books.relations import references_to
from storage.housekeeping import TURNS
from storage.records import FirmRecords
from storage.tables import clients, mergers, metadata
from tests.builders import a_message, an_envelope
from tests.offices import SmallOffice
from tests.storage.rows import NIR, every_row, write_a_row

OTHER_NIR = "284123726104256"


@dataclass(frozen=True)
class Two:
    """Two files of a firm on each kind of database, about to become one."""

    office: SmallOffice
    helene: Collaborator
    kept: Client
    other: Client

    def merge(self, choose: Callable[[FirmRecords], object] = lambda _: None) -> int:
        with self.office.records() as records:
            merger_id = records.merging.merge(self.kept.id, self.other.id, self.helene, self.office.now())
            choose(records)
            records.merging.settle(merger_id)
        return merger_id

    def undo(self, merger_id: int) -> list[str]:
        with self.office.records() as records:
            merger, now = self.merger(records, merger_id), records.clients.get(self.kept.id)
            assert merger.was is not None
            assert now is not None
            people = {person.id for person in records.people.active()}
            parts = parted(merger.was, now, people, {one.id for one in records.people.portfolios()})
            records.clients.keep(parts.kept)
            return list(records.merging.undo(merger, parts.other, self.office.now()))

    def merger(self, records: FirmRecords, merger_id: int) -> Merger:
        merger = records.merging.get(merger_id)
        assert merger is not None
        return merger

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.office.reading() as records:
            return every_row(records)


@pytest.fixture
def two(office: SmallOffice) -> Two:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    thomas = office.hire("Thomas Roux")
    kept = office.follow("Vins Chaumier", by=helene, code="0333")
    other = office.follow(
        "Chaumier Luc", by=helene, code="0391", access=Access.CHOSEN, chosen=frozenset({thomas.id}), siren="839602299"
    )
    return Two(office, helene, kept, other)


def furnish(two: Two) -> None:
    """Rows of every table that stands on a client, for both; and what both have of a kind."""
    office = two.office
    with office.records() as records:
        cave = records.custom_fields.add(NewField("Cave", FieldType.TEXT))
        for client, text, nir in ((two.kept, "x", NIR), (two.other, "y", OTHER_NIR)):
            for table, column in references_to(clients):
                if table.name not in ("client_access", "client_nir"):
                    write_a_row(records, table, column, client, two.helene, text)
            records.nirs.keep(client.id, nir)
            records.sites.add(client.id, Site("00027", address=client.company.address))
            records.custom_fields.keep_values(client.id, {cave.id: text})
            note = records.notes.add(client.id, two.helene.id, f"De {client.name}", office.now())
            records.notes.keep(replace(note, pinned=True))
            records.cards.add(About.CLIENT_CREATED, client.id, "C0COURRIER")
            records.outbox.add(an_envelope(uid=text, subject=Subject(About.CLIENT, client.id)))
            records.note(HistoryLine(office.now(), Act.CLIENT_CREATED, By.GUICHET, client_id=client.id))
    for client in (two.kept, two.other):
        office.meet(client, is_default=True, receives_invoices=True)


def test_what_is_merged_and_undone_is_as_before_table_by_table(two: Two) -> None:
    furnish(two)
    before = two.rows()
    for table, _ in references_to(clients):
        assert before[table.name], f"nothing of {table.name} is tried"

    def choose(records: FirmRecords) -> None:
        kept = records.clients.get(two.kept.id)
        assert kept is not None
        name = replace(kept.company, name="Chaumier", siren="839602299")
        records.clients.keep(replace(kept, company=name, code="0391"))
        (field,) = [field for field in records.custom_fields.current() if field.label == "Cave"][:1]
        records.custom_fields.keep_values(two.kept.id, {field.id: "y"})
        records.sites.add(two.kept.id, Site("00035"))
        records.sites.remove(two.kept.id, "00027")
        records.nirs.keep(two.kept.id, OTHER_NIR)

    merger_id = two.merge(choose)
    assert two.rows() != before
    assert two.undo(merger_id) == []
    after = two.rows()
    for name, rows in before.items():
        assert after[name] == rows, name


def test_what_came_since_stays_and_what_was_moved_elsewhere_too(two: Two) -> None:
    office = two.office
    third = office.follow("Garage du Cher", by=two.helene)
    luc = office.meet(two.other, email="luc@chaumier.example")
    with office.records() as records:
        elsewhere = records.messages.add(a_message(client_id=two.other.id, subject="Ailleurs"))
        letter = records.messages.add(a_message(client_id=two.other.id, subject="Facture"))
    merger_id = two.merge()
    invitation = office.invite(replace(luc, client_id=two.kept.id))
    with office.records() as records:
        came = records.messages.add(a_message(client_id=two.kept.id, subject="Depuis"))
        records.messages.keep(replace(elsewhere, client_id=third.id))
        file = NewDocument("facture.pdf", "application/pdf", 9, "ab" * 32, office.now(), two.kept.id, letter.id)
        document = records.messages.add_document(file)
    two.undo(merger_id)
    with office.reading() as records:
        subjects = {
            client.id: [message.subject for message in records.messages.of_client(client.id)]
            for client in (two.kept, two.other, third)
        }
        assert subjects == {two.kept.id: [came.subject], two.other.id: ["Facture"], third.id: ["Ailleurs"]}
        # An invitation goes with its contact, a document with its letter.
        assert [one.id for one in records.invitations.of_client(two.other.id)] == [invitation.id]
        assert [one.id for one in records.messages.latest_documents(two.other.id, 9)] == [document.id]


def test_what_was_changed_since_stays_and_is_named(two: Two) -> None:
    office = two.office
    with office.records() as records:
        cave, cru = (records.custom_fields.add(NewField(label, FieldType.TEXT)) for label in ("Cave", "Cru"))
        records.custom_fields.keep_values(two.other.id, {cave.id: "à Amboise", cru.id: "Vouvray"})
        records.sites.add(two.other.id, Site("00027"))
        records.nirs.keep(two.other.id, OTHER_NIR)
    merger_id = two.merge()
    with office.records() as records:
        records.custom_fields.keep_values(two.kept.id, {cave.id: "à Tours"})
        records.connection.execute(update(metadata.tables["site"]).values(town="Amboise"))
        records.nirs.keep(two.kept.id, NIR)
    assert sorted(two.undo(merger_id)) == sorted([f"custom{cave.id}", "nir", "site"])
    with office.reading() as records:
        assert records.custom_fields.values_of(two.kept.id) == {cave.id: "à Tours"}
        assert records.custom_fields.values_of(two.other.id) == {cave.id: "à Amboise", cru.id: "Vouvray"}
        towns = [[site.address.town for site in records.sites.of_client(one.id)] for one in (two.kept, two.other)]
        assert towns == [["Amboise"], [""]]
        assert [records.nirs.of_client(one.id) for one in (two.kept, two.other)] == [NIR, OTHER_NIR]


def test_each_file_has_its_default_contact_again(two: Two) -> None:
    office = two.office
    mine, theirs = (office.meet(client, is_default=True) for client in (two.kept, two.other))
    merger_id = two.merge()
    with office.records() as records:
        for contact in records.contacts.of_client(two.kept.id):
            records.contacts.keep(replace(contact, is_default=contact.id == theirs.id))
    two.undo(merger_id)
    with office.reading() as records:
        held = [[c.id for c in records.contacts.of_client(one.id) if c.is_default] for one in (two.kept, two.other)]
    assert held == [[mine.id], [theirs.id]]


def test_a_value_of_a_field_that_is_no_more_stays_out(two: Two) -> None:
    with two.office.records() as records:
        cave = records.custom_fields.add(NewField("Cave", FieldType.TEXT))
        for client in (two.kept, two.other):
            records.custom_fields.keep_values(client.id, {cave.id: client.name})
    merger_id = two.merge()
    with two.office.records() as records:
        records.custom_fields.keep(replace(cave, removed_at=two.office.now() - timedelta(days=31)))
        records.custom_fields.forget_removed(two.office.now())
    two.undo(merger_id)
    with two.office.reading() as records:
        assert records.custom_fields.values_of(two.other.id) == {}
        assert records.clients.get(two.other.id) is not None


@pytest.mark.abuse("P3")
def test_after_thirty_days_nothing_of_it_is_remembered(two: Two) -> None:
    with two.office.records() as records:
        records.nirs.keep(two.other.id, OTHER_NIR)
    merger_id = two.merge()

    def tidy() -> Any:
        with two.office.records() as records:
            for turn in TURNS:
                turn(records, two.office.now(), two.office.now())
            return records.one(mergers, id=merger_id), records.nirs.count()

    two.office.pass_time(timedelta(days=29, hours=23))
    row, numbers = tidy()
    assert row["files"] is not None
    assert numbers == 2
    two.office.pass_time(timedelta(hours=1))
    row, numbers = tidy()
    assert [row[name] for name in ("files", "moved", "kept_nir", "other_nir")] == [None] * 4
    assert numbers == 1
    with two.office.reading() as records:
        assert two.merger(records, merger_id).was is None


@pytest.mark.abuse("P3")
def test_numbers_that_the_firm_may_hold_no_more_are_not_remembered_either(two: Two) -> None:
    with two.office.records() as records:
        records.nirs.keep(two.kept.id, NIR)
        records.nirs.keep(two.other.id, OTHER_NIR)
    merger_id = two.merge()
    with two.office.records() as records:
        assert records.nirs.count() == 3
        assert records.nirs.erase_all() == [two.kept.id]
        assert records.nirs.count() == 0
    two.undo(merger_id)
    with two.office.reading() as records:
        assert [records.nirs.of_client(one.id) for one in (two.kept, two.other)] == [None, None]


@pytest.mark.abuse("P8")
@pytest.mark.parametrize("undone", [False, True])
def test_what_is_remembered_goes_with_either_client(two: Two, undone: bool) -> None:
    merger_id = two.merge()
    if undone:
        two.undo(merger_id)
    with two.office.records() as records:
        records.erasure.erase(two.other.id if undone else two.kept.id)
        assert records.merging.get(merger_id) is None


def test_a_merger_of_a_file_merged_in_its_turn_waits_for_the_later_one(two: Two) -> None:
    third = two.office.follow("Caves du Midi", by=two.helene)
    first = two.merge()
    with two.office.records() as records:
        second = records.merging.merge(third.id, two.kept.id, two.helene, two.office.now())
        latest = records.merging.latest(third.id)
        assert latest is not None
        assert latest.id == second
        assert two.merger(records, first).kept_id == third.id
    Two(two.office, two.helene, third, two.kept).undo(second)
    with two.office.reading() as records:
        assert two.merger(records, first).kept_id == two.kept.id
        assert records.merging.latest(third.id) is None
    assert two.undo(first) == []
