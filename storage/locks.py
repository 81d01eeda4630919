"""One writer at a time on SQLite: a thread inside the process, a process on the file."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatabaseInUse(Exception):
    """Another Guichet already runs on that SQLite file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another Guichet already runs on {path.name}")
        self.path = path


class WriterLock:
    """Lets one thread write, the others queue: SQLite would make them poll."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writer: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._writer == me:
            raise RuntimeError("a transaction that writes is already open in this thread")
        with self._lock:
            self._writer = me
            try:
                yield
            finally:
                self._writer = None


class FileLock:
    """Held by `guichet run` for as long as it lives; the system frees it however the process ends."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._descriptor: int | None = None

    def take(self) -> None:
        """DatabaseInUse when another process holds it; taking it twice changes nothing."""
        if self._descriptor is not None:
            return
        descriptor = os.open(self._database.with_name(self._database.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise DatabaseInUse(self._database) from error
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
