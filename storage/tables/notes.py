"""What staff note of a client, for themselves."""

from sqlalchemy import Boolean, Column

from storage.tables.base import firm_table, found_by, refers
from storage.types import Id, Instant, Prose

notes = firm_table(
    "note",
    Column("client_id", Id, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("text", Prose, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("pinned", Boolean, nullable=False),
    refers("client_id", "client"),
    refers("author_id", "collaborator"),
    found_by("note", "client_id", "written_at"),
)
