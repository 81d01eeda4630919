"""The keys of the house: what is secret is sealed with the newest, and opened with any of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

CANARY = b"guichet"


class BadKeys(Exception):
    """GUICHET_KEYS, or the key file, does not hold keys."""


class WrongKeys(Exception):
    """What the database holds was sealed with keys that are not in the ring."""


class WrongPlace(Exception):
    """What was opened was sealed for another row: the database was tampered with."""


class KeyRing:
    """Fernet keys, the newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise BadKeys("no key")
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError as error:
            # The text of the key must not travel with the error.
            raise BadKeys("a key is 32 bytes in URL-safe base64") from error
        self._newest, self._ring = fernets[0], MultiFernet(fernets)
        self.older = len(fernets) - 1

    @classmethod
    def read(cls, text: str) -> Self:
        """The keys of a comma-separated list, as in GUICHET_KEYS; BadKeys."""
        return cls([key.strip() for key in text.replace("\n", ",").split(",") if key.strip()])

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """The keys of that file, made with one new key, readable by its owner alone, where there is none yet."""
        try:
            return cls.read(path.read_text("ascii", "replace"))
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls.read(path.read_text("ascii", "replace"))
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_key() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return cls.read(path.read_text("ascii", "replace"))

    def seal(self, content: bytes) -> bytes:
        return self._ring.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed; WrongKeys when none of the keys opens it."""
        try:
            return self._ring.decrypt(sealed)
        except InvalidToken as error:
            raise WrongKeys("none of the keys opens what the database holds") from error

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key sealed that."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def again(self, sealed: bytes) -> bytes:
        """The same, sealed with the newest key; WrongKeys."""
        return self.seal(self.open(sealed))


def add_key(path: Path) -> None:
    """A new key in front of those of the file, which is whole at every instant."""
    older = path.read_text("ascii").strip()
    written = path.with_name(path.name + ".new")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{new_key()}\n{older}\n")
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def bound(place: str, content: bytes) -> bytes:
    """The content with the place it belongs to: sealed together, so that a ciphertext moved elsewhere is refused."""
    return place.encode() + b"\0" + content


def unbound(place: str, content: bytes) -> bytes:
    """The content, if it belongs there; WrongPlace."""
    written, _, inside = content.partition(b"\0")
    if written != place.encode():
        raise WrongPlace("what was opened belongs to another row")
    return inside


def new_key() -> str:
    return Fernet.generate_key().decode("ascii")
