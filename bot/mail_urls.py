"""Where a mail server is, and who we are there, as IMAP_URL and SMTP_URL say it."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class MailServer:
    """`is_encrypted` from the first byte; otherwise STARTTLS is required, save on this very machine."""

    host: str
    port: int
    is_encrypted: bool
    user: str | None
    password: str | None = field(repr=False)
    mailbox: str = "INBOX"

    @property
    def is_here(self) -> bool:
        return self.host in LOOPBACK


def mail_server(url: str) -> MailServer:
    """The server of `imaps://user:password@host:port/INBOX` or `smtps://user:password@host`; checked by Settings."""
    parts = urlsplit(url)
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        is_encrypted=parts.scheme in ("imaps", "smtps"),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        mailbox=unquote(parts.path.strip("/")) or "INBOX",
    )
