"""The sending server: one letter, one recipient, and a plain word on what became of it.

The one moment that counts is the final dot of DATA (RFC 5321, 4.2.5): before it the server has nothing, and after it
only its answer tells.
"""

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from bot.settings import is_here

TIMEOUT = 30.0  # well under the lease of an envelope

# 5.7: this server does not let us write there (login, relaying, policy). 5.2.2: the mailbox is full today.
_NOT_THE_ADDRESS = re.compile(r"5\.7\.\d|5\.2\.2|relay|authenticat|quota|full", re.IGNORECASE)
_LINE = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Left:
    """The server has taken it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take it; `reason` is its own answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not leave, and may later. `line_down` when no letter could have left: the server, not this letter."""

    reason: str
    line_down: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """All of it was said, and the answer was lost."""

    reason: str


Fate = Left | Refused | NotNow | Unsure


class NotTakenYet(Exception):
    """The server said no, or went silent, before it had the whole letter."""

    def __init__(self, reason: str, line_down: bool = False) -> None:
        super().__init__(reason)
        self.fate = NotNow(reason, line_down)


@dataclass(frozen=True, slots=True)
class SendingServer:
    """The server of SMTP_URL. Over a network the talk is encrypted or does not take place."""

    url: str = field(repr=False)
    timeout: float = TIMEOUT

    def send(self, sender: str, to: str, letter: bytes) -> Fate:
        """Give it one letter for one recipient, on a connection of its own."""
        try:
            connection = self._connect(sender)
        except NotTakenYet as refused:
            return refused.fate
        except (OSError, smtplib.SMTPException) as error:
            return NotNow(_told(error), line_down=True)
        try:
            return _submit(connection, sender, to, letter)
        except NotTakenYet as refused:
            return refused.fate
        except (OSError, smtplib.SMTPException) as error:
            return NotNow(_told(error))
        finally:
            connection.close()

    def greet(self, sender: str) -> None:
        """Connect, encrypt and log in, for `doctor`; NotTakenYet, OSError or SMTPException when it cannot be."""
        self._connect(sender).quit()

    def _connect(self, sender: str) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, domain = parts.hostname or "", sender.rpartition("@")[2]
        if parts.scheme == "smtps":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, local_hostname=domain, timeout=self.timeout, context=context
            )
        else:
            default = 25 if is_here(self.url) else 587
            connection = smtplib.SMTP(host, parts.port or default, local_hostname=domain, timeout=self.timeout)
        try:
            if parts.scheme == "smtp" and not is_here(self.url):
                connection.starttls(context=ssl.create_default_context())
            connection.ehlo_or_helo_if_needed()
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
        except smtplib.SMTPAuthenticationError as error:
            connection.close()
            raise NotTakenYet(_answer(error.smtp_code, error.smtp_error), line_down=True) from None
        except BaseException:
            connection.close()
            raise
        return connection


def _submit(connection: smtplib.SMTP, sender: str, to: str, letter: bytes) -> Fate:
    options: list[str] = []
    if not to.isascii():
        if not connection.has_extn("smtputf8"):
            return Refused("the sending server takes no address with accents (RFC 6531)")
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    _expect(connection.mail(sender, options), 250)
    code, answer = connection.rcpt(to)
    if code not in (250, 251):
        return _refusal(code, answer)
    _expect(connection.docmd("DATA"), 354)
    # Without its last line the server has no letter: an error here leaves no doubt.
    connection.send(_as_data(letter))
    try:
        connection.send(b".\r\n")
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Unsure(_told(error))
    if code != 250:
        return _refusal(code, answer)
    _part(connection)
    return Left()


def _refusal(code: int, answer: bytes) -> Fate:
    said = _answer(code, answer)
    if 500 <= code <= 599 and not _NOT_THE_ADDRESS.search(said):
        return Refused(said)
    return NotNow(said)


def _expect(reply: tuple[int, bytes], wanted: int) -> None:
    code, answer = reply
    if code != wanted:
        raise NotTakenYet(_answer(code, answer))


def _as_data(letter: bytes) -> bytes:
    """Lines ended by CRLF, the leading dots doubled (RFC 5321, 4.5.2)."""
    lines = _LINE.sub(b"\r\n", letter)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    dotted = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + dotted if dotted.startswith(b".") else dotted


def _part(connection: smtplib.SMTP) -> None:
    """Take leave; the letter is theirs, whatever happens now."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()


def _answer(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:500]


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
