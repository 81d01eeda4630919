"""blocks.validate: the rules of blocks, asked without a token and without sending anything."""

import json
from typing import Any

from sandbox.rules.messages import inspect_message
from sandbox.rules.schema import Inspection, Problem
from sandbox.rules.views import inspect_view
from sandbox.webapi.calls import Call, Json, Refused, method

LONGEST = 100_000
KINDS = ("blocks", "view", "message")


@method("blocks.validate", tokens=())
def blocks_validate(call: Call) -> Json:
    """Nothing to say about what Slack would take; every rule broken otherwise, each with its pointer."""
    given = [name for name in KINDS if call.args.get(name) not in (None, "")]
    if len(given) != 1:
        raise Refused("invalid_arguments", ["must define exactly one of: blocks, view, message"])
    kind = given[0]
    value = call.value(kind)
    if len(json.dumps(value, ensure_ascii=False)) > LONGEST:
        raise Refused("invalid_arguments", [f"must be less than {LONGEST + 1} characters [json-pointer:/{kind}]"])
    seen = _looked_at(kind, value)
    if seen.problems:
        prefix = "" if kind == "message" else f"/{kind}"
        raise Refused(f"invalid_{kind}", errors=[_told(problem, prefix) for problem in seen.problems])
    return {}


def _looked_at(kind: str, value: Any) -> Inspection:
    match kind:
        case "blocks":
            return inspect_message(value)
        case "view":
            return inspect_view(value, "home" if isinstance(value, dict) and value.get("type") == "home" else "modal")
        case _:
            parts = value if isinstance(value, dict) else {"blocks": value}
            return inspect_message(parts.get("blocks"), parts.get("attachments"))


def _told(problem: Problem, prefix: str) -> Json:
    told: Json = {"pointer": problem.at.removeprefix(prefix), "code": "failed_constraint", "message": problem.sentence}
    if problem.rule.limit is not None:
        told["constraint"] = {"limit": problem.rule.limit}
    return told
