"""What we posted in Slack, what it sent us once already, the forms not finished, and the messages handed over."""

from sqlalchemy import JSON, Column, Integer, PrimaryKeyConstraint, Text, text

from domain.about import About
from domain.slack_messages import Stage
from storage.tables.base import due_by, firm_table, found_by, keyed_table, one_by, refers
from storage.types import Id, Instant, Secret, Word

# A wizard that is opened leaves a draft, and most are closed with nothing chosen.
IS_BEGUN = text("name <> ''")
IS_FILING = text("stage = 'filing'")

cards = firm_table(
    "card",
    Column("about", Word(About), nullable=False),
    Column("about_id", Id, nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text),
    Column("file", Text),
    found_by("card", "about", "about_id"),
)

drafts = firm_table(
    "draft",
    Column("uid", Text, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("step", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("client_id", Id),
    # A social security number, sealed with the draft that it belongs to.
    Column("sealed_nir", Secret),
    refers("author_id", "collaborator"),
    refers("client_id", "client"),
    one_by("uid"),
    due_by("draft_begun", "firm_id", "author_id", "updated_at", where=IS_BEGUN),
)

inbound_slack = keyed_table(
    "inbound_slack",
    Column("dedup_key", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("firm_id", "dedup_key"),
)

slack_messages = firm_table(
    "slack_message",
    Column("uid", Text, nullable=False),
    Column("taken_by", Id, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("author", Text, nullable=False),
    # Its heading, its text, and its files by their names.
    Column("content", Secret, nullable=False),
    Column("stage", Word(Stage), nullable=False),
    Column("client_id", Id),
    refers("taken_by", "collaborator"),
    refers("client_id", "client"),
    one_by("uid"),
    found_by("slack_message", "client_id"),
    due_by("slack_message_filing", "firm_id", "id", where=IS_FILING),
)
