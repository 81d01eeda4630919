"""Who listens to a mailbox: one process, for as long as it lives."""

from typing import Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

# Tells these locks from any other advisory lock of the database.
MAILBOXES = 20250


class MailboxLock:
    """On PostgreSQL an advisory lock, on a connection of its own; on SQLite the process has the whole file."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection

    @classmethod
    def take(cls, database: Database, mailbox_id: int) -> Self | None:
        """None when another process has it. Only work is saved by it: the unique keys keep every mail single."""
        if database.engine.dialect.name != "postgresql":
            return cls(None)
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        question = text("SELECT pg_try_advisory_lock(:kind, :mailbox)")
        if connection.execute(question, {"kind": MAILBOXES, "mailbox": mailbox_id}).scalar():
            return cls(connection)
        connection.close()
        return None

    def is_held(self) -> bool:
        """False once its connection is gone, and the lock with it."""
        if self._connection is None:
            return True
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def release(self) -> None:
        if self._connection is not None:
            # The pool would keep the session, and the session the lock.
            self._connection.invalidate()
            self._connection.close()
