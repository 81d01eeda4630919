"""Spoils a payload one place at a time, without knowing any rule: the place, the payload before, the payload after."""

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Spoilt(NamedTuple):
    at: str
    inside: Any
    outside: Any


def places(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside the payload with its JSON pointer, the payload itself first."""
    yield at, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from places(one, f"{at}/{name}")


def value_at(payload: Any, at: str) -> Any:
    """What stands at that JSON pointer."""
    for name in at.split("/")[1:]:
        payload = payload[int(name)] if isinstance(payload, list) else payload[name]
    return payload


def put(payload: Any, at: str, value: Any) -> Any:
    """The payload with that value at that pointer."""
    if not at:
        return value
    made = copy.deepcopy(payload)
    above, _, name = at.rpartition("/")
    holder = value_at(made, above)
    holder[int(name) if isinstance(holder, list) else name] = value
    return made


def of_another_type(payload: Any) -> Iterator[Spoilt]:
    """Each value replaced by one of a type that no field of Slack takes in its place."""
    for at, value in places(payload):
        if not at.endswith("/type"):
            yield Spoilt(at, payload, put(payload, at, ["autre"] if isinstance(value, str | int) else "autre"))


def of_an_unknown_kind(payload: Any) -> Iterator[Spoilt]:
    for at, _ in places(payload):
        if at.endswith("/type"):
            yield Spoilt(at, payload, put(payload, at, "inconnu"))


def with_an_unknown_field(payload: Any) -> Iterator[Spoilt]:
    for at, value in places(payload):
        if isinstance(value, dict):
            yield Spoilt(at, payload, put(payload, at, {**value, "inconnu": "x"}))


def without_one_field(payload: Any) -> Iterator[Spoilt]:
    """Each field taken away; `at` is the place of the field."""
    for at, value in places(payload):
        for name in value if isinstance(value, dict) else ():
            yield Spoilt(f"{at}/{name}", payload, put(payload, at, {key: value[key] for key in value if key != name}))


def emptied(payload: Any) -> Iterator[Spoilt]:
    """Each text cut to one character and each list to one item, then to none."""
    for at, value in places(payload):
        if isinstance(value, str | list) and not at.endswith("/type"):
            yield Spoilt(at, put(payload, at, value[:1]), put(payload, at, value[:0]))
