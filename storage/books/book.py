"""What the books have in common: a connection, a firm, and never a row of another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Insert,
    RowMapping,
    Select,
    Table,
    UniqueConstraint,
    Update,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from storage.engine import WRITES
from storage.rows import values_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class Numbered(DataclassInstance, Protocol):
        @property
        def id(self) -> int: ...

    Kept = TypeVar("Kept", bound=Numbered)
else:
    Kept = TypeVar("Kept")

Values = Mapping[str, Any]

AT_ONCE = 1_000
"""Values in one question."""


class Book:
    def __init__(self, connection: Connection, firm_id: int) -> None:
        self.connection = connection
        self.firm_id = firm_id
        self._read: dict[tuple[Table, int], list[Any]] = defaultdict(list)

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    @property
    def writes(self) -> bool:
        options = self.connection.get_execution_options()
        return bool(options.get(WRITES, not options.get("postgresql_readonly")))

    def mine(self, table: Table) -> ColumnElement[bool]:
        """Whether the row of that table is the firm's."""
        return table.c.firm_id == self.firm_id

    def the_one(self, table: Table, row_id: int) -> ColumnElement[bool]:
        return self.mine(table) & (table.c.id == row_id)

    def of(self, table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
        """The firm's rows of that table."""
        return select(table).where(self.mine(table), *conditions)

    def one(self, table: Table, **columns: object) -> RowMapping | None:
        """The firm's row with those values, the oldest when there are several."""
        return self.row(_rows_with(table, tuple(columns)), **columns)

    def all(self, table: Table, **columns: object) -> Sequence[RowMapping]:
        """The firm's rows with those values, the oldest first."""
        return self.rows(_rows_with(table, tuple(columns)), **columns)

    def row(self, query: Select[Any], **sought: object) -> RowMapping | None:
        return self._answer(query, sought).mappings().first()

    def rows(self, query: Select[Any], **sought: object) -> Sequence[RowMapping]:
        return self._answer(query, sought).mappings().all()

    def rows_of_clients(self, query: Select[Any], client_ids: Sequence[int]) -> Mapping[int, list[RowMapping]]:
        """The rows of each client, in the order of a query that seeks the `clients`."""
        found: dict[int, list[RowMapping]] = defaultdict(list)
        for piece in pieces(client_ids):
            for row in self.rows(query, clients=piece):
                found[row["client_id"]].append(row)
        return found

    def number(self, query: Select[Any], **sought: object) -> int:
        return int(self._answer(query, sought).scalar_one())

    def _answer(self, query: Select[Any], sought: Values) -> CursorResult[Any]:
        return self.connection.execute(query, {"firm": self.firm_id, **sought})

    def insert(self, table: Table, values: Values) -> int:
        """Write a row; its id."""
        row = {**values, "firm_id": self.firm_id}
        return int(self.connection.execute(_new_row(table), row).scalar_one())

    def insert_once(self, table: Table, values: Values) -> bool:
        """Write a row; False when one with the same key is there."""
        return self.insert_new(table, values) is not None

    def insert_new(self, table: Table, values: Values) -> int | None:
        """Write a row; its id (the firm's where rows have none), or None when one with the same key is there."""
        row = {**values, "firm_id": self.firm_id}
        return self.connection.execute(_new_row_once(table, self.dialect), row).scalar()

    def write_over(self, table: Table, key: str, values: Values, if_same: str | None = None) -> None:
        """Write a row, or these values over the one with the same key, provided that `if_same` is the same there."""
        query = _row_over(table, self.dialect, key, tuple(values), if_same)
        self.connection.execute(query, {**values, "firm_id": self.firm_id})

    def change(self, table: Table, row_id: int, values: Values) -> None:
        self.connection.execute(_the_row(table), {**values, "firm": self.firm_id, "row": row_id})

    def read(self, table: Table, value: Kept) -> Kept:
        """The value of a row without version, remembered as it was read: `keep_changes` writes what changed since."""
        if self.writes:
            self._read[table, value.id].append(value)
        return value

    def keep_changes(self, table: Table, value: Kept, *but: str) -> Kept | None:
        """Write what changed of the value since it was read here; the rest is left to whoever changes it meanwhile.

        Gives back the value as it was read: of several readings, the nearest. None, and all is written, when it was
        not read in this transaction. The fields `but` have no column.
        """
        after = kept(value)

        def changed_since(before: Kept) -> set[str]:
            return {name for name, field in after.items() if getattr(before, name) != field}

        before = min(self._read[table, value.id], key=lambda one: len(changed_since(one)), default=None)
        changed = (set(after) if before is None else changed_since(before)) - set(but)
        if changed:
            self.change(table, value.id, {name: after[name] for name in after if name in changed})
        self.read(table, value)
        return before

    def change_version(self, table: Table, row_id: int, version: int, values: Values) -> bool:
        """Write over the row that still has that version, which grows; False when it has another."""
        row = {**values, "version": version + 1, "firm": self.firm_id, "row": row_id, "seen": version}
        return self.connection.execute(_the_row_seen(table), row).rowcount == 1


# Statements are built once for each table; SQLAlchemy takes five times longer to build one than to run it.


@cache
def _rows_with(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    query = select(table).where(the_firms(table), *(table.c[name] == bindparam(name) for name in columns))
    return query.order_by(table.c.id) if "id" in table.c else query


@cache
def of_these_clients(table: Table) -> Select[Any]:
    """The firm's rows of the `clients` sought, for `rows_of_clients`."""
    return select(table).where(the_firms(table), table.c.client_id.in_(bindparam("clients", expanding=True)))


@cache
def _new_row(table: Table) -> Insert:
    return insert(table).returning(table.c.id)


@cache
def _new_row_once(table: Table, dialect: str) -> Insert:
    return insert_into(table, dialect).on_conflict_do_nothing().returning(table.c.get("id", table.c.firm_id))


@cache
def _row_over(table: Table, dialect: str, key: str, columns: tuple[str, ...], if_same: str | None) -> Insert:
    query = insert_into(table, dialect)
    return query.on_conflict_do_update(
        index_elements=["firm_id", key],
        set_={name: query.excluded[name] for name in columns if name != key},
        where=None if if_same is None else table.c[if_same] == query.excluded[if_same],
    )


@cache
def _the_row(table: Table) -> Update:
    return update(table).where(the_firms(table), table.c.id == bindparam("row"))


@cache
def _the_row_seen(table: Table) -> Update:
    return _the_row(table).where(table.c.version == bindparam("seen"))


def insert_into(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def the_firms(table: Table) -> ColumnElement[bool]:
    """Whether the row is the firm's, in a query built once for all; `Book.row`, `rows` and `number` say which firm."""
    return table.c.firm_id == bindparam("firm")


def pieces(values: Iterable[Any]) -> Iterator[list[Any]]:
    """All those values in order, as many as one question holds at a time."""
    every = sorted(values)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def kept(value: "DataclassInstance") -> dict[str, Any]:
    """The fields of a value as columns, save those that the book itself sets."""
    return values_of(value, "id", "firm_id", "version")


def breaks(error: IntegrityError, table: Table, *columns: str) -> bool:
    """Whether the database refused because of the unique of those columns."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name is None:
        named = ", ".join(f"{table.name}.{column}" for column in ("firm_id", *columns))
        return str(error.orig) == f"UNIQUE constraint failed: {named}"
    return any(
        rule.name == name and [column.name for column in rule.columns] == ["firm_id", *columns]
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    )
