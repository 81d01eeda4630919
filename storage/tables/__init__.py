"""Every table of the database, by subject. Each row belongs to a firm, and no reference leaves it."""

from storage.tables.base import metadata
from storage.tables.clients import (
    accounts,
    client_accesses,
    clients,
    contacts,
    former_deposits,
    nirs,
    registry_waits,
    search_words,
    sign_in_codes,
    sites,
    web_sessions,
)
from storage.tables.custom_fields import custom_fields, custom_values
from storage.tables.exports import exports, staff_links, staff_sessions
from storage.tables.firm import (
    blobs,
    collaborators,
    digests,
    firms,
    history,
    instances,
    portfolio_members,
    portfolios,
    preferences,
    rate_counts,
    registry_answers,
)
from storage.tables.imports import sheet_imports
from storage.tables.invitations import invitations, links
from storage.tables.mail import (
    documents,
    inbound_mails,
    mailboxes,
    messages,
    requests,
    sender_checks,
    sender_decisions,
)
from storage.tables.mail_texts import mail_texts
from storage.tables.mergers import mergers
from storage.tables.notes import notes
from storage.tables.outbox import envelopes
from storage.tables.slack import cards, drafts, inbound_slack, slack_messages

__all__ = [
    "accounts",
    "blobs",
    "cards",
    "client_accesses",
    "clients",
    "collaborators",
    "contacts",
    "custom_fields",
    "custom_values",
    "digests",
    "documents",
    "drafts",
    "envelopes",
    "exports",
    "firms",
    "former_deposits",
    "history",
    "inbound_mails",
    "inbound_slack",
    "instances",
    "invitations",
    "links",
    "mail_texts",
    "mailboxes",
    "mergers",
    "messages",
    "metadata",
    "nirs",
    "notes",
    "portfolio_members",
    "portfolios",
    "preferences",
    "rate_counts",
    "registry_answers",
    "registry_waits",
    "requests",
    "search_words",
    "sender_checks",
    "sender_decisions",
    "sheet_imports",
    "sign_in_codes",
    "sites",
    "slack_messages",
    "staff_links",
    "staff_sessions",
    "web_sessions",
]
