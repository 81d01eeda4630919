"""The firm and its people, and what the house remembers for itself."""

from datetime import date

from sqlalchemy import JSON, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, Time, UniqueConstraint

from domain.acts import Act
from domain.clients import Access, FeeType, Service
from domain.history import By
from domain.people import Role
from storage.tables.base import firm_table, found_by, keyed_table, metadata, one_by, refers
from storage.types import Id, Instant, Listed, Secret, SecretText, Word, Zone

firms = Table(
    "firm",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slack_team", Text, nullable=False),
    Column("bot_token", SecretText),
    Column("mail_from", Text, nullable=False),
    Column("zone", Zone, nullable=False),
    Column("department", Text, nullable=False),
    Column("profession", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("mail_channel", Text),
    Column("authserv_id", Text),
    Column("chase_days", Listed(int, tuple), nullable=False),
    Column("chase_hour", Time, nullable=False),
    Column("closed_days", Listed(date.fromisoformat, frozenset), nullable=False),
    Column("manager_required", Boolean, nullable=False),
    Column("collaborators_create", Boolean, nullable=False),
    Column("default_services", Listed(Service, frozenset), nullable=False),
    Column("default_access", Word(Access), nullable=False),
    Column("retention_years", Integer, nullable=False),
    Column("digest_hour", Time, nullable=False),
    Column("currency", Text, nullable=False),
    Column("fee_type", Word(FeeType), nullable=False),
    Column("nir_reason", Text),
    Column("invitation_read_at", Instant),
    Column("invitation_read_by", Id),
    Column("sending_stopped", Boolean, nullable=False),
    Column("escalates_to_administrators", Boolean, nullable=False),
    Column("logo_sha256", Text),
    Column("logo_at", Instant),
    Column("accent", Text),
    UniqueConstraint("slack_team"),
    sqlite_autoincrement=True,
)

collaborators = firm_table(
    "collaborator",
    Column("slack_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", Word(Role), nullable=False),
    Column("language", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("digest_hour", Time),
    Column("digest_days", Listed(int, frozenset), nullable=False),
    one_by("slack_id"),
    found_by("collaborator", "email"),
)

portfolios = firm_table("portfolio", Column("name", Text, nullable=False), Column("channel", Text), one_by("name"))

portfolio_members = keyed_table(
    "portfolio_member",
    Column("portfolio_id", Id, nullable=False),
    Column("collaborator_id", Id, nullable=False),
    PrimaryKeyConstraint("firm_id", "portfolio_id", "collaborator_id"),
    refers("portfolio_id", "portfolio"),
    refers("collaborator_id", "collaborator"),
    found_by("portfolio_member", "collaborator_id"),
)

# What each has chosen for their own screens: the columns of a list.
preferences = keyed_table(
    "preference",
    Column("collaborator_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", JSON, nullable=False),
    PrimaryKeyConstraint("firm_id", "collaborator_id", "name"),
    refers("collaborator_id", "collaborator"),
)

digests = keyed_table(
    "digest",
    Column("collaborator_id", Id, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("sent_at", Instant),
    PrimaryKeyConstraint("firm_id", "collaborator_id"),
    refers("collaborator_id", "collaborator"),
    # The first finds the firms that have something due, the second the rows of one of them.
    Index("digest_due", "next_at", "firm_id"),
    Index("digest_due_of_firm", "firm_id", "next_at"),
)

history = firm_table(
    "history",
    Column("at", Instant, nullable=False),
    Column("act", Word(Act), nullable=False),
    Column("by", Word(By), nullable=False),
    Column("by_id", Id),
    Column("client_id", Id),
    Column("subject_id", Id),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    refers("client_id", "client"),
    found_by("history", "client_id", "id"),
    found_by("history", "subject_id", "act"),
)

registry_answers = keyed_table(
    "registry_answer",
    Column("key", Text, nullable=False),
    Column("value", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("firm_id", "key"),
)

rate_counts = keyed_table(
    "rate_count",
    Column("key", Text, nullable=False),
    Column("uses", Listed(float, tuple), nullable=False),
    PrimaryKeyConstraint("firm_id", "key"),
)

blobs = keyed_table(
    "blob",
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("uses", Integer, nullable=False),
    PrimaryKeyConstraint("firm_id", "sha256"),
)

# One row, of no firm: which database this is, and a word that only the right keys open; a second one while they change.
instances = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("canary", Secret, nullable=False),
    Column("canary_next", Secret),
)
