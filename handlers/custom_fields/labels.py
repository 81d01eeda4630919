"""The firm's fields and their values, as people read them."""

from datetime import date
from decimal import Decimal

from domain.custom_fields import YES, FieldType, NewField
from handlers.sheets import Cell
from handlers.words import Words


def type_label(kind: FieldType, words: Words) -> str:
    match kind:
        case FieldType.TEXT:
            return words.gettext("Text")
        case FieldType.NUMBER:
            return words.gettext("Number")
        case FieldType.DATE:
            return words.gettext("Date")
        case FieldType.CHOICE:
            return words.gettext("Choice")
        case FieldType.YES_NO:
            return words.gettext("Yes or no")


def value_cell(field: NewField, value: str, words: Words) -> Cell:
    """The same in a spreadsheet, where a number counts and a day can be sorted."""
    if value and field.type is FieldType.NUMBER:
        return float(value)
    return date.fromisoformat(value) if value and field.type is FieldType.DATE else value_label(field, value, words)


def value_label(field: NewField, value: str, words: Words) -> str:
    """`1 234,5`, `23 novembre 2026`, `Oui`: what is kept in that field; empty for nothing."""
    if not value:
        return ""
    match field.type:
        case FieldType.NUMBER:
            return words.number(Decimal(value))
        case FieldType.DATE:
            return words.day(date.fromisoformat(value))
        case FieldType.YES_NO:
            return words.gettext("Yes") if value == YES else words.gettext("No")
        case _:
            return value
