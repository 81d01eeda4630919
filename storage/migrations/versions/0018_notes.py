"""Notes on a client."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, INSTANT, needed, numbered, refers

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    numbered(
        "note",
        needed("client_id", ID),
        needed("author_id", ID),
        needed("text", sa.Text),
        needed("written_at", INSTANT),
        sa.Column("edited_at", INSTANT),
        needed("pinned", sa.Boolean),
        refers("client_id", "client"),
        refers("author_id", "collaborator"),
    )
    op.create_index("note_by_client_id_written_at", "note", ["firm_id", "client_id", "written_at"])
