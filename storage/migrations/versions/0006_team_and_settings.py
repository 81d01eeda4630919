"""What the firm settles by itself: channels of portfolios, defaults of new clients, retention, the digest."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("portfolio", sa.Column("channel", sa.Text))
    op.add_column("collaborator", sa.Column("digest", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("firm", sa.Column("default_access", sa.Text, nullable=False, server_default="portfolio"))
    op.add_column("firm", sa.Column("retention_years", sa.Integer, nullable=False, server_default="10"))
    op.add_column("firm", sa.Column("digest_hour", sa.Time, nullable=False, server_default="08:30:00.000000"))
