"""Several establishments, the currency and fees of a client and of the firm, the e-mails that a client receives."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, needed, numbered, refers

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    numbered(
        "site",
        needed("client_id", ID),
        needed("nic", sa.Text),
        sa.Column("ape", sa.Text),
        needed("street", sa.Text),
        needed("postal_code", sa.Text),
        needed("town", sa.Text),
        needed("country", sa.Text),
        sa.UniqueConstraint("firm_id", "client_id", "nic"),
        refers("client_id", "client"),
    )
    op.add_column("firm", sa.Column("currency", sa.Text, nullable=False, server_default="EUR"))
    op.add_column("firm", sa.Column("fee_type", sa.Text, nullable=False, server_default="flat"))
    op.add_column("client", sa.Column("currency", sa.Text))
    op.add_column("client", sa.Column("fee_type", sa.Text))
    op.add_column("client", sa.Column("mails", sa.JSON, nullable=False, server_default='["requests"]'))
