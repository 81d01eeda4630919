"""What every table has: a firm, and uniques, look-ups and references that begin with it."""

from typing import Any

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, MetaData, Table, TextClause, UniqueConstraint
from sqlalchemy.sql.schema import SchemaItem

from storage.types import Id

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
        "uq": "%(table_name)s_one_%(column_0_N_name)s",
        "fk": "%(table_name)s_%(column_0_N_name)s_of_%(referred_table_name)s",
        "pk": "%(table_name)s_key",
    }
)


def firm_table(name: str, *parts: SchemaItem) -> Table:
    """A table of numbered rows, each of one firm; others refer to a row by its firm and its number."""
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True),
        the_firm(),
        *parts,
        UniqueConstraint("firm_id", "id"),
        sqlite_autoincrement=True,
    )


def keyed_table(name: str, *parts: SchemaItem) -> Table:
    """A table whose rows have a key of their own, `firm_id` first."""
    return Table(name, metadata, the_firm(), *parts)


def the_firm() -> Column[Any]:
    return Column("firm_id", Id, ForeignKey("firm.id"), nullable=False)


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the firm."""
    return ForeignKeyConstraint(["firm_id", column], [f"{table}.firm_id", f"{table}.id"])


def one_by(*columns: str) -> UniqueConstraint:
    return UniqueConstraint("firm_id", *columns)


def found_by(table: str, *columns: str) -> Index:
    return Index(f"{table}_by_{'_'.join(columns)}", "firm_id", *columns)


def due_by(name: str, *columns: str, where: TextClause) -> Index:
    """An index of the only rows that a sweep looks for."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
