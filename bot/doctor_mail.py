"""The doctor at the mailbox: reading it, sending from it, and knowing which of its stamps to believe."""

import smtplib
import ssl
from collections.abc import Iterator

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from imapclient.imapclient import SENT

from bot import imap, smtp
from bot.findings import Finding, good, warning, wrong
from bot.mail_urls import MailServer, mail_server
from bot.settings import Settings

PATIENCE = 10.0


def check(settings: Settings) -> Iterator[Finding]:
    if settings.imap_url is not None:
        yield from _imap(mail_server(settings.imap_url.get_secret_value()))
    if settings.smtp_url is not None:
        yield _smtp(mail_server(settings.smtp_url.get_secret_value()))
    if settings.mail_authserv_id is None:
        sentence = (
            "MAIL_AUTHSERV_ID is missing: no sender can be verified. Copy the first word of the "
            "Authentication-Results line of a mail that your provider delivered."
        )
        yield warning(sentence)


def _imap(server: MailServer) -> Iterator[Finding]:
    try:
        with IMAPClient(server.host, server.port, ssl=server.is_encrypted, timeout=PATIENCE) as mailbox:
            if not server.is_encrypted and not server.is_here:
                mailbox.starttls(ssl.create_default_context())
            imap.log_in(mailbox, server)
            mailbox.select_folder(server.mailbox, readonly=True)
            idles = mailbox.has_capability("IDLE")
            sent = mailbox.find_special_folder(SENT)
    except LoginError:
        yield wrong("IMAP_URL: the server refuses the user or the password; many ask for an app password.")
    except ssl.SSLError:
        yield wrong("IMAP_URL: the server's certificate is not accepted; check the name of the host.")
    except IMAPClientError:
        yield wrong("IMAP_URL: the mailbox cannot be opened; check its name, INBOX for most.")
    except OSError:
        yield wrong("IMAP_URL: the server does not answer; check the host and the port.")
    else:
        yield good("IMAP_URL", "opens the mailbox")
        if not idles:
            yield warning("IMAP_URL: the server has no IDLE, so the mailbox is read every minute instead.")
        if sent is None:
            sentence = "IMAP_URL: no Sent folder was found; a mail in doubt will be asked about in Slack."
            yield warning(sentence)


def _smtp(server: MailServer) -> Finding:
    context = ssl.create_default_context()
    try:
        with _connected(server, context) as sender:
            if not server.is_encrypted and not server.is_here:
                sender.starttls(context=context)
            if server.user:
                smtp.log_in(sender, server)
            sender.noop()
    except smtplib.SMTPAuthenticationError:
        return wrong("SMTP_URL: the server refuses the user or the password; many ask for an app password.")
    except smtplib.SMTPNotSupportedError:
        return wrong("SMTP_URL: the server offers no encryption or no login there; try smtps:// and 465.")
    except ssl.SSLError:
        return wrong("SMTP_URL: the server's certificate is not accepted; check the name of the host.")
    except (OSError, smtplib.SMTPException):
        return wrong("SMTP_URL: the server does not answer; check the host and the port.")
    return good("SMTP_URL", "takes mail from us")


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.is_encrypted:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
