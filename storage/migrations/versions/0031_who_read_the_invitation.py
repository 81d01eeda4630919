"""Which administrator read the invitation, and allowed sending."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("firm", sa.Column("invitation_read_by", ID))
