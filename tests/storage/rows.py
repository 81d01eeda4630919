"""The rows of whatever table: one filled from the schema itself, and all there are."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, Table, Time, select
from sqlalchemy.types import TypeEngine

from domain.clients import Client
from domain.custom_fields import FieldType, NewField
from domain.people import Collaborator
from storage.records import FirmRecords
from storage.tables import clients, mergers, metadata, nirs
from storage.types import Instant, Listed, Secret, Word
from tests.builders import MONDAY, a_new_contact

NIR = "184123726104256"


def every_row(records: FirmRecords) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, save the versions of clients, words learnt, and mergers that are or were remembered."""
    tables = [table for table in metadata.sorted_tables if table.name not in ("instance", "search_word")]
    return {table.name: _rows(records, table) for table in tables}


def _rows(records: FirmRecords, table: Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.c if table is not clients or column.name != "version"]
    query = select(*columns).order_by(*table.primary_key.columns)
    if table is mergers:
        query = query.where(mergers.c.files.is_(None), mergers.c.undone_at.is_(None))
    return [tuple(row) for row in records.connection.execute(query)]


def write_a_row(
    records: FirmRecords, table: Table, column: "Column[Any]", client: Client, by: Collaborator, text: str = "x"
) -> None:
    """One row of that table on the client, whatever its columns; each that needs a text has that one."""
    if table is nirs:
        records.nirs.keep(client.id, NIR)
        return
    pointed_at = {"collaborator": by.id, "custom_field": 0, "contact": 0}
    if any(_target(one) == "contact" for one in table.c):
        pointed_at["contact"] = records.contacts.add(client.id, a_new_contact()).id
    if any(_target(one) == "custom_field" for one in table.c):
        pointed_at["custom_field"] = records.custom_fields.add(NewField("Cave", FieldType.TEXT)).id
    row = {one.name: pointed_at.get(_target(one)) or _filled(one.type, text) for one in table.c if _must_be_filled(one)}
    assert records.insert_once(table, {**row, column.name: client.id})


def _must_be_filled(column: "Column[Any]") -> bool:
    return not column.nullable and column.name not in ("id", "firm_id")


def _target(column: "Column[Any]") -> str:
    """The table that the column refers to, if any."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _filled(kind: TypeEngine[Any], text: str) -> object:
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
        case Secret():
            return text.encode()
        case BigInteger() | Integer():
            return 1
        case _:
            return text
