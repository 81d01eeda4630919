"""Mailboxes, mails as received and as understood, and what was decided about their senders."""

from sqlalchemy import Boolean, Column, Date, Integer, PrimaryKeyConstraint, Text, text

from domain.books import MailboxProblem
from domain.documents import NotFiled
from domain.mail.flags import Flag
from domain.messages import Direction, InboundState, MessageState
from domain.requests import RedoReason, RequestEnd
from storage.tables.base import due_by, firm_table, found_by, keyed_table, one_by, refers
from storage.types import Id, Instant, Listed, Prose, SecretText, Word

# Word for word as their indexes say them.
IS_INCIDENT = text("needs_person AND state <> 'handled'")
WAS_INCIDENT = text("needs_person AND state = 'handled'")
IS_REFUSED = text("refused IS NOT NULL")

IS_AWAITED = text("ended IS NULL")

mailboxes = firm_table(
    "mailbox",
    Column("address", Prose, nullable=False),
    Column("url", SecretText, nullable=False),
    Column("uidvalidity", Id),
    Column("last_ok_at", Instant),
    Column("problem", Word(MailboxProblem)),
    Column("problem_since", Instant),
    one_by("address"),
)

inbound_mails = firm_table(
    "inbound_mail",
    Column("mailbox_id", Id, nullable=False),
    Column("uidvalidity", Id, nullable=False),
    Column("uid", Id, nullable=False),
    Column("blob", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("message_id", Prose, nullable=False),
    Column("content_hash", Prose, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", Word(InboundState), nullable=False),
    Column("tries", Integer, nullable=False),
    one_by("mailbox_id", "uidvalidity", "uid"),
    refers("mailbox_id", "mailbox"),
    found_by("inbound_mail", "mailbox_id", "message_id", "content_hash"),
    due_by("inbound_mail_waiting", "firm_id", "id", where=text("state = 'stored'")),
)

messages = firm_table(
    "message",
    Column("direction", Word(Direction), nullable=False),
    Column("message_id", Prose, nullable=False),
    Column("subject", Prose, nullable=False),
    Column("sender", Prose, nullable=False),
    Column("sender_name", Prose, nullable=False),
    Column("recipient", Prose, nullable=False),
    Column("text", Prose, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("client_id", Id),
    Column("contact_id", Id),
    Column("invitation_id", Id),
    Column("inbound_id", Id),
    Column("in_reply_to", Prose),
    Column("forwarded_by", Id),
    Column("authentication", Text, nullable=False),
    Column("attributed_by", Text),
    Column("why", Prose, nullable=False),
    Column("suggested_client", Id),
    Column("needs_person", Boolean, nullable=False),
    Column("warnings", Listed(Flag, tuple), nullable=False),
    Column("state", Word(MessageState), nullable=False),
    Column("assigned_to", Id),
    Column("handled_by", Id),
    Column("handled_at", Instant),
    Column("version", Integer, nullable=False),
    refers("client_id", "client"),
    refers("contact_id", "contact"),
    refers("invitation_id", "invitation"),
    refers("inbound_id", "inbound_mail"),
    refers("forwarded_by", "collaborator"),
    refers("suggested_client", "client"),
    refers("assigned_to", "collaborator"),
    refers("handled_by", "collaborator"),
    one_by("inbound_id"),
    found_by("message", "client_id", "written_at"),
    found_by("message", "message_id"),
    found_by("message", "invitation_id"),
    found_by("message", "state", "direction"),
    due_by("message_incidents", "firm_id", "written_at", where=IS_INCIDENT),
    due_by("message_incidents_handled", "firm_id", "handled_at", where=WAS_INCIDENT),
)

documents = firm_table(
    "document",
    Column("filename", Prose, nullable=False),
    Column("content_type", Prose, nullable=False),
    Column("size", Integer, nullable=False),
    Column("blob", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("client_id", Id),
    Column("message_id", Id),
    Column("contact_id", Id),
    Column("filed", Boolean, nullable=False),
    Column("decoration", Boolean, nullable=False),
    Column("refused", Word(NotFiled)),
    Column("redo_at", Instant),
    Column("redo_reason", Word(RedoReason)),
    Column("redo_words", Prose),
    Column("version", Integer, nullable=False),
    refers("client_id", "client"),
    refers("message_id", "message"),
    refers("contact_id", "contact"),
    found_by("document", "client_id", "received_at"),
    found_by("document", "message_id"),
    due_by("document_refused", "firm_id", "message_id", where=IS_REFUSED),
)

# Documents that the firm waits for.
requests = firm_table(
    "request",
    Column("client_id", Id, nullable=False),
    Column("label", Prose, nullable=False),
    Column("period", Text),
    Column("due_on", Date, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Id, nullable=False),
    Column("contacts", Listed(int, tuple), nullable=False),
    Column("ended", Word(RequestEnd)),
    Column("ended_at", Instant),
    Column("ended_by", Id),
    Column("version", Integer, nullable=False),
    refers("client_id", "client"),
    refers("asked_by", "collaborator"),
    refers("ended_by", "collaborator"),
    due_by("request_open", "firm_id", "client_id", "due_on", where=IS_AWAITED),
)

sender_decisions = keyed_table(
    "sender_decision",
    Column("address", Prose, nullable=False),
    Column("client_id", Id),
    Column("ignored", Boolean, nullable=False),
    PrimaryKeyConstraint("firm_id", "address"),
    refers("client_id", "client"),
)

sender_checks = keyed_table(
    "sender_check",
    Column("address", Prose, nullable=False),
    Column("passed_at", Instant),
    Column("failed_at", Instant),
    PrimaryKeyConstraint("firm_id", "address"),
)
