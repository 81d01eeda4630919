"""A mailbox of one mail that plays, in IDLE, what real servers do on bad days."""

import socket
import threading
from collections.abc import Callable
from typing import Self

Conversation = socket.socket


class FalseMailbox:
    """Speaks just enough IMAP to reach IDLE, then does what `in_idle` says; `commands` are those it heard."""

    def __init__(
        self,
        in_idle: Callable[[Conversation], None],
        login: str = "OK welcome",
        host: str = "127.0.0.1",
        beside_search: bytes = b"",
    ) -> None:
        self._in_idle = in_idle
        self._beside_search = beside_search
        self._login = login
        self._host = host
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        self.commands: list[bytes] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def url(self) -> str:
        return f"imap://courrier:secret@{self._host}:{self.port}/INBOX"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=[line], daemon=True))
            self._threads[-1].start()

    def _serve(self, line: Conversation) -> None:
        with line, line.makefile("rb") as commands:
            line.sendall(b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n")
            try:
                for command in commands:
                    tag, word = command.split()[0], command.split()[1].upper()
                    self.commands.append(word)
                    if word == b"IDLE":
                        self._in_idle(line)
                        if commands.readline().strip() != b"DONE":
                            return
                    line.sendall(self._said(word) + tag + b" " + self._end(word) + b"\r\n")
            except OSError:
                return

    def _said(self, word: bytes) -> bytes:
        match word:
            case b"CAPABILITY":
                return b"* CAPABILITY IMAP4rev1 IDLE\r\n"
            case b"SELECT":
                return b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 6] next\r\n"
            case b"UID":
                return b"* SEARCH 5\r\n" + self._beside_search
            case b"LOGOUT":
                return b"* BYE see you\r\n"
        return b""

    def _end(self, word: bytes) -> bytes:
        return self._login.encode() if word == b"LOGIN" else b"OK done"
