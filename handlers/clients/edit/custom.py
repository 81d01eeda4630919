"""« Champs du cabinet » of one client; what is required and left empty keeps the file « à compléter »."""

from dataclasses import replace

from domain.custom_fields import form_name, read_values
from domain.editing import Values
from domain.nir import was_masked
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.edit.editing import Change, Editing, Subject
from handlers.custom_fields.inputs import field_input, read_inputs, shown_value
from handlers.words import Words


def _values(here: Editing) -> Values:
    kept = here.records.custom_fields.values_of(here.client.id)
    fields = here.records.custom_fields.current()
    return {form_name(field): shown_value(field, kept.get(field.id, ""), here.words) for field in fields}


def _blocks(here: Editing, values: Values) -> list[Block]:
    words, fields = here.words, here.records.custom_fields.current()
    if not fields:
        if not here.who.is_administrator:
            return [blocks.section(words.gettext("The firm has no field of its own. An administrator adds them."))]
        opening = blocks.button(words.gettext("Firm’s fields"), "custom_fields.open", primary=True)
        return [
            blocks.section(words.gettext("The firm has no field of its own.")),
            blocks.actions(opening, block_id="next"),
        ]
    typed = read_inputs(fields, values, here.records.custom_fields.values_of(here.client.id))
    body = []
    for field in fields:
        wanted = words.gettext("Required by the firm.") if field.required else None
        body.append(field_input(replace(field, required=False), typed[field.id], words, hint=wanted))
    return body


def _change(here: Editing, values: Values) -> Change:
    fields = [replace(field, required=False) for field in here.records.custom_fields.current()]
    held = here.records.custom_fields.values_of(here.client.id)
    kept = read_values(fields, read_inputs(fields, values, held), held)
    return Change(here.client, kept, masked=was_masked(map(str, values.values()), kept.values()))


def _label(words: Words) -> str:
    return words.gettext("Firm’s fields")


SUBJECT = Subject("custom", _label, _values, _blocks, _change)
