"""The firm's own words for the letters that Guichet sends."""

import sqlalchemy as sa

from storage.migrations.making import ID, INSTANT, keyed, needed, refers

revision = "0024"
down_revision = "0022"


def upgrade() -> None:
    keyed(
        "mail_text",
        needed("kind", sa.Text),
        needed("language", sa.Text),
        needed("subject", sa.Text),
        needed("body", sa.Text),
        needed("changed_at", INSTANT),
        needed("changed_by", ID),
        sa.PrimaryKeyConstraint("firm_id", "kind", "language"),
        refers("changed_by", "collaborator"),
    )
