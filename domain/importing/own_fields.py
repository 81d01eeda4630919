"""The firm's own fields in a sheet: a column each, by the firm's own label."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from domain.custom_fields import YES, CustomField, FieldType, form_name, lacking, read_value
from domain.importing.columns.column import Dossier, Part, SheetColumn
from domain.importing.refused import OfField, RequiredFieldsEmpty
from domain.importing.words import ANSWERS
from domain.refusals import Refusal


def columns_of(fields: Sequence[CustomField]) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(
            form_name(field),
            Part.CUSTOM,
            field.label,
            field.label,
            fills=str(field.id),
            read=partial(_read, field),
            write=partial(_written, field),
        )
        for field in fields
    )


def warned_empty(fields: Sequence[CustomField], values: Mapping[int, str]) -> dict[str, Refusal]:
    """What is required and left empty, which keeps the client file « à compléter »."""
    empty = lacking(fields, values)
    return {"custom": RequiredFieldsEmpty(tuple(field.label for field in empty))} if empty else {}


def _read(field: CustomField, typed: str) -> str:
    """OfField."""
    try:
        return read_value(replace(field, required=False), typed)
    except Refusal as refusal:
        raise OfField(field.label, refusal) from refusal


def _written(field: CustomField, dossier: Dossier) -> str:
    value = dossier.custom.get(field.id, "")
    if value and field.type is FieldType.YES_NO:
        return ANSWERS.said(value == YES, dossier.language)
    return value.replace(".", ",") if field.type is FieldType.NUMBER and dossier.language == "fr" else value
