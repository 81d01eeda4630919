"""A collaborator's one-use link opens an export or a document. Links live five minutes: none is carried over."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, INSTANT, THE_FIRM, needed, numbered, refers

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.drop_table("staff_link")
    numbered(
        "staff_link",
        needed("collaborator_id", ID),
        sa.Column("export_id", ID),
        sa.Column("document_id", ID),
        needed("token_hash", sa.Text),
        needed("expires_at", INSTANT),
        sa.Column("used_at", INSTANT),
        refers("collaborator_id", "collaborator"),
        refers("export_id", "export"),
        refers("document_id", "document"),
        sa.UniqueConstraint("firm_id", "token_hash"),
    )
    op.create_index("staff_link_by_token_hash", "staff_link", ["token_hash"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE POLICY all_select ON staff_link FOR SELECT USING ({THE_FIRM} = '*')")
