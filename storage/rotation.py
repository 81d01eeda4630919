"""The keys change: whatever is sealed is sealed again with the newest, a batch after the other.

Two words tell whether the keys given open everything. While the change lasts, one is sealed with the old key and one
with the new, so that a start with either alone is refused; the last batch brings both to the newest.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, or_, select, type_coerce, update

from storage.database import Database
from storage.encryption import CANARY, KeyRing
from storage.tables import firms, instances, metadata
from storage.types import Secret, SecretText

AT_ONCE = 100


def sealed_columns() -> dict[Table, Sequence["Column[Any]"]]:
    """What is sealed in the tables of the firms, found in the schema itself: a new column is not forgotten."""
    found = {
        table: [column for column in table.c if isinstance(column.type, Secret | SecretText)]
        for table in metadata.sorted_tables
        if table is not instances
    }
    return {table: columns for table, columns in found.items() if columns}


def is_needed(database: Database, keys: KeyRing) -> bool:
    """Whether something is sealed with another key than the newest, or a change was begun and not ended."""
    with database.looking() as connection:
        words = connection.execute(select(_raw(instances.c.canary), _raw(instances.c.canary_next))).one()
    return words[1] is not None or not keys.is_newest(words[0])


def rotate(database: Database, keys: KeyRing) -> int:
    """Seal everything with the newest key; how many values were. Killed, it is taken up by another call."""
    database.begin_rotation()
    sealed = 0
    for firm_id in database.firms():
        for table, columns in sealed_columns().items():
            sealed += sum(_batches(database, keys, firm_id, table, columns))
    with database.writing() as connection:
        connection.execute(update(instances).values(canary=CANARY, canary_next=None))
    return sealed


def _batches(
    database: Database, keys: KeyRing, firm_id: int, table: Table, columns: Sequence["Column[Any]"]
) -> Iterator[int]:
    """How many values each transaction seals again."""
    key = _key(table)
    after = 0
    while True:
        with database.writing(str(firm_id)) as connection:
            rows = connection.execute(
                select(key, *map(_raw, columns))
                .where(_of(table, firm_id), key > after, or_(*(column.is_not(None) for column in columns)))
                .order_by(key)
                .limit(AT_ONCE)
            ).all()
            count = 0
            for row in rows:
                the_one = _of(table, firm_id) & (key == row[0])
                count += sum(_seal(connection, keys, the_one, *pair) for pair in zip(columns, row[1:], strict=True))
        yield count
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]


def _seal(connection: Connection, keys: KeyRing, row: Any, column: "Column[Any]", value: bytes | None) -> int:
    """Seal that value again, unless it is already, or somebody has written another meanwhile; how many were."""
    if value is None or keys.is_newest(value):
        return 0
    sealed = type_coerce(keys.again(value), LargeBinary)
    again = update(column.table).where(row, _raw(column) == value).values({column: sealed})
    return connection.execute(again).rowcount


def _raw(column: "Column[Any]") -> Any:
    return type_coerce(column, LargeBinary)


def _of(table: Table, firm_id: int) -> Any:
    return table.c["id" if table is firms else "firm_id"] == firm_id


def _key(table: Table) -> "Column[Any]":
    """The number of the row within its firm."""
    return next(column for column in reversed(list(table.primary_key)) if column.name != "firm_id")
