"""Column types: how the domain's values are written in a database, the same on both."""
# ruff: noqa: ARG002 -- SQLAlchemy chooses what these methods receive.

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    Text,
    TypeDecorator,
    literal_column,
)

from storage.encryption import KeyRing

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# SQLite gives its own row numbers only to a column declared INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")

# A table is shared by every database of the process; the dialect is the part of a statement that knows which one.
_rings: WeakKeyDictionary[Dialect, KeyRing] = WeakKeyDictionary()


def give_keys(dialect: Dialect, keys: KeyRing) -> None:
    """Let the secret columns of that engine be sealed and opened with those keys."""
    _rings[dialect] = keys


class Instant(TypeDecorator[datetime]):
    """An aware instant, always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone: what it hands back is the UTC we wrote.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Secret(TypeDecorator[bytes]):
    """Bytes sealed with the firm's keys; nothing stays nothing."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _rings[dialect].seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _rings[dialect].open(value)


class SecretText(TypeDecorator[str]):
    """Text sealed with the firm's keys."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _rings[dialect].seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _rings[dialect].open(value).decode()


class Prose(TypeDecorator[str]):
    """Text from outside: what a database cannot hold (NUL, halves of surrogate pairs) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


def written(word: str) -> ColumnElement[Any]:
    """A word of ours, written out in a query rather than bound.

    A partial index only serves a query that says its condition word for word.
    """
    return literal_column(f"'{word}'")


class Listed(TypeDecorator[Iterable[Any]]):
    """A short list or set of plain values, as JSON; `read` makes one of them, `gather` the whole."""

    impl = JSON
    cache_ok = True

    def __init__(self, read: Callable[[Any], Any], gather: Callable[[Iterable[Any]], Iterable[Any]]) -> None:
        super().__init__()
        self.read = read
        self.gather = gather

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[Any] | None:
        if value is None:
            return None
        plain = [item.isoformat() if isinstance(item, date) else item for item in value]
        return plain if self.gather is tuple else sorted(plain)

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> Iterable[Any] | None:
        return None if value is None else self.gather(self.read(item) for item in value)


class Zone(TypeDecorator[ZoneInfo]):
    """A time zone by its name."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: ZoneInfo | None, dialect: Dialect) -> str | None:
        return None if value is None else value.key

    def process_result_value(self, value: str | None, dialect: Dialect) -> ZoneInfo | None:
        return None if value is None else ZoneInfo(value)


class Euros(TypeDecorator[Decimal]):
    """An amount in euros, kept as whole cents: SQLite has no exact decimals."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        cents = value * 100
        if cents != int(cents):
            raise ValueError("an amount with parts of a cent")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)
