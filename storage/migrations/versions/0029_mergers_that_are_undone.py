"""What two client files were before they became one, for as long as it can be undone."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, INSTANT, needed, numbered, refers

revision = "0029"
down_revision = "0028"

REMEMBERED = sa.text("files IS NOT NULL")


def upgrade() -> None:
    numbered(
        "merger",
        needed("kept_id", ID),
        needed("other_id", ID),
        needed("by_id", ID),
        needed("merged_at", INSTANT),
        sa.Column("undone_at", INSTANT),
        sa.Column("files", sa.JSON(none_as_null=True)),
        sa.Column("moved", sa.JSON(none_as_null=True)),
        sa.Column("kept_nir", sa.LargeBinary),
        sa.Column("other_nir", sa.LargeBinary),
        refers("kept_id", "client"),
        refers("by_id", "collaborator"),
    )
    op.create_index("merger_by_kept_id", "merger", ["firm_id", "kept_id"])
    op.create_index(
        "merger_remembered",
        "merger",
        ["firm_id", "merged_at"],
        sqlite_where=REMEMBERED,
        postgresql_where=REMEMBERED,
    )
