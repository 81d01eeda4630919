"""The keys of the house may change, and the change be killed: both the old and the new are then needed."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("instance", sa.Column("canary_next", sa.LargeBinary))
