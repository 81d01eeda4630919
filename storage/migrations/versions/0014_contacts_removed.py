"""A contact may be removed from a file; what they wrote and received stays."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import INSTANT

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("contact", sa.Column("removed_at", INSTANT))
