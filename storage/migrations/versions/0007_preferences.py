"""What each has chosen for their own screens."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "preference",
        sa.Column("firm_id", number, sa.ForeignKey("firm.id"), nullable=False),
        sa.Column("collaborator_id", number, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("firm_id", "collaborator_id", "name"),
        sa.ForeignKeyConstraint(["firm_id", "collaborator_id"], ["collaborator.firm_id", "collaborator.id"]),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE preference ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE preference FORCE ROW LEVEL SECURITY")
        own = "firm_id::text = (SELECT current_setting('guichet.firm', true))"
        op.execute(f"CREATE POLICY own ON preference USING ({own})")
