"""Deposit addresses of client files that were merged into another."""

import sqlalchemy as sa

from storage.migrations.making import ID, keyed, needed, refers

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    keyed(
        "former_deposit",
        needed("deposit", sa.Text),
        needed("client_id", ID),
        sa.PrimaryKeyConstraint("firm_id", "deposit"),
        refers("client_id", "client"),
    )
