"""A file that we gave in Slack is remembered, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("card", sa.Column("file", sa.Text))
