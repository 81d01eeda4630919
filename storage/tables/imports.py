"""Imports under way: the sheet itself is kept, sealed, until it is written or dropped."""

from sqlalchemy import Boolean, Column, Integer, Text, text

from domain.importing.imports import ImportState
from storage.tables.base import due_by, firm_table, found_by, refers
from storage.types import Id, Instant, Listed, Secret, Word

IS_AT_WORK = text("state IN ('received', 'confirmed')")
OVER = (ImportState.DONE, ImportState.DROPPED)

# `lease_until` is the machine's time: whoever works at an import says so for a while.
sheet_imports = firm_table(
    "sheet_import",
    Column("author_id", Id, nullable=False),
    Column("filename", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", Word(ImportState), nullable=False),
    Column("portfolio_id", Id),
    Column("manager_id", Id),
    Column("shares", Boolean, nullable=False),
    Column("looks_up", Boolean, nullable=False),
    Column("done_rows", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("ignored", Listed(str, tuple), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("slack_file", Text),
    Column("sheet", Secret),
    Column("answers", Secret),
    Column("owner", Text),
    Column("lease_until", Instant),
    refers("author_id", "collaborator"),
    refers("portfolio_id", "portfolio"),
    refers("manager_id", "collaborator"),
    found_by("sheet_import", "author_id"),
    due_by("sheet_import_at_work", "firm_id", "id", where=IS_AT_WORK),
)
