"""« Champs du cabinet », the list and the form of one field."""

from datetime import datetime

from domain.books import Records
from domain.custom_fields import (
    CHOICE_LENGTH,
    CHOICES_AT_MOST,
    LABEL_LENGTH,
    CustomField,
    FieldType,
    has_room,
)
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.custom_fields.labels import type_label
from handlers.words import Words

LIST, FORM = "custom_fields.list", "custom_fields.form"
CHOICES_LENGTH = 3000


def custom_fields_line(records: Records, words: Words) -> str:
    """`3 champs, dont 1 obligatoire`: the present value, for the settings."""
    fields = records.custom_fields.current()
    if not fields:
        return words.gettext("No field")
    n, required = len(fields), sum(field.required for field in fields)
    line = words.ngettext("{n} field", "{n} fields", n).format(n=n)
    if required:
        line = words.ngettext("{line}, {n} of them required", "{line}, {n} of them required", required).format(
            line=line, n=required
        )
    return line


def custom_fields_view(records: Records, words: Words, now: datetime) -> View:
    fields, removed = records.custom_fields.current(), records.custom_fields.removed(now)
    body: list[Block] = [_row(field, words) for field in fields]
    if not body:
        body = [
            blocks.section(
                words.gettext("No field yet. What your firm notes of each client, and Guichet does not ask.")
            )
        ]
    if has_room(fields):
        add = blocks.button(words.gettext("Add a field"), "custom_fields.add", primary=True)
        body.append(blocks.actions(add, block_id="add"))
    for field in removed:
        restore = blocks.button(words.gettext("Restore"), "custom_fields.restore", f"f{field.id}")
        line = words.gettext("{field} · removed, its values are kept 30 days")
        body.append(blocks.section(f"⚪ {line.format(field=escape(field.label))}", accessory=restore))
    return blocks.modal(LIST, words.gettext("Firm’s fields"), body, close=words.gettext("Close"))


def _row(field: CustomField, words: Words) -> Block:
    wanted = words.gettext("required") if field.required else words.gettext("optional")
    acts = [blocks.option(words.gettext("Edit"), "edit"), blocks.option(words.gettext("Remove"), "remove")]
    return blocks.section(
        f"*{escape(field.label)}* · {type_label(field.type, words).lower()} · {wanted}",
        accessory=blocks.overflow("custom_fields.more", acts),
        block_id=f"f{field.id}",
    )


def field_form(records: Records, field: CustomField | None, kind: FieldType, words: Words, *, required: bool) -> View:
    """A new field, or that one: its type is settled once it has values."""
    body: list[Block] = [
        blocks.input_(
            "label",
            words.gettext("Name of the field"),
            blocks.text_input(
                max_length=LABEL_LENGTH,
                placeholder=words.gettext("Accounting software"),
                initial=field.label if field else None,
            ),
        )
    ]
    if field is None:
        kinds = [blocks.option(type_label(one, words), one.value) for one in FieldType]
        body.append(
            blocks.input_("type", words.gettext("Type"), blocks.select("value", kinds, initial=kind), dispatch=True)
        )
    if kind is FieldType.CHOICE:
        hint = words.gettext("One a line, {n} at most, {length} characters each.")
        body.append(
            blocks.input_(
                "choices",
                words.gettext("Choices"),
                blocks.text_input(
                    max_length=CHOICES_LENGTH, multiline=True, initial="\n".join(field.choices) if field else None
                ),
                hint=hint.format(n=CHOICES_AT_MOST, length=CHOICE_LENGTH),
            )
        )
    box = blocks.option(words.gettext("Required"), "yes", words.gettext("Asked for when a client is created."))
    body.append(
        blocks.actions(blocks.checkboxes("value", [box], initial=["yes"] if required else []), block_id="required")
    )
    if required and not (field and field.required):
        body += _what_follows(records, field, words)
    title = words.gettext("Edit a field") if field else words.gettext("Add a field")
    return blocks.modal(
        FORM,
        title,
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"field": f"f{field.id}"} if field else {},
    )


def _what_follows(records: Records, field: CustomField | None, words: Words) -> list[Block]:
    """« 412 dossiers ne l’ont pas : ils passeront « à compléter ». »"""
    n = records.custom_fields.clients_without(field.id if field else 0)
    if not n:
        return []
    sentence = words.ngettext(
        "{n} client does not have it: it will become “to complete”.",
        "{n} clients do not have it: they will become “to complete”.",
        n,
    )
    return [blocks.alert(sentence.format(n=words.number(n)), "warning")]
