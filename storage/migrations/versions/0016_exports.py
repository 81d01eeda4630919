"""Exports of one client, and the one-use links by which their reader opens a page from Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
THE_FIRM = "(SELECT current_setting('guichet.firm', true))"


def upgrade() -> None:
    numbered(
        "export",
        sa.Column("client_id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("blob", sa.Text),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("expires_at", INSTANT),
        refers("client_id", "client"),
        refers("asked_by", "collaborator"),
    )
    op.create_index("export_waiting", "export", ["firm_id", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    numbered(
        "staff_link",
        sa.Column("collaborator_id", ID, nullable=False),
        sa.Column("export_id", ID, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        refers("collaborator_id", "collaborator"),
        refers("export_id", "export"),
        sa.UniqueConstraint("firm_id", "token_hash"),
    )
    op.create_index("staff_link_by_token_hash", "staff_link", ["token_hash"])
    numbered(
        "staff_session",
        sa.Column("collaborator_id", ID, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        refers("collaborator_id", "collaborator"),
        sa.UniqueConstraint("firm_id", "token_hash"),
    )
    op.create_index("staff_session_by_token_hash", "staff_session", ["token_hash"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("export", "staff_link", "staff_session"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING (firm_id::text = {THE_FIRM})")
        for table in ("staff_link", "staff_session"):
            op.execute(f"CREATE POLICY all_select ON {table} FOR SELECT USING ({THE_FIRM} = '*')")


def numbered(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True),
        sa.Column("firm_id", ID, sa.ForeignKey("firm.id"), nullable=False),
        *parts,
        sa.UniqueConstraint("firm_id", "id"),
        sqlite_autoincrement=True,
    )


def refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["firm_id", column], [f"{table}.firm_id", f"{table}.id"])
