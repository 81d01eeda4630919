"""Who is told after the last chase; the firm's logo and colour; the hour and days of each one's digest."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import INSTANT

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column(
        "firm", sa.Column("escalates_to_administrators", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("firm", sa.Column("logo_sha256", sa.Text))
    op.add_column("firm", sa.Column("logo_at", INSTANT))
    op.add_column("firm", sa.Column("accent", sa.Text))
    op.add_column("collaborator", sa.Column("digest_hour", sa.Time))
    op.add_column("collaborator", sa.Column("digest_days", sa.JSON, nullable=False, server_default="[0, 1, 2, 3, 4]"))
