"""`guichet keys rotate`: a new key for what is sealed, and when the old one may go."""

from collections.abc import Iterator

from bot.keys import key_file, key_ring
from bot.run import open_books
from bot.settings import Settings
from storage.encryption import add_key, new_key
from storage.rotation import is_needed, rotate


def rotate_keys(settings: Settings) -> Iterator[str]:
    """What is done and what remains to do, a sentence after the other. DatabaseInUse, WrongKeys."""
    keys = key_ring(settings)
    database = open_books(settings)
    try:
        database.hold_lock()
        database.check()
        if not is_needed(database, keys):
            if settings.guichet_keys is not None:
                yield from _of_the_settings(keys.older)
                return
            add_key(key_file(settings))
            yield f"A new key is in front in {key_file(settings)}."
            if database.engine.dialect.name != "sqlite":
                yield "Restart every Guichet that reads this file, then run `guichet keys rotate` again."
                database.begin_rotation()
                return
            database.close()
            keys, database = key_ring(settings), open_books(settings)
            database.hold_lock()
        count = rotate(database, keys)
    finally:
        database.close()
    where = "GUICHET_KEYS" if settings.guichet_keys is not None else str(key_file(settings))
    yield f"Everything is sealed with the newest key ({count} values were sealed again)."
    if keys.older:
        yield f"The older key opens nothing any more: take all but the first out of {where}, and restart Guichet."
        yield "A backup made before today still needs it: keep the older key with those backups, or let both go."


def _of_the_settings(older: int) -> Iterator[str]:
    if older:
        yield "Everything is sealed with the newest key: the others may be taken out of GUICHET_KEYS."
        return
    yield "GUICHET_KEYS holds one key. Put a new one in front of it, with a comma between them:"
    yield new_key()
    yield "Restart every Guichet with both, then run `guichet keys rotate` again."
