"""Client files that went into another, with what both were for as long as the merger can be undone."""

from sqlalchemy import JSON, Column, text

from storage.tables.base import due_by, firm_table, found_by, refers
from storage.types import Id, Instant, Secret

IS_REMEMBERED = text("files IS NOT NULL")

# `other_id` is the number of the file that went, which no client has until it is back. `files` are the rows of both
# of which a client has one a kind, as they were and as the merger left them; `moved`, the keys of those that moved.
mergers = firm_table(
    "merger",
    Column("kept_id", Id, nullable=False),
    Column("other_id", Id, nullable=False),
    Column("by_id", Id, nullable=False),
    Column("merged_at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("files", JSON(none_as_null=True)),
    Column("moved", JSON(none_as_null=True)),
    # Social security numbers, each sealed with the row that it belonged to.
    Column("kept_nir", Secret),
    Column("other_nir", Secret),
    refers("kept_id", "client"),
    refers("by_id", "collaborator"),
    found_by("merger", "kept_id"),
    due_by("merger_remembered", "firm_id", "merged_at", where=IS_REMEMBERED),
)
