"""A row as JSON holds it, and back; nothing sealed is written so."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table

from storage.types import Euros, Instant, Listed, Word


def as_json(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The row's values by the names of its columns."""
    return {column.name: _plain(column.type, row[column.name]) for column in table.c}


def of_json(table: Table, written: Mapping[str, Any]) -> dict[str, Any]:
    """The row that was written so; a column made since is left out."""
    return {column.name: _value(column.type, written[column.name]) for column in table.c if column.name in written}


def _plain(kind: object, value: Any) -> Any:
    match kind, value:
        case _, None:
            return None
        case Instant(), datetime():
            return value.isoformat()
        case Euros(), Decimal():
            return str(value)
        case Word(), str():
            return kind.words(value).value
        case Listed(), _:
            return [str(item) if isinstance(item, str) else item for item in sorted(value)]
        case _:
            return value


def _value(kind: object, written: Any) -> Any:
    match kind, written:
        case _, None:
            return None
        case Instant(), str():
            return datetime.fromisoformat(written)
        case Euros(), str():
            return Decimal(written)
        case Word(), str():
            return kind.words(written)
        case Listed(), list():
            return kind.gather(kind.read(item) for item in written)
        case _:
            return written
