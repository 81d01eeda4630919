"""The sending server: one letter, one recipient, and a plain word on what became of it.

The one moment that counts is the final dot of DATA (RFC 5321, 4.2.5): before it the server has nothing, and after it
only its answer tells.
"""

import re
import smtplib
import ssl
import time
from base64 import b64encode
from dataclasses import dataclass

from bot.fates import Fate, Left, NotNow, Refused, Unsure
from bot.mail_urls import MailServer

LINE = "smtp"
TIMEOUT = 30.0
# The dot is said in the first seconds of an envelope's lease, or not at all: with the wait for the answer, the
# verdict is known before another worker may take the envelope.
LAST_MOMENT = 25.0

_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# RFC 3463: a full mailbox, the system, the content, the policy (login, relaying). Another day, or another set-up.
_NOT_THE_ADDRESS = re.compile(r"5\.2\.2|5\.[3467]\.")
_NOT_THE_ADDRESS_IN_WORDS = re.compile(r"\b(?:relay|authenticat|quota|full)", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")
_PLAIN_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f]+@[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f]+")
_LINE = re.compile(rb"\r\n|\r|\n")


class NotTakenYet(Exception):
    """The server said no, or went silent, before it had the whole letter."""

    def __init__(self, reason: str, line: str | None = None) -> None:
        super().__init__(reason)
        self.fate = NotNow(reason, line=line)


@dataclass(frozen=True, slots=True)
class SendingServer:
    """The server of SMTP_URL. Over a network the talk is encrypted or does not take place."""

    server: MailServer
    timeout: float = TIMEOUT

    def send(self, sender: str, to: str, letter: bytes, until: float) -> Fate:
        """Give it one letter for one recipient, on a connection of its own.

        `until` is the instant of the monotonic clock after which the last byte may no longer be said.
        """
        # The library reads whatever it is given as an address, and would choose one of several.
        if not _PLAIN_ADDRESS.fullmatch(to):
            return Refused("not one plain address")
        try:
            connection = self._connect(sender)
        except NotTakenYet as refused:
            return refused.fate
        except (OSError, smtplib.SMTPException) as error:
            return NotNow(_told(error), line=LINE)
        try:
            return _submit(connection, sender, to, letter, until)
        except NotTakenYet as refused:
            return refused.fate
        except (OSError, smtplib.SMTPException) as error:
            return NotNow(_told(error))
        finally:
            connection.close()

    def _connect(self, sender: str) -> smtplib.SMTP:
        server, own_name = self.server, sender.rpartition("@")[2]
        context = ssl.create_default_context()
        if server.is_encrypted:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=own_name, timeout=self.timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, local_hostname=own_name, timeout=self.timeout)
        try:
            if not server.is_encrypted and not server.is_here:
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if server.user:
                log_in(connection, server)
        except smtplib.SMTPAuthenticationError as error:
            connection.close()
            raise NotTakenYet(_answer(error.smtp_code, error.smtp_error), line=LINE) from None
        except BaseException:  # raised again: the line is not left open
            connection.close()
            raise
        return connection


def log_in(connection: smtplib.SMTP, server: MailServer) -> None:
    """SMTPAuthenticationError when it is refused. The library takes ASCII only: an accent goes as RFC 4616 says."""
    user, password = server.user or "", server.password or ""
    if user.isascii() and password.isascii():
        connection.login(user, password)
        return
    proof = b64encode("\0".join(("", user, password)).encode()).decode()
    code, answer = connection.docmd("AUTH", f"PLAIN {proof}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _submit(connection: smtplib.SMTP, sender: str, to: str, letter: bytes, until: float) -> Fate:
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
    if time.monotonic() > until:
        return NotNow("the sending server is too slow", line=LINE)
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
    if 500 <= code <= 599 and _blames_the_address(said):
        return Refused(said)
    return NotNow(said)


def _blames_the_address(said: str) -> bool:
    enhanced = _ENHANCED.search(said)
    if enhanced:
        return _NOT_THE_ADDRESS.match(enhanced[0]) is None
    return _NOT_THE_ADDRESS_IN_WORDS.search(_ADDRESS.sub("", said)) is None


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
