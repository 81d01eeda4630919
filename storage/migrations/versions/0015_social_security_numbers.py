"""Social security numbers, sealed, and the reason for which the firm holds them."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, keyed, needed, refers

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("firm", sa.Column("nir_reason", sa.Text))
    keyed(
        "client_nir",
        needed("client_id", ID),
        needed("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("firm_id", "client_id"),
        refers("client_id", "client"),
    )
