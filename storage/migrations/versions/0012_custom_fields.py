"""The firm's own fields, and their values."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, INSTANT, keyed, needed, numbered, refers

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    numbered(
        "custom_field",
        needed("label", sa.Text),
        needed("type", sa.Text),
        needed("choices", sa.JSON),
        needed("required", sa.Boolean),
        sa.Column("removed_at", INSTANT),
    )
    keyed(
        "custom_value",
        needed("client_id", ID),
        needed("field_id", ID),
        needed("value", sa.Text),
        sa.PrimaryKeyConstraint("firm_id", "client_id", "field_id"),
        refers("client_id", "client"),
        refers("field_id", "custom_field"),
    )
    op.create_index("custom_value_by_field_id", "custom_value", ["firm_id", "field_id"])
