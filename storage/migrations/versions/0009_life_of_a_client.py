"""The life of a client: terminated, closed for the firm's term, then erased."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("client", sa.Column("terminated_at", INSTANT))
    op.add_column("client", sa.Column("terminated_from", sa.Text))
    op.add_column("client", sa.Column("erase_at", INSTANT))
