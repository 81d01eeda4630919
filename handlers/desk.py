"""A desk: the doors it answers at, and what every listener reads the same way from a payload.

A desk knows nothing of the running Bolt app; `doors.py` gathers the desks and opens their doors on it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from re import Pattern
from typing import Any, TypeVar

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from domain.books import Records
from domain.refusals import NotFound
from handlers.blocks import plain
from handlers.words import Words

Payload = Mapping[str, Any]
Listener = Callable[..., Any]
AnyListener = TypeVar("AnyListener", bound=Listener)
Name = str | Pattern[str]

LAST_PAGE = 1_000_000
DEEPEST = 3  # the views that Slack stacks
# What Slack says of a view that was drawn again, or closed, while we were at work on it.
CHANGED_MEANWHILE = ("hash_conflict", "not_found")


class DoorKind(StrEnum):
    """The kinds of doors, named as Bolt names them."""

    COMMAND = "command"
    ACTION = "action"
    VIEW = "view_submission"
    VIEW_CLOSED = "view_closed"
    OPTIONS = "options"
    SHORTCUT = "global_shortcut"
    MESSAGE_SHORTCUT = "message_shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Door:
    """One thing that Slack may send, and who answers it.

    `block` narrows an action or a typeahead to the blocks of that name, and `view` to the views with that callback_id.
    """

    kind: DoorKind
    name: Name
    listener: Listener
    block: Name | None = None
    view: str | None = None

    @property
    def constraint(self) -> Name | dict[str, Name]:
        """What Bolt compares with the payload."""
        if self.block is None:
            return self.name
        return {"action_id": self.name, "block_id": self.block}

    @property
    def matchers(self) -> list[Callable[..., bool]]:
        """What Bolt asks besides: it looks at no view by itself, nor at the block of a typeahead."""
        return [self._is_here] if self.view is not None or self.block is not None else []

    def _is_here(self, body: Payload) -> bool:
        if self.view is not None and (body.get("view") or {}).get("callback_id") != self.view:
            return False
        if self.block is None or self.kind is not DoorKind.OPTIONS:
            return True
        block_id = str(body.get("block_id") or "")
        return self.block == block_id if isinstance(self.block, str) else self.block.search(block_id) is not None


class Desk:
    """The doors of one desk, in the order in which Bolt will try them."""

    def __init__(self) -> None:
        self.doors: list[Door] = []

    def command(self, name: str) -> Callable[[AnyListener], AnyListener]:
        return self._door(DoorKind.COMMAND, name)

    def action(
        self, name: Name, *, block: Name | None = None, view: str | None = None
    ) -> Callable[[AnyListener], AnyListener]:
        """A button or a choice: `name` is its action_id."""
        return self._door(DoorKind.ACTION, name, block, view)

    def options(
        self, name: Name, *, block: Name | None = None, view: str | None = None
    ) -> Callable[[AnyListener], AnyListener]:
        """A typeahead that asks for its choices: `name` is its action_id."""
        return self._door(DoorKind.OPTIONS, name, block, view)

    def view(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        """A form was submitted."""
        return self._door(DoorKind.VIEW, callback_id)

    def view_closed(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        return self._door(DoorKind.VIEW_CLOSED, callback_id)

    def shortcut(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        return self._door(DoorKind.SHORTCUT, callback_id)

    def message_shortcut(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        return self._door(DoorKind.MESSAGE_SHORTCUT, callback_id)

    def event(self, name: str) -> Callable[[AnyListener], AnyListener]:
        return self._door(DoorKind.EVENT, name)

    def _door(
        self, kind: DoorKind, name: Name, block: Name | None = None, view: str | None = None
    ) -> Callable[[AnyListener], AnyListener]:
        def open_for(listener: AnyListener) -> AnyListener:
            self.doors.append(Door(kind, name, listener, block, view))
            return listener

        return open_for


def first_time(records: Records, body: Payload, now: datetime) -> bool:
    """False when this very press, command or submission was already taken in (Slack sends some of them twice)."""
    return records.first_time(_once_key(body), now)


def first_refusal(records: Records, body: Payload, now: datetime) -> bool:
    """The same of what was refused; a form that is corrected and sent again is not taken for a second sending."""
    return records.first_time(f"refused:{_once_key(body)}", now)


def metadata(view: Payload) -> dict[str, Any]:
    """What the view carries for us: opaque ids, to be checked again each time. NotFound when it was tampered with."""
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except ValueError as error:
        raise NotFound from error
    if not isinstance(carried, dict):
        raise NotFound
    return carried


def number_of(opaque: object, letter: str) -> int:
    """41 for `c41` (with the letter `c`); NotFound for anything else."""
    text = str(opaque or "")
    digits = text.removeprefix(letter)
    if not text.startswith(letter) or not digits.isdecimal() or not digits.isascii() or len(digits) > 18:
        raise NotFound
    return int(digits)


def named(opaque: object, letter: str, what: str) -> int:
    """The number of something else than a client; NotFound says what was looked for."""
    try:
        return number_of(opaque, letter)
    except NotFound:
        raise NotFound(what) from None


def page_asked(body: Payload) -> int:
    """The page that « Précédents » or « Suivants » asks for, from 1; NotFound for what is no page."""
    return max(1, named(f"n{body['actions'][0].get('value')}", "n", "page"))


def page_shown(view: Payload) -> int:
    """The page of the list that the view says it shows, from 1."""
    page = metadata(view).get("page")
    return page if isinstance(page, int) and 1 <= page <= LAST_PAGE else 1


def typed(view: Payload, mark: str | None = None) -> dict[str, Any]:
    """What the person typed or chose, by field: text, one value, or a list of values; None where nothing is.

    A field is the name of its block up to the first dot: `email.2` is the field `email`, drawn afresh with the mark 2.
    With `mark`, the fields drawn with another one are left out: they belong to a form that is no longer shown.
    """
    values = (view.get("state") or {}).get("values") or {}
    fields: dict[str, Any] = {}
    for block_id, elements in values.items():
        name, _, drawn = str(block_id).partition(".")
        if mark is not None and drawn not in ("", mark):
            continue
        for element in elements.values():
            fields[name] = _value(element)
    return fields


def drawn(view: Payload) -> dict[str, Any]:
    """What the fields of that view showed when it was drawn, as `typed` says what stands in them."""
    fields: dict[str, Any] = {}
    for block in view.get("blocks", ()):
        for element in [block["element"]] if "element" in block else block.get("elements", ()):
            if element.get("type") in ("button", "overflow", "mrkdwn", "plain_text"):
                continue
            shown = {_HELD.get(key, key): value for key, value in element.items() if key.startswith("initial_")}
            name = str(block.get("block_id") or "").partition(".")[0]
            fields[name] = _value({"type": element.get("type"), **shown})
    return fields


_HELD = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_date": "selected_date",
}


def is_modal(body: Payload) -> bool:
    """Whether the press came from inside a modal: what it opens is then pushed on top."""
    return bool((body.get("view") or {}).get("type") == "modal")


def depth(body: Payload) -> int:
    """How many views are open, the one where this was pressed being the topmost; 0 outside a modal."""
    if not is_modal(body):
        return 0
    view = body["view"]
    if not view.get("previous_view_id"):
        return 1
    return 2 if view["previous_view_id"] == view.get("root_view_id") else DEEPEST


def show(context: BoltContext, body: Payload, view: dict[str, Any]) -> None:
    """Open the view, or push it on the one from which it was asked for.

    Slack stacks three views at most: a fourth takes the place of the third.
    """
    slack, words = context.client, context["words"]
    match depth(body):
        case 0:
            slack.views_open(trigger_id=body["trigger_id"], view=closed_as(view, words, pushed=False))
        case deep if deep < DEEPEST:
            slack.views_push(trigger_id=body["trigger_id"], view=closed_as(view, words, pushed=True))
        case _:
            redraw(context, body, view)


def redraw(context: BoltContext, body: Payload, view: dict[str, Any]) -> None:
    """Replace the view in which something was pressed; one that has changed since, or is closed, is left as it is."""
    shown = body["view"]
    drawn = closed_as(view, context["words"], pushed=_is_pushed(shown))
    _update(context, view_id=shown["id"], hash=shown.get("hash"), view=drawn)


def redraw_beneath(context: BoltContext, view: Payload, beneath: dict[str, Any]) -> None:
    """Replace the view on which this one was pushed, if any: a form gives way to what it has changed."""
    under = view.get("previous_view_id")
    if under:
        drawn = closed_as(beneath, context["words"], pushed=under != view.get("root_view_id"))
        _update(context, view_id=under, view=drawn)


def redraw_root(context: BoltContext, view: Payload, root: dict[str, Any]) -> None:
    """Replace the window at the bottom of the stack, where this one and another stand on it."""
    if view.get("root_view_id") not in (None, view.get("previous_view_id"), view["id"]):
        _update(context, view_id=view["root_view_id"], view=closed_as(root, context["words"], pushed=False))


def _update(context: BoltContext, **view: Any) -> None:
    try:
        context.client.views_update(**view)
    except SlackApiError as error:
        if error.response.get("error") not in CHANGED_MEANWHILE:
            raise


def become(ack: Ack, view: Payload, shown: dict[str, Any], words: Words) -> BoltResponse:
    """The submitted view becomes another, in the same place."""
    return ack(response_action="update", view=closed_as(shown, words, pushed=_is_pushed(view)))


def _is_pushed(view: Payload) -> bool:
    return view.get("previous_view_id") is not None


def closed_as(view: dict[str, Any], words: Words, *, pushed: bool) -> dict[str, Any]:
    """« Retour » closes a view that stands on another, « Fermer » (or « Annuler ») the first one."""
    back = words.gettext("Back")
    if pushed:
        return {**view, "close": plain(back, 24)}
    if view.get("close", {}).get("text") == back:
        return {**view, "close": plain(words.gettext("Close"), 24)}
    return view


def _value(element: Payload) -> Any:
    match element.get("type"):
        case "static_select" | "external_select" | "radio_buttons":
            return (element.get("selected_option") or {}).get("value")
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return [option["value"] for option in element.get("selected_options") or []]
        case "timepicker":
            return element.get("selected_time")
        case "datepicker":
            return element.get("selected_date")
        case "users_select":
            return element.get("selected_user")
        case "multi_users_select":
            return list(element.get("selected_users") or [])
        case "channels_select" | "conversations_select":
            return element.get("selected_channel") or element.get("selected_conversation")
        case "file_input":
            return list(element.get("files") or [])
        case _:
            return element.get("value")


def _once_key(body: Payload) -> str:
    person = (body.get("user") or {}).get("id") or body.get("user_id") or ""
    match body.get("type"):
        case "view_submission" | "view_closed":
            view = body["view"]
            return f"view:{view['id']}:{view.get('hash')}"
        case "block_actions":
            action = body["actions"][0]
            return f"action:{person}:{action.get('action_id')}:{action.get('action_ts')}"
        case "event_callback":
            return f"event:{body.get('event_id')}"
        case _:
            return f"trigger:{person}:{body.get('trigger_id')}"
