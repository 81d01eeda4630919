"""The list of incidents reads those that were handled, and the files that were refused, each by an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    handled = sa.text("needs_person AND state = 'handled'")
    refused = sa.text("refused IS NOT NULL")
    op.create_index(
        "message_incidents_handled",
        "message",
        ["firm_id", "handled_at"],
        sqlite_where=handled,
        postgresql_where=handled,
    )
    op.create_index(
        "document_refused", "document", ["firm_id", "message_id"], sqlite_where=refused, postgresql_where=refused
    )
