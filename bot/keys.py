"""Where the keys of the house come from: GUICHET_KEYS, or a file of the data folder, made at the first start."""

import hashlib
import hmac
import logging
from pathlib import Path

from bot.settings import Settings, SettingsWrong
from storage.encryption import BadKeys, KeyRing

log = logging.getLogger(__name__)


def key_file(settings: Settings) -> Path:
    return settings.data_dir / "keys"


def key_ring(settings: Settings) -> KeyRing:
    """The keys; SettingsWrong when what should hold them does not."""
    file = key_file(settings)
    try:
        if settings.guichet_keys is not None:
            return KeyRing.read(settings.guichet_keys.get_secret_value())
        if not file.exists():
            log.warning("key file made, to be kept apart from the backups", extra={"file": file})
        return KeyRing.of_file(file)
    except BadKeys as problem:
        where = "GUICHET_KEYS" if settings.guichet_keys is not None else f"The key file {file}"
        raise SettingsWrong({"GUICHET_KEYS": f"{where} does not hold keys: {problem}."}) from None


def web_secret(settings: Settings) -> bytes:
    """What signs the visitors' cookies: derived from the newest key, so the same after a restart."""
    key_ring(settings)
    given = settings.guichet_keys
    text = given.get_secret_value() if given is not None else key_file(settings).read_text("ascii")
    newest = text.replace("\n", ",").strip(", ").partition(",")[0].strip()
    return hmac.digest(newest.encode(), b"web cookies", hashlib.sha256)
