"""The first books: every table."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "firm",
        sa.Column("id", ID, primary_key=True),
        needed("name", sa.Text),
        needed("slack_team", sa.Text),
        sa.Column("bot_token", sa.LargeBinary),
        needed("mail_from", sa.Text),
        needed("zone", sa.Text),
        needed("department", sa.Text),
        needed("profession", sa.Text),
        needed("street", sa.Text),
        needed("postal_code", sa.Text),
        needed("town", sa.Text),
        needed("phone", sa.Text),
        sa.Column("mail_channel", sa.Text),
        sa.Column("authserv_id", sa.Text),
        needed("chase_days", sa.JSON),
        needed("chase_hour", sa.Time),
        needed("closed_days", sa.JSON),
        needed("manager_required", sa.Boolean),
        needed("collaborators_create", sa.Boolean),
        needed("default_services", sa.JSON),
        sa.Column("invitation_read_at", INSTANT),
        needed("sending_stopped", sa.Boolean),
        sa.UniqueConstraint("slack_team"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.Integer, primary_key=True),
        needed("identity", sa.Text),
        needed("canary", sa.LargeBinary),
    )
    numbered(
        "account",
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        needed("first_name", sa.Text),
        needed("last_name", sa.Text),
        needed("language", sa.Text),
        sa.Column("password_hash", sa.Text),
        needed("created_at", INSTANT),
        one_by("email"),
        one_by("phone"),
    )
    op.create_table(
        "blob",
        firm(),
        needed("sha256", sa.Text),
        needed("size", sa.Integer),
        needed("uses", sa.Integer),
        sa.PrimaryKeyConstraint("firm_id", "sha256"),
    )
    numbered(
        "card",
        needed("about", sa.Text),
        needed("about_id", ID),
        needed("channel", sa.Text),
        sa.Column("ts", sa.Text),
    )
    op.create_index("card_by_about_about_id", "card", ["firm_id", "about", "about_id"])
    numbered(
        "collaborator",
        needed("slack_id", sa.Text),
        needed("name", sa.Text),
        sa.Column("email", sa.Text),
        needed("role", sa.Text),
        needed("language", sa.Text),
        needed("active", sa.Boolean),
        one_by("slack_id"),
    )
    op.create_index("collaborator_by_email", "collaborator", ["firm_id", "email"])
    op.create_table(
        "inbound_slack",
        firm(),
        needed("dedup_key", sa.Text),
        needed("at", INSTANT),
        sa.PrimaryKeyConstraint("firm_id", "dedup_key"),
    )
    numbered(
        "mailbox",
        needed("address", sa.Text),
        needed("url", sa.LargeBinary),
        sa.Column("uidvalidity", ID),
        sa.Column("last_ok_at", INSTANT),
        sa.Column("problem", sa.Text),
        sa.Column("problem_since", INSTANT),
        one_by("address"),
    )
    numbered(
        "outbox",
        needed("uid", sa.Text),
        needed("way", sa.Text),
        needed("to", sa.Text),
        sa.Column("body", sa.LargeBinary),
        needed("order_key", sa.Text),
        sa.Column("group_key", sa.Text),
        sa.Column("pace_key", sa.Text),
        sa.Column("subject_kind", sa.Text),
        sa.Column("subject_id", ID),
        sa.Column("message_id", sa.Text),
        needed("for_client", sa.Boolean),
        needed("doubt", sa.Text),
        needed("state", sa.Text),
        needed("not_before", INSTANT),
        sa.Column("retry_at", INSTANT),
        needed("attempt", sa.Integer),
        needed("doubtful", sa.Boolean),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", INSTANT),
        sa.Column("error", sa.Text),
        sa.Column("done_at", INSTANT),
        one_by("uid"),
    )
    op.create_index("outbox_by_group_key_not_before", "outbox", ["firm_id", "group_key", "not_before"])
    due_by("outbox_dead", "outbox", ["firm_id", "id"], "state = 'dead'")
    due_by("outbox_due", "outbox", ["firm_id", "not_before", "id"], "state IN ('ready', 'sending')")
    due_by("outbox_left", "outbox", ["firm_id", "done_at"], "state = 'done'")
    due_by("outbox_open", "outbox", ["firm_id", "order_key", "id"], "state IN ('ready', 'sending', 'asked')")
    numbered(
        "portfolio",
        needed("name", sa.Text),
        one_by("name"),
    )
    op.create_table(
        "rate_count",
        firm(),
        needed("key", sa.Text),
        needed("uses", sa.JSON),
        sa.PrimaryKeyConstraint("firm_id", "key"),
    )
    op.create_table(
        "registry_answer",
        firm(),
        needed("key", sa.Text),
        needed("value", sa.JSON),
        needed("at", INSTANT),
        sa.PrimaryKeyConstraint("firm_id", "key"),
    )
    op.create_table(
        "sender_check",
        firm(),
        needed("address", sa.Text),
        sa.Column("passed_at", INSTANT),
        sa.Column("failed_at", INSTANT),
        sa.PrimaryKeyConstraint("firm_id", "address"),
    )
    numbered(
        "sign_in_code",
        needed("address", sa.Text),
        needed("code_hash", sa.Text),
        needed("tries_left", sa.Integer),
        needed("created_at", INSTANT),
        needed("expires_at", INSTANT),
        one_by("address"),
    )
    numbered(
        "client",
        needed("name", sa.Text),
        sa.Column("siren", sa.Text),
        sa.Column("nic", sa.Text),
        sa.Column("ape", sa.Text),
        sa.Column("sector", sa.Text),
        needed("street", sa.Text),
        needed("postal_code", sa.Text),
        needed("town", sa.Text),
        needed("country", sa.Text),
        needed("from_registry", sa.Boolean),
        needed("deposit", sa.Text),
        needed("created_at", INSTANT),
        needed("created_by", ID),
        sa.Column("code", sa.Text),
        needed("kind", sa.Text),
        needed("services", sa.JSON),
        sa.Column("urssaf_account", sa.Text),
        sa.Column("last_declaration", sa.BigInteger),
        sa.Column("portfolio_id", ID),
        sa.Column("manager_id", ID),
        needed("access", sa.Text),
        sa.Column("channel", sa.Text),
        needed("state", sa.Text),
        needed("ready_to_invite", sa.Boolean),
        needed("version", sa.Integer),
        needed("search", sa.Text),
        one_by("code"),
        one_by("deposit"),
        refers("created_by", "collaborator"),
        refers("manager_id", "collaborator"),
        refers("portfolio_id", "portfolio"),
    )
    op.create_index("client_by_manager_id", "client", ["firm_id", "manager_id"])
    op.create_index("client_by_portfolio_id", "client", ["firm_id", "portfolio_id"])
    op.create_index("client_by_search", "client", ["firm_id", "search"])
    op.create_index("client_by_siren", "client", ["firm_id", "siren"])
    numbered(
        "inbound_mail",
        needed("mailbox_id", ID),
        needed("uidvalidity", ID),
        needed("uid", ID),
        needed("blob", sa.Text),
        needed("size", sa.Integer),
        needed("message_id", sa.Text),
        needed("content_hash", sa.Text),
        needed("received_at", INSTANT),
        needed("state", sa.Text),
        needed("tries", sa.Integer),
        one_by("mailbox_id", "uidvalidity", "uid"),
        refers("mailbox_id", "mailbox"),
    )
    op.create_index(
        "inbound_mail_by_mailbox_id_message_id_content_hash",
        "inbound_mail",
        ["firm_id", "mailbox_id", "message_id", "content_hash"],
    )
    due_by("inbound_mail_waiting", "inbound_mail", ["firm_id", "id"], "state = 'stored'")
    op.create_table(
        "portfolio_member",
        firm(),
        needed("portfolio_id", ID),
        needed("collaborator_id", ID),
        sa.PrimaryKeyConstraint("firm_id", "portfolio_id", "collaborator_id"),
        refers("collaborator_id", "collaborator"),
        refers("portfolio_id", "portfolio"),
    )
    op.create_index("portfolio_member_by_collaborator_id", "portfolio_member", ["firm_id", "collaborator_id"])
    numbered(
        "web_session",
        needed("account_id", ID),
        needed("token_hash", sa.Text),
        needed("created_at", INSTANT),
        needed("expires_at", INSTANT),
        one_by("token_hash"),
        refers("account_id", "account"),
    )
    op.create_index("web_session_by_account_id", "web_session", ["firm_id", "account_id"])
    op.create_index("web_session_by_token_hash", "web_session", ["token_hash"])
    op.create_table(
        "client_access",
        firm(),
        needed("client_id", ID),
        needed("collaborator_id", ID),
        sa.PrimaryKeyConstraint("firm_id", "client_id", "collaborator_id"),
        refers("client_id", "client"),
        refers("collaborator_id", "collaborator"),
    )
    op.create_index("client_access_by_collaborator_id", "client_access", ["firm_id", "collaborator_id"])
    numbered(
        "contact",
        needed("client_id", ID),
        needed("first_name", sa.Text),
        needed("last_name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        needed("language", sa.Text),
        needed("role", sa.Text),
        needed("is_default", sa.Boolean),
        needed("receives_invoices", sa.Boolean),
        sa.Column("account_id", ID),
        sa.Column("email_failed_at", INSTANT),
        refers("account_id", "account"),
        refers("client_id", "client"),
    )
    op.create_index("contact_by_account_id", "contact", ["firm_id", "account_id"])
    op.create_index("contact_by_client_id", "contact", ["firm_id", "client_id"])
    op.create_index("contact_by_email", "contact", ["firm_id", "email"])
    numbered(
        "draft",
        needed("uid", sa.Text),
        needed("author_id", ID),
        needed("step", sa.Integer),
        needed("name", sa.Text),
        needed("data", sa.JSON),
        needed("updated_at", INSTANT),
        sa.Column("client_id", ID),
        one_by("uid"),
        refers("author_id", "collaborator"),
        refers("client_id", "client"),
    )
    due_by("draft_begun", "draft", ["firm_id", "author_id", "updated_at"], where="name <> ''")
    numbered(
        "history",
        needed("at", INSTANT),
        needed("act", sa.Text),
        needed("by", sa.Text),
        sa.Column("by_id", ID),
        sa.Column("client_id", ID),
        sa.Column("subject_id", ID),
        needed("before", sa.JSON),
        needed("after", sa.JSON),
        refers("client_id", "client"),
    )
    op.create_index("history_by_client_id_id", "history", ["firm_id", "client_id", "id"])
    op.create_index("history_by_subject_id_act", "history", ["firm_id", "subject_id", "act"])
    op.create_table(
        "sender_decision",
        firm(),
        needed("address", sa.Text),
        sa.Column("client_id", ID),
        needed("ignored", sa.Boolean),
        sa.PrimaryKeyConstraint("firm_id", "address"),
        refers("client_id", "client"),
    )
    numbered(
        "invitation",
        needed("client_id", ID),
        needed("contact_id", ID),
        needed("state", sa.Text),
        needed("created_at", INSTANT),
        needed("chase_days", sa.JSON),
        needed("chase_hour", sa.Time),
        sa.Column("not_before", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("expires_at", INSTANT),
        sa.Column("accepted_at", INSTANT),
        needed("chases", sa.Integer),
        sa.Column("last_chase_at", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("paused_until", sa.Date),
        needed("paused", sa.Boolean),
        sa.Column("stopped", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.Column("escalated_at", INSTANT),
        needed("version", sa.Integer),
        refers("client_id", "client"),
        refers("contact_id", "contact"),
    )
    op.create_index("invitation_by_client_id", "invitation", ["firm_id", "client_id"])
    op.create_index("invitation_by_contact_id", "invitation", ["firm_id", "contact_id"])
    op.create_index("invitation_by_state", "invitation", ["firm_id", "state"])
    due_by("invitation_due", "invitation", ["next_at", "firm_id"], "state = 'sent' AND next_at IS NOT NULL")
    due_by("invitation_due_of_firm", "invitation", ["firm_id", "next_at"], "state = 'sent' AND next_at IS NOT NULL")
    numbered(
        "link",
        needed("invitation_id", ID),
        needed("kind", sa.Text),
        needed("token_hash", sa.Text),
        needed("created_at", INSTANT),
        sa.Column("used_at", INSTANT),
        one_by("token_hash"),
        refers("invitation_id", "invitation"),
    )
    op.create_index("link_by_invitation_id", "link", ["firm_id", "invitation_id"])
    op.create_index("link_by_token_hash", "link", ["token_hash"])
    numbered(
        "message",
        needed("direction", sa.Text),
        needed("message_id", sa.Text),
        needed("subject", sa.Text),
        needed("sender", sa.Text),
        needed("sender_name", sa.Text),
        needed("recipient", sa.Text),
        needed("text", sa.Text),
        needed("written_at", INSTANT),
        needed("kind", sa.Text),
        sa.Column("client_id", ID),
        sa.Column("contact_id", ID),
        sa.Column("invitation_id", ID),
        sa.Column("inbound_id", ID),
        sa.Column("in_reply_to", sa.Text),
        sa.Column("forwarded_by", ID),
        needed("authentication", sa.Text),
        sa.Column("attributed_by", sa.Text),
        needed("why", sa.Text),
        sa.Column("suggested_client", ID),
        needed("needs_person", sa.Boolean),
        needed("warnings", sa.JSON),
        needed("state", sa.Text),
        sa.Column("assigned_to", ID),
        sa.Column("handled_by", ID),
        sa.Column("handled_at", INSTANT),
        needed("version", sa.Integer),
        one_by("inbound_id"),
        refers("assigned_to", "collaborator"),
        refers("client_id", "client"),
        refers("contact_id", "contact"),
        refers("forwarded_by", "collaborator"),
        refers("handled_by", "collaborator"),
        refers("inbound_id", "inbound_mail"),
        refers("invitation_id", "invitation"),
        refers("suggested_client", "client"),
    )
    op.create_index("message_by_client_id_written_at", "message", ["firm_id", "client_id", "written_at"])
    op.create_index("message_by_invitation_id", "message", ["firm_id", "invitation_id"])
    op.create_index("message_by_message_id", "message", ["firm_id", "message_id"])
    op.create_index("message_by_state_direction", "message", ["firm_id", "state", "direction"])
    due_by("message_incidents", "message", ["firm_id", "written_at"], "needs_person AND state <> 'handled'")
    numbered(
        "document",
        needed("filename", sa.Text),
        needed("content_type", sa.Text),
        needed("size", sa.Integer),
        needed("blob", sa.Text),
        needed("received_at", INSTANT),
        sa.Column("client_id", ID),
        sa.Column("message_id", ID),
        sa.Column("contact_id", ID),
        needed("filed", sa.Boolean),
        needed("decoration", sa.Boolean),
        sa.Column("refused", sa.Text),
        refers("client_id", "client"),
        refers("contact_id", "contact"),
        refers("message_id", "message"),
    )
    op.create_index("document_by_client_id_received_at", "document", ["firm_id", "client_id", "received_at"])
    op.create_index("document_by_message_id", "document", ["firm_id", "message_id"])


def numbered(name: str, *parts: SchemaItem) -> None:
    own_number = sa.Column("id", ID, primary_key=True)
    op.create_table(name, own_number, firm(), *parts, sa.UniqueConstraint("firm_id", "id"), sqlite_autoincrement=True)


def firm() -> sa.Column[Any]:
    return sa.Column("firm_id", ID, sa.ForeignKey("firm.id"), nullable=False)


def needed(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def one_by(*columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("firm_id", *columns)


def refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["firm_id", column], [f"{table}.firm_id", f"{table}.id"])


def due_by(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
