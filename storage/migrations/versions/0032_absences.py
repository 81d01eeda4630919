"""Until when a contact who was invited is away, as their automatic reply says."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("invitation", sa.Column("absent_until", sa.Date))
