"""Administrators define the firm's fields; each change has its line of history."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.custom_fields import (
    ChoicesStillHeld,
    CustomField,
    FieldType,
    NewField,
    check_room,
    read_field,
    taken_off,
)
from domain.history import HistoryLine
from domain.importing.heading import titles
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.reserved import Reserved
from domain.text import searchable
from handlers.custom_fields.views import FORM, LIST, custom_fields_view, field_form
from handlers.desk import Desk, Payload, first_time, metadata, named, redraw, redraw_beneath, show, typed
from handlers.explain import errors_in
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()


@desk.action("custom_fields.open")
def open_fields(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Champs du cabinet », from the settings."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        view = custom_fields_view(records, words, office.now())
    ack()
    show(context, body, view)


@desk.action("custom_fields.add", view=LIST)
def add_field(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        view = field_form(records, None, FieldType.TEXT, words, required=False)
    ack()
    show(context, body, view)


@desk.action("custom_fields.more", view=LIST)
def about_field(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ of a field: edit, remove."""
    action, now = body["actions"][0], office.now()
    act = (action.get("selected_option") or {}).get("value")
    with office.records() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        field = _field(records, action.get("block_id"))
        match act:
            case "edit":
                view = field_form(records, field, field.type, words, required=field.required)
            case "remove":
                if first_time(records, body, now):
                    records.custom_fields.keep(replace(field, removed_at=now))
                    _note(records, Act.FIELD_REMOVED, field, None, who, office)
                view = custom_fields_view(records, words, now)
            case _:
                raise NotFound("choice")
    ack()
    if act == "edit":
        show(context, body, view)
    else:
        redraw(context, body, view)


@desk.action("custom_fields.restore", view=LIST)
def restore_field(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """A field removed less than thirty days ago comes back, with its values."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        field_id = named(body["actions"][0].get("value"), "f", "field")
        gone = next((field for field in records.custom_fields.removed(now) if field.id == field_id), None)
        if gone is None:
            raise NotFound("field")
        if first_time(records, body, now):
            check_room(records.custom_fields.current())
            records.custom_fields.keep(replace(gone, removed_at=None))
            _note(records, Act.FIELD_RESTORED, None, gone, who, office)
        view = custom_fields_view(records, words, now)
    ack()
    redraw(context, body, view)


@desk.action("value", view=FORM)
def redraw_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Another type asks for its choices; « Obligatoire » says what follows."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        field, fields = _of_view(records, body["view"]), typed(body["view"])
        view = field_form(records, field, _kind(field, fields), words, required=bool(fields.get("required")))
    ack()
    redraw(context, body, view)


@desk.view(FORM)
def save_field(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_FIELDS)
        field, fields = _of_view(records, view), typed(view)
        others = [one for one in records.custom_fields.current() if field is None or one.id != field.id]
        read = read_field(
            str(fields.get("label") or ""),
            _kind(field, fields),
            str(fields.get("choices") or ""),
            required=bool(fields.get("required")),
            others=others,
            reserved=titles() if field is None else titles() - {searchable(field.label)},
        )
        held = taken_off(field, read, records.custom_fields.holding(field.id)) if field else {}
        if held and records.first_time(f"warned:{view['id']}:{sorted(held)}", now):
            # Answered in here, so that a warning given once is remembered.
            return ack(
                response_action="errors",
                errors=errors_in(view, FormRefused({"choices": ChoicesStillHeld(held)}), words),
            )
        if first_time(records, body, now):
            _keep(records, field, read, who, office)
        beneath = custom_fields_view(records, words, now)
    redraw_beneath(context, view, beneath)
    return ack()


def _keep(records: Records, field: CustomField | None, read: NewField, who: Collaborator, office: Office) -> None:
    if field is None:
        check_room(records.custom_fields.current())
        _note(records, Act.FIELD_ADDED, None, records.custom_fields.add(read), who, office)
        return
    changed = replace(field, label=read.label, choices=read.choices, required=read.required)
    if changed != field:
        records.custom_fields.keep(changed)
        _note(records, Act.FIELD_CHANGED, field, changed, who, office)


def _of_view(records: Records, view: Mapping[str, Any]) -> CustomField | None:
    """The field that the form is about; None for a new one."""
    opaque = metadata(view).get("field")
    return _field(records, opaque) if opaque else None


def _field(records: Records, opaque: object) -> CustomField:
    field = records.custom_fields.get(named(opaque, "f", "field"))
    if field is None or field.removed_at is not None:
        raise NotFound("field")
    return field


def _kind(field: CustomField | None, fields: Mapping[str, Any]) -> FieldType:
    try:
        return field.type if field else FieldType(fields.get("type") or FieldType.TEXT)
    except ValueError as error:
        raise NotFound("choice") from error


def _note(
    records: Records,
    act: Act,
    before: CustomField | None,
    after: CustomField | None,
    who: Collaborator,
    office: Office,
) -> None:
    known = after or before
    records.note(
        HistoryLine.by_person(
            who,
            act,
            office.now(),
            subject_id=known.id if known else None,
            before=_written(before),
            after=_written(after),
        )
    )


def _written(field: CustomField | None) -> dict[str, object]:
    if field is None:
        return {}
    return {"label": field.label, "type": field.type.value, "choices": list(field.choices), "required": field.required}
