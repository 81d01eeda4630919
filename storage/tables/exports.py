"""Exports of one client, and the pages that collaborators reach from Slack."""

from sqlalchemy import Column, Index, Integer, Text, text

from domain.exports import ExportState
from storage.tables.base import due_by, firm_table, one_by, refers
from storage.types import Id, Instant, Word

IS_WAITING = text("state = 'waiting'")

exports = firm_table(
    "export",
    Column("client_id", Id, nullable=False),
    Column("asked_by", Id, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", Word(ExportState), nullable=False),
    Column("blob", Text),
    Column("size", Integer, nullable=False),
    Column("expires_at", Instant),
    refers("client_id", "client"),
    refers("asked_by", "collaborator"),
    due_by("export_waiting", "firm_id", "id", where=IS_WAITING),
)

# A visitor holds a token and names no firm: its row says which.
staff_links = firm_table(
    "staff_link",
    Column("collaborator_id", Id, nullable=False),
    Column("export_id", Id),
    Column("document_id", Id),
    Column("token_hash", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    refers("collaborator_id", "collaborator"),
    refers("export_id", "export"),
    refers("document_id", "document"),
    one_by("token_hash"),
    Index("staff_link_by_token_hash", "token_hash"),
)

staff_sessions = firm_table(
    "staff_session",
    Column("collaborator_id", Id, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    refers("collaborator_id", "collaborator"),
    one_by("token_hash"),
    Index("staff_session_by_token_hash", "token_hash"),
)
