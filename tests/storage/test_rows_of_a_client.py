"""Whatever table stands on a client is merged, exported and erased: the tables are enumerated, not remembered."""

from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, Table, Time, func, select
from sqlalchemy.types import TypeEngine

from domain.clients import Client
from domain.custom_fields import FieldType, NewField
from domain.people import Collaborator, Role
from storage.books.exports import LEFT_OUT
from storage.books.relations import among, references_to
from storage.records import FirmRecords
from storage.tables import client_accesses, clients, exports, links, metadata, nirs, staff_links
from storage.types import Instant, Listed, Word
from tests.builders import MONDAY, a_new_contact
from tests.offices import SmallOffice

Reference = tuple[Table, "Column[Any]"]

NIR = "184123726104256"
ON_A_CLIENT: list[Reference] = sorted(references_to(clients), key=lambda one: f"{one[0]}.{one[1]}")
NAMES = [f"{table.name}.{column.name}" for table, column in ON_A_CLIENT]


def test_every_column_named_for_a_client_refers_to_one() -> None:
    """Merging, exporting and erasing walk these references: a number without one would be forgotten by all three."""
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if "client" in column.name and isinstance(column.type, BigInteger)
    }
    assert named - set(NAMES) == set()


def test_what_the_export_leaves_out_is_this_and_no_more() -> None:
    assert {links, exports, staff_links, nirs} == LEFT_OUT


def test_one_question_is_about_more_rows_than_a_database_takes_parameters(office: SmallOffice) -> None:
    client = office.follow("Vins", by=office.hire("Hélène Valmont", Role.ADMINISTRATOR))
    with office.reading() as records:
        found = records.connection.execute(select(clients.c.id).where(among(clients.c.id, range(300_000))))
        assert found.scalars().all() == [client.id]
        assert records.rows(records.of(clients, among(clients.c.id, ()))) == []


@pytest.mark.abuse("P8")
@pytest.mark.parametrize(("table", "column"), ON_A_CLIENT, ids=NAMES)
def test_a_row_of_each_table_is_merged_told_and_erased(
    office: SmallOffice, table: Table, column: "Column[Any]"
) -> None:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    kept, other = office.follow("Vins", by=helene), office.follow("Vins Luc", by=helene)
    with office.records() as records:
        _write(records, table, column, other, helene)
        assert _count(records, table, column, other.id) == 1
        before = _count(records, table, column, kept.id)
        records.merging.merge(kept.id, other.id)
        assert _count(records, table, column, other.id) == 0
        # Access is to the file that was opened: who saw the other one sees nothing new.
        assert _count(records, table, column, kept.id) - before == (table is not client_accesses) + (
            table.name == "former_deposit"
        )
    if table is client_accesses:
        with office.records() as records:
            _write(records, table, column, kept, helene)
    with office.records() as records:
        told = records.exports.gather(kept.id)
        if column.name == "client_id" and table not in LEFT_OUT - {nirs}:
            assert told[table.name]
        assert records.erasure.erase(kept.id) is not None
        assert _count(records, table, column, kept.id) == 0


def _write(records: FirmRecords, table: Table, column: "Column[Any]", client: Client, by: Collaborator) -> None:
    """One row of that table on the client, whatever its columns."""
    if table is nirs:
        records.nirs.keep(client.id, NIR)
        return
    pointed_at = {"collaborator": by.id, "custom_field": 0, "contact": 0}
    if any(_target(one) == "contact" for one in table.c):
        pointed_at["contact"] = records.contacts.add(client.id, a_new_contact()).id
    if any(_target(one) == "custom_field" for one in table.c):
        pointed_at["custom_field"] = records.custom_fields.add(NewField("Cave", FieldType.TEXT)).id
    row = {one.name: pointed_at.get(_target(one)) or _filled(one.type) for one in table.c if _must_be_filled(one)}
    assert records.insert_once(table, {**row, column.name: client.id})


def _must_be_filled(column: "Column[Any]") -> bool:
    return not column.nullable and column.name not in ("id", "firm_id")


def _target(column: "Column[Any]") -> str:
    """The table that the column refers to, if any."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _filled(kind: TypeEngine[Any]) -> object:
    match kind:
        case Word():
            return next(iter(kind.words))
        case Listed():
            return ()
        case Instant():
            return MONDAY
        case Boolean():
            return False
        case Date():
            return MONDAY.date()
        case Time():
            return MONDAY.time()
        case JSON():
            return {}
        case BigInteger() | Integer():
            return 1
        case _:
            return "x"


def _count(records: FirmRecords, table: Table, column: "Column[Any]", client_id: int) -> int:
    return records.number(select(func.count()).select_from(table).where(records.mine(table), column == client_id))
