"""The options that external selects offered, so that a choice can be told by its value alone."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Place = tuple[str, str, str]
"""The view's id or the message's channel and ts; the block_id; the action_id."""


@dataclass
class Offers:
    _offered: dict[Place, dict[str, Json]] = field(default_factory=dict)

    def remember(self, place: Place, answer: Json) -> None:
        options = list(answer.get("options") or [])
        options += [option for group in answer.get("option_groups") or [] for option in group["options"]]
        self._offered.setdefault(place, {}).update({option["value"]: option for option in options})

    def at(self, place: Place) -> dict[str, Json]:
        """The options offered there so far, by value."""
        return self._offered.get(place, {})
