"""What Slack refuses in the answer to an external select."""

from typing import Any

from sandbox.rules.objects import OPTION, OPTION_GROUP
from sandbox.rules.schema import Inspection, every, exactly_one, fields, list_of

ANSWER = every(
    fields({}, {"options": list_of(OPTION, 0, 100), "option_groups": list_of(OPTION_GROUP, 0, 100)}),
    exactly_one("options", "option_groups"),
)


def inspect_options_answer(answer: Any) -> Inspection:
    seen = Inspection("modal")
    ANSWER(answer, "", seen)
    return seen


def check_options_answer(answer: Any) -> list[str]:
    """What is wrong in the answer, each with its JSON pointer."""
    return inspect_options_answer(answer).messages
