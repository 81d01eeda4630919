"""When each person's digest of the morning is due."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "digest",
        sa.Column("firm_id", number, sa.ForeignKey("firm.id"), nullable=False),
        sa.Column("collaborator_id", number, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("firm_id", "collaborator_id"),
        sa.ForeignKeyConstraint(["firm_id", "collaborator_id"], ["collaborator.firm_id", "collaborator.id"]),
    )
    op.create_index("digest_due", "digest", ["next_at", "firm_id"])
    op.create_index("digest_due_of_firm", "digest", ["firm_id", "next_at"])
    start = "'1970-01-01 00:00:00.000000'" if op.get_bind().dialect.name == "sqlite" else "'1970-01-01 00:00:00+00'"
    op.execute(
        "INSERT INTO digest (firm_id, collaborator_id, next_at) "  # noqa: S608 - our own words
        f"SELECT firm_id, id, {start} FROM collaborator"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE digest ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE digest FORCE ROW LEVEL SECURITY")
        whose = "(SELECT current_setting('guichet.firm', true))"
        op.execute(f"CREATE POLICY own ON digest USING (firm_id::text = {whose})")
        # Finding the firms that have a digest due is asked for all of them at once.
        op.execute(f"CREATE POLICY all_select ON digest FOR SELECT USING ({whose} = '*')")
