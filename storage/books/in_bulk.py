"""Many rows of a table at once, written or read. SQLAlchemy prepares each by itself, which takes longer than that."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from psycopg.types.json import Json
from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    Dialect,
    Insert,
    RowMapping,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from storage.books.book import Book, pieces, the_firms

LAST_NUMBER = text("SELECT seq FROM sqlite_sequence WHERE name = :table")

Row = Mapping[str, Any]
NOTHING: Row = {}


def next_ids(book: Book, table: Table, how_many: int) -> Sequence[int]:
    """The next ids of that table, nobody else's: asking for the number of each row takes five times longer."""
    if not how_many:
        return []
    if book.dialect == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, how_many))
        return book.connection.execute(drawn).scalars().all()
    # SQLite has one writer at a time, and remembers here the highest number it ever gave.
    last = book.connection.execute(LAST_NUMBER, {"table": table.name}).scalar() or 0
    return range(last + 1, last + 1 + how_many)


def write_all(book: Book, table: Table, rows: Sequence[Row], same: Row = NOTHING) -> None:
    """Write rows that have the same columns, none of them of bytes; `same` are the values that all of them share."""
    _write(book, table, _columns(rows), same)


def change_all(book: Book, table: Table, ids: Sequence[int], rows: Sequence[Row]) -> None:
    if ids:
        the_row = update(table).where(the_firms(table), table.c.id == bindparam("row"))
        numbered = [{**row, "row": row_id, "firm": book.firm_id} for row_id, row in zip(ids, rows, strict=True)]
        book.connection.execute(the_row, numbered)


def rows_among(
    book: Book, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
) -> Iterator[RowMapping]:
    """The firm's rows whose column is one of those values, however many."""
    table = column.table
    for piece in pieces(values):
        yield from book.rows(query.where(book.mine(table), is_one_of(book, column, piece)))


def is_one_of(book: Book, column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether it is one of those. PostgreSQL takes longer to be given many parameters than one array of them."""
    if book.dialect == "postgresql":
        return column == any_(literal(values, ARRAY(column.type)))
    return column.in_(values)


def _columns(rows: Sequence[Row]) -> Mapping[str, Sequence[Any]]:
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def _write(book: Book, table: Table, columns: Mapping[str, Sequence[Any]], same: Row) -> None:
    how_many = len(next(iter(columns.values()), ()))
    if not how_many:
        return
    dialect = book.connection.dialect
    # No column has another default than NULL: one that every row leaves empty need not be sent.
    filled = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    sent = {name: _prepared(table.c[name], values, dialect) for name, values in filled.items()}
    for name, value in {"firm_id": book.firm_id, **same}.items():
        sent[name] = _prepared(table.c[name], [value], dialect) * how_many
    names, rows = tuple(sent), zip(*sent.values(), strict=True)
    if book.dialect == "postgresql":
        as_json = json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)
        book.connection.execute(_from_json(table, names), {"rows": as_json})
    else:
        book.connection.exec_driver_sql(_one_by_one(table, names), list(rows))


def _prepared(one: Column[Any], values: Sequence[Any], dialect: Dialect) -> list[Any]:
    """The values of that column as the driver takes them, or as JSON has them for PostgreSQL.

    Those that several rows share are prepared once.
    """
    prepare = one.type.dialect_impl(dialect).bind_processor(dialect)
    in_json = dialect.name == "postgresql"
    if prepare is None or (in_json and isinstance(one.type, JSON)):
        return list(values)
    if isinstance(one.type, JSON):
        return [prepare(value) for value in values]
    prepared = {value: prepare(value) for value in set(values)}
    if in_json:
        prepared = {value: _plain(made) for value, made in prepared.items()}
    return [prepared[value] for value in values]


def _plain(made: object) -> object:
    """What the driver of PostgreSQL would have been given, within JSON."""
    if made is None or isinstance(made, str | int):
        return made
    return made.obj if isinstance(made, Json) else str(made)


@cache
def _from_json(table: Table, names: tuple[str, ...]) -> Insert:
    typed = [column(name, table.c[name].type) for name in names]
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON)).table_valued(*typed)
    rows = rows.render_derived(name="sent", with_types=True)
    return insert(table).from_select(names, select(*(rows.c[name] for name in names)))


@cache
def _one_by_one(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own words
