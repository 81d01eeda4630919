"""Messages of Slack that are being put in a client file."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.making import ID, INSTANT, needed, numbered, refers

revision = "0030"
down_revision = "0029"

FILING = sa.text("stage = 'filing'")


def upgrade() -> None:
    numbered(
        "slack_message",
        needed("uid", sa.Text),
        needed("taken_by", ID),
        needed("taken_at", INSTANT),
        needed("channel", sa.Text),
        needed("ts", sa.Text),
        needed("author", sa.Text),
        needed("content", sa.LargeBinary),
        needed("stage", sa.Text),
        sa.Column("client_id", ID),
        refers("taken_by", "collaborator"),
        refers("client_id", "client"),
        sa.UniqueConstraint("firm_id", "uid"),
    )
    op.create_index("slack_message_by_client_id", "slack_message", ["firm_id", "client_id"])
    op.create_index(
        "slack_message_filing", "slack_message", ["firm_id", "id"], sqlite_where=FILING, postgresql_where=FILING
    )
