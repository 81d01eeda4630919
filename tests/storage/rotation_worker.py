"""A change of keys in a process of its own, that kills itself (SIGKILL) at the statement it is told."""

from storage.database import open_database
from storage.encryption import KeyRing
from storage.rotation import rotate
from tests.bot.import_worker import die_at


def carry(url: str, keys: str, death: int) -> None:
    """`death` counts statements, 0 for a long life."""
    ring = KeyRing.read(keys)
    database = open_database(url, ring)
    if death:
        die_at(database, death)
    rotate(database, ring)
    database.close()
