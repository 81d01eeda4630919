"""The firm's time, which a demo may move; what is not in `bot` reads no clock, and is handed `now`.

Leases, files on disk and waits on other machines count the machine's own time, `datetime.now(UTC)`, which nobody moves.
"""

import json
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from bot.settings import SettingsWrong

log = logging.getLogger(__name__)

LONG_POLL = 35.0
RETRY = 1.0
NAME = "Guichet"


class Clock(Protocol):
    def now(self) -> datetime:
        """The firm's time, aware, in UTC."""

    def when_moved(self, wake: Callable[[], None]) -> None:
        """Call `wake`, from another thread, each time somebody moves the clock."""

    def when_asked(self, next_due: Callable[[datetime], datetime | None]) -> None:
        """Tell whoever moves the clock what comes next: `next_due(now)` is asked from another thread."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class SystemClock:
    """The machine's own time, which nobody moves."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def when_moved(self, wake: Callable[[], None]) -> None:
        pass

    def when_asked(self, next_due: Callable[[datetime], datetime | None]) -> None:
        pass

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


class RemoteClock:
    """The time of a demo or a test, served at CLOCK_URL; a thread waits there for the next jump."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._path = parts.hostname or "127.0.0.1", parts.port or 80, parts.path or "/"
        self._ahead = timedelta()
        self._version = 0
        self._wakes: list[Callable[[], None]] = []
        self._next_due: Callable[[datetime], datetime | None] | None = None
        self._stopped = threading.Event()
        self._connection: HTTPConnection | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def when_moved(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def when_asked(self, next_due: Callable[[datetime], datetime | None]) -> None:
        self._next_due = next_due

    def start(self) -> None:
        """Read the time once, or say that CLOCK_URL does not answer; then follow its jumps."""
        try:
            self._ask(self._path)
        except (OSError, HTTPException, ValueError, KeyError):
            raise SettingsWrong({"CLOCK_URL": "CLOCK_URL does not answer with a time."}) from None
        threading.Thread(target=self._follow, name="clock", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(2)
            except OSError:
                log.debug("clock connection was closed already")

    def _follow(self) -> None:
        told = False
        while not self._stopped.is_set():
            before = self._version
            try:
                self._ask(f"{self._path}?{urlencode({'after': before, **self._expecting()})}")
                told = False
            except (OSError, HTTPException, ValueError, KeyError):
                if not told and not self._stopped.is_set():
                    log.warning("clock not answering", extra={"setting": "CLOCK_URL"})
                    told = True
                self._stopped.wait(RETRY)
                continue
            if self._version != before:
                for wake in self._wakes:
                    wake()

    def _expecting(self) -> dict[str, str]:
        """What the firm waits for, for the clock to offer a jump there."""
        if self._next_due is None:
            return {}
        try:
            due = self._next_due(self.now())
        except Exception as error:  # whatever the books say, the clock is still to be heard
            log.warning("next due thing not read", extra={"error": type(error).__name__})
            return {}
        return {"by": NAME, "due": due.isoformat() if due else ""}

    def _ask(self, path: str) -> None:
        connection = self._connection = HTTPConnection(self._host, self._port, timeout=LONG_POLL)
        try:
            connection.request("GET", path)
            answer = json.loads(connection.getresponse().read())
            shown = datetime.fromisoformat(answer["now"])
            version = int(answer["version"])
        finally:
            connection.close()
        # Set anew at a jump alone: the time of an answer on its way must not make the clock tremble.
        if version != self._version:
            self._ahead = shown.astimezone(UTC) - datetime.now(UTC)
            self._version = version


def clock_of(url: str | None) -> Clock:
    """The clock of CLOCK_URL, or the machine's."""
    return RemoteClock(url) if url else SystemClock()
