"""The social security number of a client file begun and not finished, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("draft", sa.Column("sealed_nir", sa.LargeBinary))
