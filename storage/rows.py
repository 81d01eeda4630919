"""Between a row and the domain's value: columns bear the names of the fields."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Value = TypeVar("Value", bound=DataclassInstance)
else:
    Value = TypeVar("Value")


def value_of(kind: type[Value], row: Mapping[Any, Any]) -> Value:
    """The value of that kind that the row describes."""
    return kind(**{name: row[name] for name in names_of(kind)})


def values_of(value: "DataclassInstance", *but: str) -> dict[str, Any]:
    """The fields of a value, as the columns of a row; those named in `but` left out."""
    names, read = _reader(type(value), but)
    return dict(zip(names, read(value), strict=True))


@cache
def names_of(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    """The names of the fields of that kind of value."""
    return tuple(field.name for field in fields(kind))


@cache
def _reader(
    kind: "type[DataclassInstance]", but: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """The names of the fields but those, and what reads them all at once: an import asks thousands of times."""
    names = tuple(name for name in names_of(kind) if name not in but)
    return names, attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, n) for n in names)
