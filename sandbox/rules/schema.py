"""The small language in which the rules of blocks are written: a check looks at a value and reports what is wrong.

Every rule that Slack may refuse by is a value of its own, found again by `rules_of`: a test walks them all and fails
for one that has no payload just inside and another just outside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, eq=False)
class Rule:
    """One reason to refuse; `{}` in the sentence stands for what was found, `limit` is the last value taken."""

    sentence: str
    limit: int | None = None


@dataclass(frozen=True)
class Problem:
    """A rule broken at that JSON pointer, as Slack tells it."""

    rule: Rule
    at: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence} [json-pointer:{self.at}]"


@dataclass
class Inspection:
    """One look at a payload: where it would be shown, and what was found wrong."""

    surface: Surface
    problems: list[Problem] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    focused: int = 0
    input_blocks: int = 0
    markdown: int = 0
    tables: int = 0
    table_characters: int = 0
    charts: int = 0

    def refuse(self, at: str, rule: Rule, *found: object) -> None:
        self.problems.append(Problem(rule, at, rule.sentence.format(*found)))

    @property
    def messages(self) -> list[str]:
        """What is wrong, each with its JSON pointer."""
        return [str(problem) for problem in self.problems]


Look = Callable[[Any, str, Inspection], None]


@dataclass(frozen=True, eq=False)
class Check:
    """Looks at a value; `rules` are those it refuses by itself, `inner` the checks of what the value holds."""

    look: Look
    rules: tuple[Rule, ...] = ()
    inner: tuple[tuple[str, "Check"], ...] = ()

    def __call__(self, value: Any, at: str, seen: Inspection) -> None:
        self.look(value, at, seen)


def rules_of(check: Check, path: str = "") -> Iterator[tuple[str, Rule]]:
    """Every rule of that check and of those inside it, with a path to find it by; one met again counts once."""
    known: set[object] = set()

    def walk(one: Check, at: str) -> Iterator[tuple[str, Rule]]:
        if one in known:
            return
        known.add(one)
        for rule in one.rules:
            if rule not in known:
                known.add(rule)
                yield at, rule
        for name, inner in one.inner:
            yield from walk(inner, f"{at}/{name}" if name else at)

    return walk(check, path)


NOT_TEXT = Rule("must provide a string")
NOT_BOOLEAN = Rule("must provide a boolean")
NOT_WHOLE = Rule("must provide an integer")
NOT_NUMBER = Rule("must provide a number")
NOT_LIST = Rule("must provide an array")
NOT_OBJECT = Rule("must provide an object")
UNKNOWN = Rule("invalid additional property: {}")
NO_TYPE = Rule("missing required field: type")


anything = Check(lambda *_: None)


def text(at_least: int = 0, at_most: int | None = None) -> Check:
    """A string of that many characters, both ends included."""
    shortest = Rule(f"must be more than {at_least - 1} characters", at_least)
    longest = Rule(f"must be less than {(at_most or 0) + 1} characters", at_most)

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, str):
            seen.refuse(at, NOT_TEXT)
        elif len(value) < at_least:
            seen.refuse(at, shortest)
        elif at_most is not None and len(value) > at_most:
            seen.refuse(at, longest)

    ends = (*((shortest,) if at_least else ()), *((longest,) if at_most is not None else ()))
    return Check(look, (NOT_TEXT, *ends))


def matching(pattern: Callable[[str], object], expected: str) -> Check:
    """A string for which `pattern` gives something true."""
    other = Rule(f"must be {expected}")

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, str):
            seen.refuse(at, NOT_TEXT)
        elif not pattern(value):
            seen.refuse(at, other)

    return Check(look, (NOT_TEXT, other))


def _boolean(value: Any, at: str, seen: Inspection) -> None:
    if not isinstance(value, bool):
        seen.refuse(at, NOT_BOOLEAN)


boolean = Check(_boolean, (NOT_BOOLEAN,))


def integer(at_least: int, at_most: int | None = None) -> Check:
    """A whole number between both, included."""
    lowest = Rule(f"must be greater than {at_least - 1}", at_least)
    highest = Rule(f"must be less than {(at_most or 0) + 1}", at_most)

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            seen.refuse(at, NOT_WHOLE)
        elif value < at_least:
            seen.refuse(at, lowest)
        elif at_most is not None and value > at_most:
            seen.refuse(at, highest)

    return Check(look, (NOT_WHOLE, lowest, *((highest,) if at_most is not None else ())))


def _number(value: Any, at: str, seen: Inspection) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        seen.refuse(at, NOT_NUMBER)


number = Check(_number, (NOT_NUMBER,))


def one_of(*values: object) -> Check:
    """One of these very values."""
    other = Rule(f"must be one of: {', '.join(map(str, values))}")

    def look(value: Any, at: str, seen: Inspection) -> None:
        if value not in values or isinstance(value, bool):
            seen.refuse(at, other)

    return Check(look, (other,))


def list_of(item: Check, at_least: int = 0, at_most: int | None = None) -> Check:
    """An array of that many items, each checked."""
    fewest = Rule(f"no fewer than {at_least} items allowed", at_least)
    most = Rule(f"no more than {at_most} items allowed", at_most)

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, list):
            seen.refuse(at, NOT_LIST)
            return
        if len(value) < at_least:
            seen.refuse(at, fewest)
        if at_most is not None and len(value) > at_most:
            seen.refuse(at, most)
        for index, inner in enumerate(value):
            item(inner, f"{at}/{index}", seen)

    ends = (*((fewest,) if at_least else ()), *((most,) if at_most is not None else ()))
    return Check(look, (NOT_LIST, *ends), (("*", item),))


def fields(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no other."""
    known = {**required, **(optional or {})}
    missing = {name: Rule(f"missing required field: {name}") for name in required}

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, NOT_OBJECT)
            return
        for name in required:
            if value.get(name) is None:
                seen.refuse(at, missing[name])
        for name, inner in value.items():
            if name not in known:
                seen.refuse(at, UNKNOWN, name)
            elif inner is not None or name not in required:
                known[name](inner, f"{at}/{name}", seen)

    return Check(look, (NOT_OBJECT, UNKNOWN, *missing.values()), tuple(known.items()))


def typed(kinds: Mapping[str, Check], allowed: Iterable[str] | None = None) -> Check:
    """An object whose `type` names its rules; only the allowed types."""
    accepted = frozenset(kinds if allowed is None else allowed)
    unsupported = Rule("unsupported type: {}")

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, NOT_OBJECT)
        elif "type" not in value:
            seen.refuse(at, NO_TYPE)
        elif not isinstance(value["type"], str) or value["type"] not in accepted:
            seen.refuse(f"{at}/type", unsupported, value["type"])
        else:
            kinds[value["type"]](value, at, seen)

    inner = tuple((name, kinds[name]) for name in sorted(accepted))
    return Check(look, (NOT_OBJECT, NO_TYPE, unsupported), inner)


def every(*checks: Check) -> Check:
    """All of these checks on the same value."""

    def look(value: Any, at: str, seen: Inspection) -> None:
        for one in checks:
            one(value, at, seen)

    return Check(look, inner=tuple(("", one) for one in checks))


def objects_only(judge: Callable[[dict[str, Any], str, Inspection], None], *rules: Rule) -> Check:
    """A judgement of the whole object by these rules; values that are not objects are another check's matter."""

    def look(value: Any, at: str, seen: Inspection) -> None:
        if isinstance(value, dict):
            judge(value, at, seen)

    return Check(look, rules)


def exactly_one(*names: str) -> Check:
    """One of these properties, and not two."""
    none = Rule(f"must define one of: {', '.join(names)}")
    several = Rule("must define only one of: {}")

    def judge(value: dict[str, Any], at: str, seen: Inspection) -> None:
        given = [name for name in names if value.get(name) is not None]
        if not given:
            seen.refuse(at, none)
        elif len(given) > 1:
            seen.refuse(at, several, ", ".join(given))

    return objects_only(judge, none, several)


def shown_on(*surfaces: Surface) -> Check:
    """Only on these surfaces."""
    elsewhere = Rule("unsupported type: {}")

    def judge(value: dict[str, Any], at: str, seen: Inspection) -> None:
        if seen.surface not in surfaces:
            seen.refuse(f"{at}/type", elsewhere, value["type"])

    return objects_only(judge, elsewhere)


def kind(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object of that `type`, which `typed` or the caller has compared already."""
    return fields(required, {"type": anything, **(optional or {})})
