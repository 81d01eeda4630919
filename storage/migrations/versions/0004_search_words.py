"""The words by which a firm's clients are found: a slip is looked for among them, and not in every client."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_word",
        sa.Column("firm_id", number, sa.ForeignKey("firm.id"), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("firm_id", "word"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_word ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE search_word FORCE ROW LEVEL SECURITY")
        own = "firm_id::text = (SELECT current_setting('guichet.firm', true))"
        op.execute(f"CREATE POLICY own ON search_word USING ({own})")
