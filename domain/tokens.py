"""Secrets that Guichet hands out: link tokens, deposit addresses, one-time codes. Only their hashes are kept."""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass

from domain.identifiers import compact
from domain.refusals import Refusal
from domain.text import slug

RandomBytes = Callable[[int], bytes]

TOKEN_LENGTH = 26  # of 5 bits each: 130
SUFFIX_LENGTH = 8  # 40 bits, worth nothing alone: who writes there is checked too
CODE_LENGTH = 6
LOCAL_PART_LENGTH = 64  # RFC 5321, 4.5.3.1.1
SLUG_LENGTH = 30
NAMELESS = "dossier"

TOKEN = re.compile(r"[a-z2-7]{26}", re.ASCII)
DEPOSIT_TAG = re.compile(r"[a-z0-9._-]+", re.ASCII)


@dataclass(eq=False)
class NotACode(Refusal):
    """Something else than six digits was typed."""

    digits: int


def new_token(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """26 letters and digits of base32, for a link."""
    return _base32(TOKEN_LENGTH, random_bytes)


def is_token(text: str) -> bool:
    """Whether it has the shape of a token, before any look-up."""
    return TOKEN.fullmatch(text) is not None


def hash_token(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal. 130 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_deposit(inbox: str, client_name: str, random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """The local part of a client's deposit address: `depot+atelier-morel.k7qm2z4p` for the inbox `depot`.

    The name is only there for people; it is cut where the whole would exceed 64 characters.
    """
    room = min(SLUG_LENGTH, LOCAL_PART_LENGTH - len(inbox) - len("+.") - SUFFIX_LENGTH)
    name = (slug(client_name) or NAMELESS)[: max(room, 1)].strip("-")
    return f"{inbox}+{name}.{_base32(SUFFIX_LENGTH, random_bytes)}"


def deposit_in(recipient: str, inbox_address: str) -> str | None:
    """The local part, in small letters, of a recipient that has the form of a deposit address of that inbox, or None.

    Whose it is, or that it is nobody's, only the books tell: an old or renamed address has the same form.
    """
    local, _, domain = recipient.strip().lower().rpartition("@")
    inbox, _, inbox_domain = inbox_address.lower().rpartition("@")
    base, plus, tag = local.partition("+")
    if not plus or (base, domain) != (inbox, inbox_domain) or not DEPOSIT_TAG.fullmatch(tag):
        return None
    return local


def new_code(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """Six digits, leading zeros kept."""
    return str(int.from_bytes(random_bytes(16)) % 10**CODE_LENGTH).zfill(CODE_LENGTH)


def read_code(typed: str) -> str:
    """A code as typed or pasted, spaces left out. NotACode."""
    code = compact(typed)
    if not (code.isascii() and code.isdigit() and len(code) == CODE_LENGTH):
        raise NotACode(sum(c.isdigit() for c in code))
    return code


def hash_code(code: str, address: str, key: bytes) -> str:
    """What is kept of a code sent to that address. A million codes are soon tried: the key makes it take the key."""
    return hmac.new(key, f"{address}\0{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _base32(length: int, random_bytes: RandomBytes) -> str:
    return b32encode(random_bytes(-(-length * 5 // 8))).decode().lower()[:length]
