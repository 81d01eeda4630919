"""Invitations, and the links of their letters."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Text, Time, text

from domain.invitations import InvitationState, LinkKind, StopReason
from storage.tables.base import due_by, firm_table, found_by, one_by, refers
from storage.types import Id, Instant, Listed, Word

IS_DUE = text("state = 'sent' AND next_at IS NOT NULL")
# Until its last step is taken, an expired invitation is still due: its manager must be told.
MAY_LAPSE = text("state = 'sent' AND next_at IS NULL")

invitations = firm_table(
    "invitation",
    Column("client_id", Id, nullable=False),
    Column("contact_id", Id, nullable=False),
    Column("state", Word(InvitationState), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("chase_days", Listed(int, tuple), nullable=False),
    Column("chase_hour", Time, nullable=False),
    Column("not_before", Instant),
    Column("sent_at", Instant),
    Column("expires_at", Instant),
    Column("accepted_at", Instant),
    Column("chases", Integer, nullable=False),
    Column("last_chase_at", Instant),
    Column("next_at", Instant),
    Column("paused_until", Date),
    Column("paused", Boolean, nullable=False),
    Column("absent_until", Date),
    Column("stopped", Word(StopReason)),
    Column("answered_at", Instant),
    Column("escalated_at", Instant),
    Column("version", Integer, nullable=False),
    refers("client_id", "client"),
    refers("contact_id", "contact"),
    found_by("invitation", "client_id"),
    found_by("invitation", "contact_id"),
    found_by("invitation", "state"),
    # The first finds the firms that have something due, the second the rows of one of them.
    due_by("invitation_due", "next_at", "firm_id", where=IS_DUE),
    due_by("invitation_due_of_firm", "firm_id", "next_at", where=IS_DUE),
    due_by("invitation_lapsing", "firm_id", "expires_at", where=MAY_LAPSE),
)

links = firm_table(
    "link",
    Column("invitation_id", Id, nullable=False),
    Column("kind", Word(LinkKind), nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    refers("invitation_id", "invitation"),
    one_by("token_hash"),
    found_by("link", "invitation_id"),
    # A visitor holds a token and names no firm: its row says which.
    Index("link_by_token_hash", "token_hash"),
)
