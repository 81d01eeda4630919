"""The firm's mailbox, spoken to over IMAP like anybody else would."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from sandbox.mail.reading import Summary, summary

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Listed:
    """One mail of a folder, as a list shows it."""

    uid: int
    unread: bool
    at: datetime
    summary: Summary


class FirmMailbox:
    """One connection, opened when needed and again when it is lost; one thread at a time."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self._port = port
        self._user = user
        self._password = password
        self._lock = threading.Lock()
        self._connection: IMAPClient | None = None
        self._known: dict[tuple[str, int], tuple[datetime, Summary]] = {}

    def append(self, folder: str, raw: bytes, at: datetime, seen: bool = False) -> int:
        """File a mail; the UID it got."""
        with self._lock:
            self._asked(lambda connection: connection.noop())
            answer = self._connected().append(folder, raw, flags=[SEEN] if seen else [], msg_time=at)
        found = re.search(rb"APPENDUID \d+ (\d+)", answer)
        return int(found.group(1)) if found else 0

    def listed(self, folder: str) -> list[Listed]:
        """The mails of a folder, the newest first; the whole text is fetched once for each."""
        with self._lock:
            return self._asked(lambda connection: self._list(connection, folder))

    def unread(self, folder: str) -> int:
        """How many mails of that folder nobody opened."""
        with self._lock:
            status = self._asked(lambda connection: connection.folder_status(folder, ["UNSEEN"]))
        return int(status[b"UNSEEN"])

    def raw(self, folder: str, uid: int) -> tuple[bytes, datetime] | None:
        """The mail as it was stored and its date there, or None when it is gone."""
        with self._lock:
            return self._asked(lambda connection: self._raw(connection, folder, uid))

    def mark_read(self, folder: str, uid: int) -> bool:
        """Whether this was news: False for a mail already read."""
        with self._lock:
            return self._asked(lambda connection: self._mark(connection, folder, uid))

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            self._hang_up()

    def _list(self, connection: IMAPClient, folder: str) -> list[Listed]:
        connection.select_folder(folder, readonly=True)
        uids = connection.search()
        new = [uid for uid in uids if (folder, uid) not in self._known]
        for uid in new:
            fetched = connection.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"])[uid]
            at = fetched[b"INTERNALDATE"].astimezone()
            self._known[folder, uid] = (at, summary(fetched[b"BODY[]"], at))
        flags = connection.get_flags(uids) if uids else {}
        listed = [Listed(uid, SEEN not in flags[uid], *self._known[folder, uid]) for uid in uids]
        return sorted(listed, key=lambda mail: (mail.at, mail.uid), reverse=True)

    def _raw(self, connection: IMAPClient, folder: str, uid: int) -> tuple[bytes, datetime] | None:
        connection.select_folder(folder, readonly=True)
        fetched = connection.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
        return (fetched[b"BODY[]"], fetched[b"INTERNALDATE"].astimezone()) if fetched else None

    def _mark(self, connection: IMAPClient, folder: str, uid: int) -> bool:
        connection.select_folder(folder)
        if SEEN in connection.get_flags([uid]).get(uid, (SEEN,)):
            return False
        connection.add_flags([uid], [SEEN], silent=True)
        return True

    def _asked(self, question: Callable[[IMAPClient], Answer]) -> Answer:
        """The answer; asked again on a new connection when the old one was lost. Not for what may not happen twice."""
        try:
            return question(self._connected())
        except (IMAPClientAbortError, OSError):
            self._hang_up()
            return question(self._connected())

    def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown()
            self._connection = None

    def _connected(self) -> IMAPClient:
        if self._connection is None:
            connection = IMAPClient("127.0.0.1", self._port, ssl=False, timeout=30)
            # Without it, Nagle and the delayed acknowledgement cost 40 ms a mail.
            connection.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.login(self._user, self._password)
            self._connection = connection
        return self._connection
