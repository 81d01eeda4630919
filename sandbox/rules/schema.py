"""The small language in which the rules of blocks are written: a check looks at a value and reports what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass
class Inspection:
    """One look at a payload: where it would be shown, and what was found wrong."""

    surface: Surface
    problems: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    focused: int = 0
    input_blocks: int = 0
    markdown: int = 0
    tables: int = 0
    table_characters: int = 0
    charts: int = 0

    def refuse(self, at: str, problem: str) -> None:
        self.problems.append(f"{problem} [json-pointer:{at}]")


Check = Callable[[Any, str, Inspection], None]


def anything(value: Any, at: str, seen: Inspection) -> None:
    """Accept every value."""


def text(at_least: int = 0, at_most: int | None = None) -> Check:
    """A string of that many characters, both ends included."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, str):
            seen.refuse(at, "must provide a string")
        elif len(value) < at_least:
            seen.refuse(at, f"must be more than {at_least - 1} characters")
        elif at_most is not None and len(value) > at_most:
            seen.refuse(at, f"must be less than {at_most + 1} characters")

    return check


def matching(pattern: Callable[[str], object], expected: str) -> Check:
    """A string for which `pattern` gives something true."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, str):
            seen.refuse(at, "must provide a string")
        elif not pattern(value):
            seen.refuse(at, f"must be {expected}")

    return check


def boolean(value: Any, at: str, seen: Inspection) -> None:
    """True or False."""
    if not isinstance(value, bool):
        seen.refuse(at, "must provide a boolean")


def integer(at_least: int, at_most: int) -> Check:
    """A whole number between both, included."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            seen.refuse(at, "must provide an integer")
        elif value < at_least:
            seen.refuse(at, f"must be greater than {at_least - 1}")
        elif value > at_most:
            seen.refuse(at, f"must be less than {at_most + 1}")

    return check


def one_of(*values: object) -> Check:
    """One of these very values."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if value not in values or isinstance(value, bool):
            seen.refuse(at, f"must be one of: {', '.join(map(str, values))}")

    return check


def list_of(item: Check, at_least: int = 0, at_most: int | None = None) -> Check:
    """An array of that many items, each checked."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, list):
            seen.refuse(at, "must provide an array")
            return
        if len(value) < at_least:
            seen.refuse(at, f"no fewer than {at_least} items allowed")
        if at_most is not None and len(value) > at_most:
            seen.refuse(at, f"no more than {at_most} items allowed")
        for index, inner in enumerate(value):
            item(inner, f"{at}/{index}", seen)

    return check


def fields(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no other."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, "must provide an object")
            return
        for name in required:
            if value.get(name) is None:
                seen.refuse(at, f"missing required field: {name}")
        for name, inner in value.items():
            if name not in known:
                seen.refuse(at, f"invalid additional property: {name}")
            elif inner is not None or name not in required:
                known[name](inner, f"{at}/{name}", seen)

    return check


def typed(kinds: Mapping[str, Check], allowed: Iterable[str] | None = None) -> Check:
    """An object whose `type` names its rules; only the allowed types."""
    accepted = frozenset(kinds if allowed is None else allowed)

    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, "must provide an object")
        elif "type" not in value:
            seen.refuse(at, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in accepted:
            seen.refuse(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            kinds[value["type"]](value, at, seen)

    return check


def every(*checks: Check) -> Check:
    """All of these checks on the same value."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        for one in checks:
            one(value, at, seen)

    return check


def objects_only(rule: Callable[[dict[str, Any], str, Inspection], None]) -> Check:
    """A rule that looks at the whole object; values that are not objects are another rule's matter."""

    def check(value: Any, at: str, seen: Inspection) -> None:
        if isinstance(value, dict):
            rule(value, at, seen)

    return check


def exactly_one(*names: str) -> Check:
    """One of these properties, and not two."""

    def rule(value: dict[str, Any], at: str, seen: Inspection) -> None:
        given = [name for name in names if value.get(name) is not None]
        if not given:
            seen.refuse(at, f"must define one of: {', '.join(names)}")
        elif len(given) > 1:
            seen.refuse(at, f"must define only one of: {', '.join(given)}")

    return objects_only(rule)


def shown_on(*surfaces: Surface) -> Check:
    """Only on these surfaces."""

    def rule(value: dict[str, Any], at: str, seen: Inspection) -> None:
        if seen.surface not in surfaces:
            seen.refuse(f"{at}/type", f"unsupported type: {value['type']}")

    return objects_only(rule)


def kind(name: str, required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object whose `type` is that name."""
    return fields({"type": one_of(name), **required}, optional)
