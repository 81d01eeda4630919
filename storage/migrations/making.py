"""What the revisions make again and again: a table of one firm's rows, and the wall around it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeEngine

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
THE_FIRM = "(SELECT current_setting('guichet.firm', true))"


def numbered(name: str, *parts: SchemaItem) -> None:
    """A table of numbered rows, each of one firm."""
    own_number = sa.Column("id", ID, primary_key=True)
    op.create_table(
        name, own_number, the_firm(), *parts, sa.UniqueConstraint("firm_id", "id"), sqlite_autoincrement=True
    )
    wall_around(name)


def keyed(name: str, *parts: SchemaItem) -> None:
    """A table whose rows have a key of their own, `firm_id` first."""
    op.create_table(name, the_firm(), *parts)
    wall_around(name)


def wall_around(table: str) -> None:
    """On PostgreSQL, row-level security: a query that forgets its firm reads and writes no other."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING (firm_id::text = {THE_FIRM})")


def the_firm() -> sa.Column[Any]:
    return sa.Column("firm_id", ID, sa.ForeignKey("firm.id"), nullable=False)


def needed(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["firm_id", column], [f"{table}.firm_id", f"{table}.id"])
