"""The firm's own words for the letters that Guichet sends."""

from sqlalchemy import Column, PrimaryKeyConstraint, Text

from domain.mail_texts import TextKind
from storage.tables.base import keyed_table, refers
from storage.types import Id, Instant, Prose, Word

mail_texts = keyed_table(
    "mail_text",
    Column("kind", Word(TextKind), nullable=False),
    Column("language", Text, nullable=False),
    Column("subject", Prose, nullable=False),
    Column("body", Prose, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Id, nullable=False),
    PrimaryKeyConstraint("firm_id", "kind", "language"),
    refers("changed_by", "collaborator"),
)
