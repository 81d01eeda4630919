"""Clients, the people there, and how those people sign in."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Text, text

from domain.clients import Access, ClientState, Communication, FeeType, Kind, Service
from domain.contacts import ContactRole
from storage.tables.base import due_by, firm_table, found_by, keyed_table, one_by, refers
from storage.types import Euros, Id, Instant, Listed, Secret, Word

TO_ERASE = text("erase_at IS NOT NULL")

clients = firm_table(
    "client",
    Column("name", Text, nullable=False),
    Column("siren", Text),
    Column("nic", Text),
    Column("ape", Text),
    Column("sector", Text),
    Column("street", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("from_registry", Boolean, nullable=False),
    Column("deposit", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id, nullable=False),
    Column("code", Text),
    Column("kind", Word(Kind), nullable=False),
    Column("services", Listed(Service, frozenset), nullable=False),
    Column("urssaf_account", Text),
    Column("last_declaration", Euros),
    Column("portfolio_id", Id),
    Column("manager_id", Id),
    Column("access", Word(Access), nullable=False),
    Column("channel", Text),
    Column("state", Word(ClientState), nullable=False),
    Column("ready_to_invite", Boolean, nullable=False),
    Column("terminated_at", Instant),
    Column("terminated_from", Word(ClientState)),
    Column("erase_at", Instant),
    Column("erasure_told_at", Instant),
    Column("currency", Text),
    Column("fee_type", Word(FeeType)),
    Column("mails", Listed(Communication, frozenset), nullable=False),
    Column("version", Integer, nullable=False),
    Column("search", Text, nullable=False),
    one_by("code"),
    one_by("deposit"),
    refers("created_by", "collaborator"),
    refers("portfolio_id", "portfolio"),
    refers("manager_id", "collaborator"),
    found_by("client", "search"),
    found_by("client", "siren"),
    found_by("client", "portfolio_id"),
    found_by("client", "manager_id"),
    due_by("client_to_erase", "firm_id", "erase_at", where=TO_ERASE),
)

# The words of letters by which the firm's clients are found, each once, so that what was meant by a slip is found.
search_words = keyed_table("search_word", Column("word", Text, nullable=False), PrimaryKeyConstraint("firm_id", "word"))
# Social security numbers, sealed with the row that they belong to.
nirs = keyed_table(
    "client_nir",
    Column("client_id", Id, nullable=False),
    Column("sealed", Secret, nullable=False),
    PrimaryKeyConstraint("firm_id", "client_id"),
    refers("client_id", "client"),
)

# Establishments of the client's SIREN beside the main one, which is in its own row.
sites = firm_table(
    "site",
    Column("client_id", Id, nullable=False),
    Column("nic", Text, nullable=False),
    Column("ape", Text),
    Column("street", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("country", Text, nullable=False),
    one_by("client_id", "nic"),
    refers("client_id", "client"),
)

# Client files typed by hand while the registry was silent; `found` is the line that somebody is to decide on.
registry_waits = keyed_table(
    "registry_wait",
    Column("client_id", Id, nullable=False),
    Column("found", JSON(none_as_null=True)),
    PrimaryKeyConstraint("firm_id", "client_id"),
    refers("client_id", "client"),
    due_by("registry_wait_unanswered", "firm_id", "client_id", where=text("found IS NULL")),
)

# Deposit addresses of client files merged into another: what is sent there still arrives.
former_deposits = keyed_table(
    "former_deposit",
    Column("deposit", Text, nullable=False),
    Column("client_id", Id, nullable=False),
    PrimaryKeyConstraint("firm_id", "deposit"),
    refers("client_id", "client"),
)

# The collaborators given access one by one.
client_accesses = keyed_table(
    "client_access",
    Column("client_id", Id, nullable=False),
    Column("collaborator_id", Id, nullable=False),
    PrimaryKeyConstraint("firm_id", "client_id", "collaborator_id"),
    refers("client_id", "client"),
    refers("collaborator_id", "collaborator"),
    found_by("client_access", "collaborator_id"),
)

accounts = firm_table(
    "account",
    Column("email", Text),
    Column("phone", Text),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("password_hash", Text),
    Column("created_at", Instant, nullable=False),
    one_by("email"),
    one_by("phone"),
)

contacts = firm_table(
    "contact",
    Column("client_id", Id, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("language", Text, nullable=False),
    Column("role", Word(ContactRole), nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("receives_invoices", Boolean, nullable=False),
    Column("account_id", Id),
    Column("email_failed_at", Instant),
    Column("disowned_at", Instant),
    Column("removed_at", Instant),
    refers("client_id", "client"),
    refers("account_id", "account"),
    found_by("contact", "client_id"),
    found_by("contact", "email"),
    found_by("contact", "account_id"),
)

web_sessions = firm_table(
    "web_session",
    Column("account_id", Id, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    refers("account_id", "account"),
    one_by("token_hash"),
    found_by("web_session", "account_id"),
    # A visitor holds a token and names no firm: its row says which.
    Index("web_session_by_token_hash", "token_hash"),
)

sign_in_codes = firm_table(
    "sign_in_code",
    Column("address", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    one_by("address"),
)
