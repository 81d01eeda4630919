"""Clients whose term is over are found by an index, and only their erasure takes lines of history away."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TO_ERASE = sa.text("erase_at IS NOT NULL")
OWN = "firm_id::text = (SELECT current_setting('guichet.firm', true))"
# What the transaction says it is at; nothing, for all the others.
AT_WORK = "(SELECT current_setting('guichet.rewriting', true))"


def upgrade() -> None:
    op.add_column("client", sa.Column("erasure_told_at", sa.DateTime(timezone=True)))
    op.create_index(
        "client_to_erase", "client", ["firm_id", "erase_at"], sqlite_where=TO_ERASE, postgresql_where=TO_ERASE
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE POLICY own_erased ON history FOR DELETE USING ({OWN} AND {AT_WORK} = 'erasing')")
        op.execute(f"CREATE POLICY own_merged ON history FOR UPDATE USING ({OWN} AND {AT_WORK} = 'merging')")
