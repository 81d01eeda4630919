"""The inputs in which the firm's fields are filled, in the wizard and in « Champs du cabinet »."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.custom_fields import NO, TEXT_LENGTH, YES, CustomField, FieldType, form_name
from domain.nir import without_nirs
from handlers import blocks
from handlers.blocks import Block, Element, clip
from handlers.words import Words

NUMBER_LENGTH = 30
HELD_LENGTH = 45  # leaves room, in a line of a list, to say that it is gone
CHOICE = "o"  # before the place of a choice; nothing that people write travels in a value
NOTHING = "none"
HELD = "held"  # the choice that the client holds, taken off the list since


def field_input(field: CustomField, value: str, words: Words, *, hint: str | None = None) -> Block:
    """The block of that field, showing the value."""
    return blocks.input_(
        form_name(field),
        field.label,
        _element(field, value, words),
        hint=hint,
        optional=not field.required,
    )


def read_inputs(fields: Sequence[CustomField], typed: Mapping[str, Any], before: Mapping[int, str]) -> dict[int, str]:
    """What stands in the inputs, by the fields' ids; a field that is not shown keeps its value."""
    return {
        field.id: _read(field, typed[form_name(field)], before.get(field.id, ""))
        if form_name(field) in typed
        else before.get(field.id, "")
        for field in fields
    }


def shown_value(field: CustomField, value: str, words: Words) -> str:
    """The value as its input holds it: the choice's own name in the list, a number with its comma."""
    match field.type:
        case FieldType.CHOICE:
            if value in field.choices:
                return f"{CHOICE}{field.choices.index(value)}"
            return HELD if value else NOTHING
        case FieldType.YES_NO:
            return value or NOTHING
        case FieldType.NUMBER if words.is_french:
            return value.replace(".", ",")
        case _:
            return value


def _read(field: CustomField, value: object, held: str) -> str:
    text = str(value or "")
    if field.type is FieldType.TEXT:
        # Masked before a draft could keep it.
        return without_nirs(text)
    if field.type is not FieldType.CHOICE:
        return "" if text == NOTHING else text
    if text == HELD:
        return held
    place = text.removeprefix(CHOICE)
    if text.startswith(CHOICE) and place.isdecimal() and int(place) < len(field.choices):
        return field.choices[int(place)]
    return ""


def _element(field: CustomField, value: str, words: Words) -> Element:
    shown = shown_value(field, value, words)
    match field.type:
        case FieldType.TEXT:
            return blocks.text_input(max_length=TEXT_LENGTH, initial=value)
        case FieldType.NUMBER:
            return blocks.text_input(max_length=NUMBER_LENGTH, placeholder=words.gettext("1,234.50"), initial=shown)
        case FieldType.DATE:
            return blocks.date_picker("value", initial=value)
        case FieldType.YES_NO:
            options = [blocks.option(words.gettext("Yes"), YES), blocks.option(words.gettext("No"), NO)]
            return blocks.select("value", [*_none(field, words), *options], initial=shown)
        case FieldType.CHOICE:
            options = [blocks.option(choice, f"{CHOICE}{place}") for place, choice in enumerate(field.choices)]
            if shown == HELD:
                gone = words.gettext("{choice} (no longer in the list)").format(choice=clip(value, HELD_LENGTH))
                options = [blocks.option(gone, HELD), *options]
            return blocks.select("value", [*_none(field, words), *options], initial=shown)


def _none(field: CustomField, words: Words) -> list[Element]:
    """A list cannot be emptied in Slack: one that may stay empty says so."""
    return [] if field.required else [blocks.option(words.gettext("Not filled in"), NOTHING)]
