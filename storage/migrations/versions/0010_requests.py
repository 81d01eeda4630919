"""Documents that are asked for, and those sent back to be redone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
AWAITED = sa.text("ended IS NULL")


def upgrade() -> None:
    op.add_column("document", sa.Column("redo_at", INSTANT))
    op.add_column("document", sa.Column("redo_reason", sa.Text))
    op.add_column("document", sa.Column("redo_words", sa.Text))
    op.add_column("document", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.create_table(
        "request",
        sa.Column("id", ID, primary_key=True),
        sa.Column("firm_id", ID, sa.ForeignKey("firm.id"), nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("period", sa.Text),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("contacts", sa.JSON, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_by", ID),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        sa.ForeignKeyConstraint(["firm_id", "asked_by"], ["collaborator.firm_id", "collaborator.id"]),
        sa.ForeignKeyConstraint(["firm_id", "ended_by"], ["collaborator.firm_id", "collaborator.id"]),
        sa.UniqueConstraint("firm_id", "id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "request_open",
        "request",
        ["firm_id", "client_id", "due_on"],
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE request ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE request FORCE ROW LEVEL SECURITY")
        own = "firm_id::text = (SELECT current_setting('guichet.firm', true))"
        op.execute(f"CREATE POLICY own ON request USING ({own})")
