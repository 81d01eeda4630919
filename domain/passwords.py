"""Passwords of the client space: long enough, not everybody's, kept as argon2id (RFC 9106)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from domain.refusals import Refusal, TooLong
from domain.text import searchable

AT_LEAST = 12  # characters
AT_MOST = 256  # characters: hashing more would only serve whoever wants to keep us busy
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"

_hasher = PasswordHasher()


@dataclass(eq=False)
class PasswordTooShort(Refusal):
    at_least: int = AT_LEAST


class PasswordTooCommon(Refusal):
    """Among the first that a thief tries: a known one, a run of keys, the person's own name or address."""


def check_password(password: str, about: tuple[str, ...] = ()) -> str:
    """The password, good enough; `about` are the person's names and address, which it must not be.

    PasswordTooShort under twelve characters, TooLong, PasswordTooCommon for what is guessed first.
    """
    if len(password) < AT_LEAST:
        raise PasswordTooShort
    if len(password) > AT_MOST:
        raise TooLong(len(password), AT_MOST)
    bare = "".join(ch for ch in searchable(password) if ch.isalnum())
    own = {"".join(ch for ch in searchable(text) if ch.isalnum()) for text in about if text}
    rest = bare
    for text in sorted(own, key=len, reverse=True):
        rest = rest.replace(text, "") if len(text) > 2 else rest
    if len(set(bare)) < 5 or len(rest) < 5 or bare in _common() or bare.rstrip("0123456789") in _common():
        raise PasswordTooCommon
    return password


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; the same work is done when there is none to compare with."""
    try:
        return _hasher.verify(password_hash or _nobodys(), password[:AT_MOST]) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text("utf-8").split())
