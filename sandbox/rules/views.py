"""What Slack refuses in a modal or a Home view (Slack's modals and app-home guides)."""

from typing import Any

from sandbox.rules.blocks import ALL_BLOCKS
from sandbox.rules.objects import plain_text
from sandbox.rules.schema import (
    Check,
    Inspection,
    Rule,
    boolean,
    every,
    kind,
    objects_only,
    text,
    typed,
)

HEADING = plain_text(24)
SHORT = text(0, 255)

KEPT: dict[str, Check] = {"private_metadata": text(0, 3000), "callback_id": SHORT, "external_id": SHORT}

NO_SUBMIT = Rule("missing required field: submit")


def _submits(view: dict[str, Any], at: str, seen: Inspection) -> None:
    if seen.input_blocks and view.get("submit") is None:
        seen.refuse(at, NO_SUBMIT)


MODAL = typed(
    {
        "modal": every(
            kind(
                {"title": HEADING, "blocks": ALL_BLOCKS},
                {**KEPT, "submit": HEADING, "close": HEADING, "clear_on_close": boolean, "notify_on_close": boolean},
            ),
            objects_only(_submits, NO_SUBMIT),
        )
    }
)

HOME = typed({"home": kind({"blocks": ALL_BLOCKS}, KEPT)})


def inspect_view(view: Any, wanted: str, at: str = "/view") -> Inspection:
    """One look at the view; `wanted` is "modal" or "home"."""
    seen = Inspection("modal" if wanted == "modal" else "home")
    (MODAL if wanted == "modal" else HOME)(view, at, seen)
    return seen


def check_view(view: Any, wanted: str) -> list[str]:
    """What is wrong in the view, each with its JSON pointer."""
    return inspect_view(view, wanted).messages
