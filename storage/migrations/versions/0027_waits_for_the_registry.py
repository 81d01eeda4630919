"""Client files typed by hand while the registry was silent."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, keyed, needed, refers

revision = "0027"
down_revision = "0026"

WAITING = sa.text("found IS NULL")


def upgrade() -> None:
    keyed(
        "registry_wait",
        needed("client_id", ID),
        sa.Column("found", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("firm_id", "client_id"),
        refers("client_id", "client"),
    )
    op.create_index(
        "registry_wait_unanswered",
        "registry_wait",
        ["firm_id", "client_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
