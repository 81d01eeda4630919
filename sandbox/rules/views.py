"""What Slack refuses in a modal or a Home view (Slack's modals and app-home guides)."""

from typing import Any

from sandbox.rules.blocks import inspect_blocks
from sandbox.rules.objects import plain_text
from sandbox.rules.schema import Check, Inspection, boolean, kind, text

LONGEST_TITLE = 24

KEPT: dict[str, Check] = {
    "private_metadata": text(0, 3000),
    "callback_id": text(0, 255),
    "external_id": text(0, 255),
}

MODAL = kind(
    "modal",
    {"title": plain_text(LONGEST_TITLE), "blocks": inspect_blocks},
    {
        **KEPT,
        "submit": plain_text(LONGEST_TITLE),
        "close": plain_text(LONGEST_TITLE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)

HOME = kind("home", {"blocks": inspect_blocks}, KEPT)


def check_view(view: Any, wanted: str, at: str = "/view") -> list[str]:
    """What is wrong in the view, each with its JSON pointer; `wanted` is "modal" or "home"."""
    seen = Inspection("modal" if wanted == "modal" else "home")
    if not isinstance(view, dict):
        seen.refuse(at, "must provide an object")
    elif view.get("type") != wanted:
        seen.refuse(f"{at}/type", f"unsupported type: {view.get('type')}")
    else:
        (MODAL if wanted == "modal" else HOME)(view, at, seen)
        if wanted == "modal" and seen.input_blocks and view.get("submit") is None:
            seen.refuse(at, "missing required field: submit")
    return seen.problems
