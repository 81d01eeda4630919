"""How often in a row an import failed by a fault of our own."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("sheet_import", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
