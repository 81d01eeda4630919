"""Invitations whose thirty days are over are found by an index, and an address may be somebody else's."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LAPSING = sa.text("state = 'sent' AND next_at IS NULL")


def upgrade() -> None:
    op.add_column("contact", sa.Column("disowned_at", sa.DateTime(timezone=True)))
    op.create_index(
        "invitation_lapsing",
        "invitation",
        ["firm_id", "expires_at"],
        sqlite_where=LAPSING,
        postgresql_where=LAPSING,
    )
