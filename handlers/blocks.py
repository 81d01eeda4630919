"""Slack's blocks, within Slack's limits: nothing here can be refused for its length, and no name can act.

Texts that others wrote go through `literal` (rich text) or `plain`; names inside a sentence go through `escape`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]
Option = dict[str, Any]
View = dict[str, Any]

OPTIONS_AT_MOST = 100  # what a list holds

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": None, "~": None, "`": None})
# What Slack would read as the begin or the end of italics; within a word, as in an address, it is a letter.
OUTER_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
# Marks that turn the direction of what follows them, and would turn our own words round.
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Controls, save the line end, and halves of surrogate pairs (Unicode categories Cc and Cs).
UNTAMED = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff{DIRECTIONS}]")

BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def clip(text: str, at_most: int) -> str:
    """The text, its end replaced by … when it is longer; counted in UTF-16 units, the stricter of two readings."""
    if len(text.encode("utf-16-le", "replace")) // 2 <= at_most:
        return text
    kept, units = [], 0
    for character in text:
        units += 2 if ord(character) > 0xFFFF else 1
        if units > at_most - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def tame(text: str) -> str:
    """Text that others wrote, without controls nor marks of direction; line ends stay."""
    return UNTAMED.sub("", text)


def escape(name: str, at_most: int = 200) -> str:
    """A name for the inside of an mrkdwn sentence: shown, never acting."""
    return OUTER_UNDERSCORES.sub("", clip(tame(name), at_most).translate(ESCAPES))


def fallback(sentence: str, at_most: int) -> str:
    """A sentence for the lock screen and for screen readers: nothing in it acts. Names escaped already stay so."""
    text = tame(sentence)
    for character, entity in (("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return clip(BARE_AMPERSAND.sub("&amp;", text), at_most)


def plain(text: str, at_most: int = 3000) -> Element:
    return {"type": "plain_text", "text": clip(tame(text), at_most) or " ", "emoji": False}


def mrkdwn(text: str, at_most: int = 3000) -> Element:
    """Our own sentence, the names in it escaped. Bare addresses stay text."""
    return {"type": "mrkdwn", "text": clip(text, at_most) or " ", "verbatim": True}


def section(
    text: str | None = None,
    *,
    fields: Sequence[str] = (),
    accessory: Element | None = None,
    block_id: str | None = None,
) -> Block:
    block: Block = {"type": "section"}
    if text is not None:
        block["text"] = mrkdwn(text)
    if fields:
        block["fields"] = [mrkdwn(field, 2000) for field in fields[:10]]
    return _with(block, accessory=accessory, block_id=block_id)


def context(*texts: str, block_id: str | None = None) -> Block:
    """The grey line."""
    return _with({"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}, block_id=block_id)


def plain_context(text: str, block_id: str | None = None) -> Block:
    """The grey line, for words of others: nothing in it acts."""
    return _with({"type": "context", "elements": [plain(text)]}, block_id=block_id)


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def alert(text: str, level: str = "info", block_id: str | None = None) -> Block:
    """A coloured box, in modals only. `level` is info, warning, error or success."""
    return _with({"type": "alert", "level": level, "text": mrkdwn(text, 200)}, block_id=block_id)


def actions(*elements: Element, block_id: str | None = None) -> Block:
    return _with({"type": "actions", "elements": list(elements[:25])}, block_id=block_id)


def literal(text: str, *, quote: bool = False, bold: bool = False, block_id: str | None = None) -> Block:
    """What somebody else wrote, shown as typed: no mention, link or formatting passes."""
    inside = "rich_text_quote" if quote else "rich_text_section"
    words: Element = {"type": "text", "text": clip(tame(text), 2900) or " "}
    if bold:
        words["style"] = {"bold": True}
    return _with({"type": "rich_text", "elements": [{"type": inside, "elements": [words]}]}, block_id=block_id)


def input_(
    block_id: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """A field. `dispatch` tells us each choice at once, without waiting for the submit."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    block["optional"] = optional
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def button(
    label: str,
    action_id: str,
    value: str | None = None,
    *,
    primary: bool = False,
    danger: bool = False,
    accessibility: str | None = None,
    confirm: Element | None = None,
    url: str | None = None,
) -> Element:
    element: Element = {"type": "button", "action_id": action_id, "text": plain(label, 75)}
    if primary or danger:
        element["style"] = "primary" if primary else "danger"
    if accessibility:
        element["accessibility_label"] = clip(tame(accessibility), 75)
    return _with(element, value=value, confirm=confirm, url=url)


def confirmation(title: str, text: str, yes: str, no: str, *, danger: bool = False) -> Element:
    element: Element = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    if danger:
        element["style"] = "danger"
    return element


def option(label: str, value: str, description: str | None = None) -> Option:
    element: Option = {"text": plain(label, 75), "value": value}
    if description:
        element["description"] = plain(description, 75)
    return element


def option_group(label: str, options: Sequence[Option]) -> Element:
    return {"label": plain(label, 75), "options": list(options[:OPTIONS_AT_MOST])}


def select(
    action_id: str, options: Sequence[Option], *, initial: str | None = None, placeholder: str | None = None
) -> Element:
    """A closed list, `initial` being the value chosen beforehand, if it is in the list."""
    element: Element = {"type": "static_select", "action_id": action_id, "options": list(options[:OPTIONS_AT_MOST])}
    chosen = next((o for o in element["options"] if o["value"] == initial), None)
    return _with(element, initial_option=chosen, placeholder=plain(placeholder, 150) if placeholder else None)


def multi_select(
    action_id: str,
    options: Sequence[Option],
    *,
    initial: Sequence[str] = (),
    placeholder: str | None = None,
    at_most: int | None = None,
) -> Element:
    element: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "options": list(options[:OPTIONS_AT_MOST]),
    }
    chosen = [o for o in element["options"] if o["value"] in initial]
    return _with(
        element,
        initial_options=chosen or None,
        placeholder=plain(placeholder, 150) if placeholder else None,
        max_selected_items=at_most,
    )


def typeahead(
    action_id: str,
    *,
    min_length: int,
    placeholder: str,
    initial: Option | None = None,
    focus: bool = False,
) -> Element:
    """A list whose choices are asked from us at each keystroke, from `min_length` characters on."""
    element: Element = {"type": "external_select", "action_id": action_id, "min_query_length": min_length}
    return _with(
        element, placeholder=plain(placeholder, 150), initial_option=initial, focus_on_load=True if focus else None
    )


def multi_typeahead(action_id: str, *, min_length: int, placeholder: str, at_most: int) -> Element:
    """Several choices of a list that is asked from us at each keystroke."""
    element: Element = {"type": "multi_external_select", "action_id": action_id, "min_query_length": min_length}
    return _with(element, placeholder=plain(placeholder, 150), max_selected_items=at_most)


def users_select(action_id: str, initial: str | None = None) -> Element:
    """One person of Slack's directory, by Slack id."""
    return _with({"type": "users_select", "action_id": action_id}, initial_user=initial)


def channel_select(action_id: str, initial: str | None = None) -> Element:
    """A public or private channel of the workspace; none that another company shares."""
    shown = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    element: Element = {"type": "conversations_select", "action_id": action_id, "filter": shown}
    return _with(element, initial_conversation=initial)


def checkboxes(action_id: str, options: Sequence[Option], *, initial: Sequence[str] = ()) -> Element:
    element: Element = {"type": "checkboxes", "action_id": action_id, "options": list(options[:10])}
    chosen = [o for o in element["options"] if o["value"] in initial]
    return _with(element, initial_options=chosen or None)


def radio_buttons(action_id: str, options: Sequence[Option], *, initial: str | None = None) -> Element:
    element: Element = {"type": "radio_buttons", "action_id": action_id, "options": list(options[:10])}
    chosen = next((o for o in element["options"] if o["value"] == initial), None)
    return _with(element, initial_option=chosen)


def overflow(action_id: str, options: Sequence[Option]) -> Element:
    """The ⋮ menu: two to five entries."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def text_input(
    *,
    max_length: int,
    action_id: str = "value",
    placeholder: str | None = None,
    initial: str | None = None,
    multiline: bool = False,
    focus: bool = False,
) -> Element:
    element: Element = {"type": "plain_text_input", "action_id": action_id, "max_length": max_length}
    if multiline:
        element["multiline"] = True
    return _with(
        element,
        placeholder=plain(placeholder, 150) if placeholder else None,
        initial_value=clip(initial, max_length) if initial else None,
        focus_on_load=True if focus else None,
    )


def number_input(action_id: str, *, initial: str | None = None, at_least: int, at_most: int) -> Element:
    """A whole number, in modals only."""
    element: Element = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": False}
    return _with(element, initial_value=initial, min_value=str(at_least), max_value=str(at_most))


def time_picker(action_id: str, initial: str) -> Element:
    """An hour of the day, `HH:MM`."""
    return {"type": "timepicker", "action_id": action_id, "initial_time": initial}


def date_picker(action_id: str, *, initial: str | None = None) -> Element:
    """A day, `2026-11-23`."""
    return _with({"type": "datepicker", "action_id": action_id}, initial_date=initial or None)


def email_input(*, action_id: str = "value", placeholder: str | None = None, initial: str | None = None) -> Element:
    element: Element = {"type": "email_text_input", "action_id": action_id}
    return _with(element, placeholder=plain(placeholder, 150) if placeholder else None, initial_value=initial or None)


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: Mapping[str, object] | None = None,
    notify_on_close: bool = False,
) -> View:
    """A window. `metadata` holds opaque ids only."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks[:100]),
    }
    if notify_on_close:
        view["notify_on_close"] = True
    return _with(
        view,
        submit=plain(submit, 24) if submit else None,
        private_metadata=json.dumps(metadata) if metadata is not None else None,
    )


def home(blocks: Sequence[Block]) -> View:
    return {"type": "home", "callback_id": "home", "blocks": list(blocks[:100])}


def _with(element: dict[str, Any], **more: object) -> dict[str, Any]:
    """The element and those of the further fields that hold something."""
    element.update({name: value for name, value in more.items() if value is not None})
    return element
