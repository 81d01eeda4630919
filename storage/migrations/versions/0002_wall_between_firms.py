"""On PostgreSQL, a second wall between firms, and less dust in the tables that change most."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What the wall lets through when `guichet.firm` is '*': finding the firm of a workspace, a link or a session,
# opening a new firm, and claiming what is due. Everything after is done with the firm set. A role that skips
# policies would have to be created beside the database, and the program would hold two accounts.
FOR_ALL_FIRMS = {
    "firm": ("SELECT", "INSERT"),
    "invitation": ("SELECT",),
    "link": ("SELECT",),
    "web_session": ("SELECT",),
    "outbox": ("SELECT", "UPDATE"),
}
THE_FIRM = "(SELECT current_setting('guichet.firm', true))"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        build_the_wall()
        for busy in ("outbox", "invitation"):
            op.execute(f"ALTER TABLE {busy} SET (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 80)")


def build_the_wall() -> None:
    """Row-level security: even a query that forgets its firm reads and writes no other."""
    tables = sa.inspect(op.get_bind()).get_table_names()
    for table in sorted(set(tables) - {"alembic_version", "instance"}):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        own = f"{'id' if table == 'firm' else 'firm_id'}::text = {THE_FIRM}"
        if table == "history":
            # No policy to update or delete: what was written stays.
            op.execute(f"CREATE POLICY own_read ON {table} FOR SELECT USING ({own})")
            op.execute(f"CREATE POLICY own_written ON {table} FOR INSERT WITH CHECK ({own})")
        else:
            op.execute(f"CREATE POLICY own ON {table} USING ({own})")
        for act in FOR_ALL_FIRMS.get(table, ()):
            check = "WITH CHECK" if act == "INSERT" else "USING"
            op.execute(f"CREATE POLICY all_{act.lower()} ON {table} FOR {act} {check} ({THE_FIRM} = '*')")
