"""The line to a mailbox: how it is opened, how one waits on it, and when it must be taken for dead."""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError
from imapclient.imapclient import SENT

from bot.mail_urls import MailServer
from domain.books import MailboxProblem

TIMEOUT = SocketTimeout(connect=15, read=60)
SIZES_AT_ONCE = 500
# Names of a Sent folder that say it in French; the library knows the English ones, and special-use is asked first.
FRENCH_SENT = ("Envoyés", "Éléments envoyés", "Messages envoyés", "Courrier envoyé", "Objets envoyés")

# What a fallen line raises; after any of them only a new line will do.
LINE_ERRORS = (OSError, IMAPClientAbortError, ProtocolError)
_BUSY = ("UNAVAILABLE", "INUSE", "LIMIT", "too many", "try again", "not connected", "throttl")


class LineDown(Exception):
    """The mailbox cannot be read for now; `problem` is the word that its row keeps."""

    problem = MailboxProblem.UNREACHABLE


class WrongSecret(LineDown):
    """The server knows neither this user nor this password, or no longer."""

    problem = MailboxProblem.LOGIN_REFUSED


class Throttled(LineDown):
    """The server wants fewer connections."""

    problem = MailboxProblem.THROTTLED


class NoFolder(LineDown):
    """The mailbox has no such folder."""

    problem = MailboxProblem.NO_FOLDER


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail of the folder, before it is fetched: `size` in bytes as the server says it."""

    uid: int
    size: int
    received_at: datetime | None


class MailboxLine:
    """One connection to one folder, for one thread; `interrupt` alone may be called by another."""

    def __init__(self, server: MailServer) -> None:
        """Connect, log in and open the folder; LineDown when it cannot be."""
        self._client = _logged_in(server)
        try:
            selected = self._client.select_folder(server.mailbox)
        except LINE_ERRORS as error:
            _hang_up(self._client)
            raise LineDown(type(error).__name__) from error
        except IMAPClientError as error:
            self.close()
            raise NoFolder(server.mailbox) from error
        self.uidvalidity = int(selected[b"UIDVALIDITY"])
        self._mails_told = _mails_told(self._client)
        self.idles = bool(self._client.has_capability("IDLE"))

    def uids_from(self, first: int) -> list[int]:
        """The UIDs of that number and above, in order."""
        found = self._ask(lambda client: client.search(["UID", f"{first}:*"]))
        # RFC 9051, 6.4.4.4: `n:*` always holds the last mail, even below n.
        return sorted(uid for uid in found if uid >= first)

    def sizes(self, uids: list[int]) -> list[Listed]:
        """Their sizes and dates; those deleted meanwhile are left out."""
        listed = []
        for start in range(0, len(uids), SIZES_AT_ONCE):
            some = uids[start : start + SIZES_AT_ONCE]
            found = self._fetch(some, "RFC822.SIZE", "INTERNALDATE")
            listed += [
                Listed(uid, int(found[uid].get(b"RFC822.SIZE", 0)), _utc(found[uid].get(b"INTERNALDATE")))
                for uid in some
                if uid in found
            ]
        return listed

    def raw(self, uids: list[int]) -> dict[int, bytes]:
        """The bytes of those mails, their flags untouched; those deleted meanwhile are left out."""
        found = self._fetch(uids, "BODY.PEEK[]")
        return {uid: found[uid][b"BODY[]"] or b"" for uid in uids if b"BODY[]" in found.get(uid, ())}

    def beginning(self, uid: int, at_most: int) -> bytes | None:
        """The headers of a mail and so many bytes of its body; None when it was deleted meanwhile."""
        found = self._fetch([uid], "BODY.PEEK[HEADER]", f"BODY.PEEK[TEXT]<0.{at_most}>").get(uid)
        if not found or b"BODY[HEADER]" not in found:
            return None
        return (found[b"BODY[HEADER]"] or b"") + (found.get(b"BODY[TEXT]<0>") or b"")

    def mark_seen(self, uids: list[int]) -> None:
        """A courtesy to those who read the mailbox too; a server that refuses it is left in peace."""
        with contextlib.suppress(_Declined):
            self._ask(lambda client: client.add_flags(uids, [SEEN], silent=True))

    def wait(self, at_most: float) -> None:
        """IDLE until something arrives or that many seconds have passed; LineDown when the line is dead."""
        told = _mails_told(self._client)
        if told is not None and told != self._mails_told:
            # It came while something else was asked, and IDLE would not tell it again.
            self._mails_told = told
            return
        self._ask(lambda client: _idle(client, at_most))

    def interrupt(self) -> None:
        """Make whoever waits on the line come back at once, to a dead line."""
        with contextlib.suppress(OSError, AttributeError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(*LINE_ERRORS, IMAPClientError):
            self._client.logout()
        with contextlib.suppress(OSError):
            self._client.shutdown()

    def _fetch(self, uids: list[int], *items: str) -> dict[int, dict[bytes, Any]]:
        found: dict[int, dict[bytes, Any]] = self._ask(lambda client: client.fetch(uids, list(items)))
        return found

    def _ask(self, question: Callable[[Any], Any]) -> Any:
        return _asked(self._client, question)


class _Declined(LineDown):
    """The server answered NO or BAD to a command that it usually takes."""


def has_message(server: MailServer, message_ids: list[str]) -> list[bool]:
    """Whether the Sent folder of that mailbox holds the mail of each Message-ID; NoFolder when it has none."""
    client = _logged_in(server)
    try:
        folder = _asked(client, _sent_folder)
        if folder is None:
            raise NoFolder("Sent")
        _asked(client, lambda line: line.select_folder(folder, readonly=True))
        return [bool(_asked(client, partial(_search, message_id=one))) for one in message_ids]
    finally:
        with contextlib.suppress(*LINE_ERRORS, IMAPClientError):
            client.logout()


def _search(client: IMAPClient, message_id: str) -> list[int]:
    found: list[int] = client.search(["HEADER", "Message-ID", message_id])
    return found


def _logged_in(server: MailServer) -> IMAPClient:
    try:
        client = IMAPClient(server.host, server.port, ssl=server.is_encrypted, timeout=TIMEOUT)
    except (*LINE_ERRORS, IMAPClientError) as error:
        raise LineDown(type(error).__name__) from error
    client.normalise_times = False
    try:
        _set_up_socket(client.socket())
        if not server.is_encrypted and not server.is_here:
            client.starttls(ssl.create_default_context())
        log_in(client, server)
    except LoginError as error:
        _hang_up(client)
        raise _why_refused(error) from error
    except (*LINE_ERRORS, IMAPClientError) as error:
        _hang_up(client)
        raise LineDown(type(error).__name__) from error
    return client


def log_in(client: IMAPClient, server: MailServer) -> None:
    """LoginError when it is refused. The command LOGIN takes ASCII only: an accent goes as RFC 4616 says."""
    user, password = server.user or "", server.password or ""
    if user.isascii() and password.isascii():
        client.login(user, password)
    else:
        client.plain_login(user, password)


def _why_refused(error: LoginError) -> LineDown:
    said = str(error)
    # The library turns a line that falls during LOGIN into a refused LOGIN.
    if isinstance(error.__context__, LINE_ERRORS):
        return LineDown("the line fell during LOGIN")
    if any(word.lower() in said.lower() for word in _BUSY):
        return Throttled("LOGIN")
    return WrongSecret("LOGIN")


def _set_up_socket(line: Any) -> None:
    # Without the first, a command waits for the server's delayed acknowledgement.
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def _asked(client: IMAPClient, question: Callable[[Any], Any]) -> Any:
    try:
        return question(client)
    except LINE_ERRORS as error:
        raise LineDown(type(error).__name__) from error
    except IMAPClientError as error:
        raise _Declined(type(error).__name__) from error


def _mails_told(client: IMAPClient) -> int | None:
    """How many mails the server last said the folder holds, beside the answer to a command; None when it did not."""
    _code, counts = client._imap.response("EXISTS")
    return int(counts[-1]) if counts and counts[-1] else None


def _idle(client: IMAPClient, at_most: float) -> None:
    client.idle()
    ends_at = time.monotonic() + at_most
    # What came with the server's "+" waits in a buffer, where a poll of the socket does not look.
    news = _is_buffered(client)
    while not news and (left := ends_at - time.monotonic()) > 0:
        asked_at = time.monotonic()
        answers = client.idle_check(timeout=left)
        # A closed socket answers nothing at once, and would for ever.
        if not answers and time.monotonic() - asked_at < 0.9 * left:
            raise ConnectionResetError("the line is silent before its time")
        news = _is_news(answers)
    _said, answers = client.idle_done()
    _is_news(answers)


def _is_news(answers: list[Any]) -> bool:
    """Whether mail came; « still here » and flags are none. ConnectionResetError when the server says goodbye."""
    if any(answer[0] == b"BYE" for answer in answers):
        raise ConnectionResetError("the server closes")
    return any(b"EXISTS" in answer or b"RECENT" in answer for answer in answers)


def _is_buffered(client: IMAPClient) -> bool:
    line = client.socket()
    line.setblocking(False)
    try:
        return bool(client._imap.file.peek(1))
    except (OSError, ValueError):
        return False
    finally:
        line.settimeout(TIMEOUT.read)


def _sent_folder(client: IMAPClient) -> str | None:
    found = client.find_special_folder(SENT)
    if found is not None:
        return str(found)
    names = [str(name) for _flags, _separator, name in client.list_folders()]
    return next((name for name in names if name.rpartition("/")[2].rpartition(".")[2] in FRENCH_SENT), None)


def _hang_up(client: IMAPClient) -> None:
    with contextlib.suppress(OSError):
        client.shutdown()


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None else None
