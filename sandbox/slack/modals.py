"""Views of the pretend Slack: a stack of modals for each person, and each person's Home."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.elements import first_values, kept_values

Json = dict[str, Any]

STACK_SIZE = 3


@dataclass
class View:
    id: str
    user: str
    content: Json
    hash: str = ""
    values: Json = field(default_factory=dict)
    previous_view_id: str | None = None
    root_view_id: str = ""
    channel: str | None = None
    """Where the person was when it opened; None for Home and after a global shortcut."""

    @property
    def type(self) -> str:
        return str(self.content["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    def renew_hash(self) -> None:
        self.hash = f"{int(time.time())}.{secrets.token_hex(4)}"

    def show(self, content: Json) -> None:
        """Replace what the view shows, keeping what the person put in."""
        self.values = kept_values(self.blocks, self.values, content["blocks"], self.channel)
        self.content = content
        self.renew_hash()


@dataclass
class ViewBook:
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def new(self, user: str, content: Json, channel: str | None = None) -> View:
        """A view not yet shown, opened from that channel."""
        view = View(f"V0{secrets.token_hex(5).upper()}", user, content, channel=channel)
        view.values = first_values(content["blocks"], channel)
        view.root_view_id = view.id
        view.renew_hash()
        return view

    def stack(self, user: str) -> list[View]:
        """The person's open modals, bottom first."""
        return self.stacks.setdefault(user, [])

    def open(self, view: View) -> None:
        """Show the view alone."""
        self.stacks[view.user] = [view]

    def push(self, view: View) -> bool:
        """Show the view on top of the others; False when the stack is full or empty."""
        stack = self.stack(view.user)
        if not stack or len(stack) >= STACK_SIZE:
            return False
        view.previous_view_id = stack[-1].id
        view.root_view_id = stack[0].id
        stack.append(view)
        return True

    def close(self, view: View, everything: bool = False) -> None:
        """Take the view off, with those above it; everything empties the stack."""
        stack = self.stack(view.user)
        if everything:
            stack.clear()
        elif view in stack:
            del stack[stack.index(view) :]

    def every(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def get(self, view_id: object) -> View | None:
        return next((view for view in self.every() if view.id == view_id), None)

    def by_external_id(self, external_id: object) -> View | None:
        if not external_id:
            return None
        return next((view for view in self.every() if view.content.get("external_id") == external_id), None)
