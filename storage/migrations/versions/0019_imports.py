"""Imports of sheets, each kept until it is written or dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
AT_WORK = sa.text("state IN ('received', 'confirmed')")
THE_FIRM = "(SELECT current_setting('guichet.firm', true))"


def upgrade() -> None:
    op.create_table(
        "sheet_import",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("firm_id", NUMBER, sa.ForeignKey("firm.id"), nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("portfolio_id", NUMBER),
        sa.Column("manager_id", NUMBER),
        sa.Column("shares", sa.Boolean, nullable=False),
        sa.Column("looks_up", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("done_rows", "created", "updated", "unchanged")),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("ignored", sa.JSON, nullable=False),
        sa.Column("slack_file", sa.Text),
        sa.Column("sheet", sa.LargeBinary),
        sa.Column("answers", sa.LargeBinary),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", INSTANT),
        sa.UniqueConstraint("firm_id", "id"),
        sa.ForeignKeyConstraint(["firm_id", "author_id"], ["collaborator.firm_id", "collaborator.id"]),
        sa.ForeignKeyConstraint(["firm_id", "portfolio_id"], ["portfolio.firm_id", "portfolio.id"]),
        sa.ForeignKeyConstraint(["firm_id", "manager_id"], ["collaborator.firm_id", "collaborator.id"]),
        sqlite_autoincrement=True,
    )
    op.create_index("sheet_import_by_author_id", "sheet_import", ["firm_id", "author_id"])
    op.create_index(
        "sheet_import_at_work", "sheet_import", ["firm_id", "id"], sqlite_where=AT_WORK, postgresql_where=AT_WORK
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE sheet_import ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE sheet_import FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON sheet_import USING (firm_id::text = {THE_FIRM})")
        # Which firms have an import at work is asked for all of them at once.
        op.execute(f"CREATE POLICY all_select ON sheet_import FOR SELECT USING ({THE_FIRM} = '*')")
