"""Every rule by which the pretend Slack refuses has a payload just inside and another just outside in these tests.

The rules are walked, so that one added without its pair fails here. A limit is met exactly by the payload inside, and
passed by one by the payload outside.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from sandbox.rules.manifest import WHOLE_MANIFEST, inspect_manifest
from sandbox.rules.messages import ATTACHMENTS, inspect_message
from sandbox.rules.options import ANSWER, inspect_options_answer
from sandbox.rules.schema import Check, Inspection, Rule, rules_of
from sandbox.rules.views import HOME, MODAL, inspect_view
from tests.sandbox import (
    test_rules_blocks,
    test_rules_elements,
    test_rules_fields,
    test_rules_manifest,
    test_rules_surfaces,
    test_rules_views,
)
from tests.sandbox.block_samples import ON
from tests.sandbox.slack_payloads import actions, field, home, modal, section
from tests.sandbox.spoiling import (
    emptied,
    of_an_unknown_kind,
    of_another_type,
    value_at,
    with_an_unknown_field,
    without_one_field,
)

Json = dict[str, Any]


class Pair(NamedTuple):
    look: Callable[[Any], Inspection]
    at: str
    """The pointer of the payload itself in what `look` finds."""
    inside: Any
    outside: Any


def message(block: Any) -> Inspection:
    return inspect_message([block])


def modal_of(block: Any) -> Inspection:
    return inspect_view(modal(block), "modal")


def home_of(block: Any) -> Inspection:
    return inspect_view(home(block), "home")


LOOKS = {"message": (message, "/blocks/0"), "modal": (modal_of, "/view/blocks/0"), "home": (home_of, "/view/blocks/0")}
SPOILERS = (of_another_type, of_an_unknown_kind, with_an_unknown_field, without_one_field, emptied)

TABLES: list[tuple[Callable[[Any], Inspection], str, list[Any]]] = [
    (message, "/blocks/0", [*test_rules_blocks.MESSAGE_BLOCKS, *test_rules_surfaces.MESSAGE_BLOCKS]),
    (lambda one: message(actions(one)), "/blocks/0/elements/0", test_rules_elements.IN_ACTIONS),
    (lambda one: modal_of(field(one)), "/view/blocks/0/element", test_rules_fields.IN_MODAL_INPUTS),
    (modal_of, "/view/blocks/0", test_rules_surfaces.MODAL_BLOCKS),
    (inspect_message, "/blocks", test_rules_surfaces.TOTALS),
    (lambda one: inspect_message(None, one), "/attachments", test_rules_surfaces.ATTACHMENTS),
    (lambda one: inspect_view(modal(section()) | one, "modal"), "/view", test_rules_views.MODALS),
    (lambda one: inspect_view(one, "modal"), "/view", test_rules_views.WHOLE_MODALS),
    (lambda one: inspect_view(one, "home"), "/view", test_rules_views.HOMES),
    (inspect_options_answer, "", test_rules_elements.OPTIONS_ANSWERS),
    (inspect_manifest, "", test_rules_manifest.PAIRS),
]


def pairs() -> Iterator[Pair]:
    """Those of the tables, and the whole blocks spoilt one place at a time."""
    for look, at, cases in TABLES:
        for case in cases:
            yield Pair(look, at, *getattr(case, "values", case)[:2])
    for surface, blocks in ON.items():
        look, at = LOOKS[surface]
        for block in blocks:
            yield from (Pair(look, at, one.inside, one.outside) for spoil in SPOILERS for one in spoil(block))
            for elsewhere in LOOKS.keys() - {surface}:
                yield Pair(_the_same_on(block), "", surface, elsewhere)
    for spoil in SPOILERS:
        for one in spoil(test_rules_manifest.WHOLE):
            yield Pair(inspect_manifest, "", one.inside, one.outside)


def _the_same_on(block: Json) -> Callable[[str], Inspection]:
    """A look at that block on the surface it is told."""
    return lambda surface: LOOKS[surface][0](block)


def size(value: Any) -> int:
    return value if isinstance(value, int) else len(value)


def just_around(pair: Pair, rule: Rule, at: str) -> bool:
    """Whether the payloads stand on either side of the rule's limit, one apart; a rule without limit asks nothing."""
    if rule.limit is None:
        return True
    at = at.removeprefix(pair.at)
    try:
        inside, outside = size(value_at(pair.inside, at)), size(value_at(pair.outside, at))
    except (KeyError, IndexError, TypeError, ValueError):
        return False
    return inside == rule.limit and abs(outside - inside) == 1


@pytest.fixture(scope="module")
def proven() -> set[Rule]:
    """The rules with a pair: the payload inside breaks none, the one outside breaks this one."""
    return {
        problem.rule
        for pair in pairs()
        if not pair.look(pair.inside).problems
        for problem in pair.look(pair.outside).problems
        if just_around(pair, problem.rule, problem.at)
    }


@pytest.mark.parametrize(
    "checks",
    [MODAL, HOME, ATTACHMENTS, ANSWER, WHOLE_MANIFEST],
    ids=["modals", "homes", "messages", "options answers", "manifests"],
)
def test_each_rule_has_a_payload_just_inside_and_one_just_outside(checks: Check, proven: set[Rule]) -> None:
    without = [f"{path}: {rule.sentence}" for path, rule in rules_of(checks) if rule not in proven]
    assert without == []
