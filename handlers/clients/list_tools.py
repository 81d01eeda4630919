"""What a list is made into: other columns on its lines, or a spreadsheet sent to its reader alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import ClientFilter, Only, Records
from domain.columns import AT_MOST_IN_A_ROW, OF_A_ROW, Column, chosen
from domain.custom_fields import CustomField, form_name
from domain.exports import MASS
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.columns import EXPORT, ROW, Told, chosen_fields, column_label, export_columns, row_columns
from handlers.clients.facts import facts_of_all
from handlers.clients.lists import CALLBACK, Shown, asked, list_view_of
from handlers.custom_fields.labels import value_cell
from handlers.desk import Desk, Payload, become, first_time, metadata, redraw_beneath, show, typed
from handlers.importing.sheets import exported
from handlers.post import post, send_file
from handlers.sheets import workbook
from handlers.words import Words, words_for

desk = Desk()

COLUMNS_FORM, EXPORT_FORM = "list.columns", "list.export"
IDENTITY = (
    Column.CODE,
    Column.SIREN,
    Column.SIRET,
    Column.APE,
    Column.SECTOR,
    Column.KIND,
    Column.STREET,
    Column.POSTAL_CODE,
    Column.TOWN,
    Column.COUNTRY,
)
FOLLOWING = tuple(column for column in Column if column not in IDENTITY)
MOST_EXPORTED = 20_000
WHOLE = "whole"


@desk.action("list.columns", view=CALLBACK)
def choose_columns(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Colonnes »: what each line of the lists says beside the name."""
    shown = asked(body, who)
    with office.reading() as records:
        ticked = row_columns(records, who)
    ack()
    options = [blocks.option(column_label(column, words), column) for column in OF_A_ROW]
    field = blocks.input_(
        "columns",
        words.gettext("Beside the name"),
        blocks.multi_select("value", options, initial=ticked, at_most=AT_MOST_IN_A_ROW),
        hint=words.gettext("Three at most, so that a line fits a phone."),
        optional=True,
    )
    show(context, body, _form(COLUMNS_FORM, words.gettext("Columns"), [field], words.gettext("Save"), shown, words))


@desk.view(COLUMNS_FORM)
def keep_columns(
    ack: Ack, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    wanted = chosen(typed(view).get("columns"), OF_A_ROW)[:AT_MOST_IN_A_ROW]
    with office.records() as records:
        records.people.keep_preference(who.id, ROW, list(wanted))
    redraw_beneath(context, view, list_view_of(office, who, words, Shown.read(metadata(view), who)))
    return ack()


@desk.action("list.export", view=CALLBACK)
def ask_for_export(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Exporter »: which columns, of the clients that the list shows."""
    shown = asked(body, who)
    with office.reading() as records:
        ticked, own = export_columns(records, who), records.custom_fields.current()
        ticked_own = [form_name(field) for field in chosen_fields(records, who)]
        _, count = records.clients.find(who, replace(shown.wanted(office.now()), offset=0, limit=1))
    ack()
    n = words.ngettext("{n} client file, as the list shows.", "{n} client files, as the list shows.", count)
    fields = [
        blocks.context(n.format(n=words.number(count))),
        _ticks("identity", words.gettext("The client"), IDENTITY, ticked, words),
        _ticks("following", words.gettext("Who follows it"), FOLLOWING, ticked, words),
        *([_own_fields(own, ticked_own, words)] if own else []),
        blocks.input_(
            "whole",
            words.gettext("Or the whole of each client file"),
            blocks.checkboxes("value", [blocks.option(words.gettext("Every column of the import template"), WHOLE)]),
            hint=words.gettext("That spreadsheet can be imported again as it is."),
            optional=True,
        ),
        blocks.context(words.gettext("The spreadsheet comes in a private message. Nobody else receives it.")),
    ]
    if count >= MASS:
        fields.append(blocks.context(words.gettext("The administrators are told of an export of this size.")))
    show(
        context,
        body,
        _form(EXPORT_FORM, words.gettext("Export the list"), fields, words.gettext("Export"), shown, words),
    )


@desk.view(EXPORT_FORM)
def export_list(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The list as a spreadsheet, of what this person may see now, whatever the window says."""
    fields, now = typed(view), office.now()
    named = [*(fields.get("identity") or []), *(fields.get("following") or [])]
    columns, own = chosen(named, Column), list(fields.get("own") or [])
    wanted = replace(Shown.read(metadata(view), who).wanted(now), worst_first=False, offset=0, limit=MOST_EXPORTED)
    with office.reading() as records:
        if fields.get("whole"):
            content, count = whole_sheet(records, who, words, wanted)
        else:
            theirs = [field for field in records.custom_fields.current() if form_name(field) in own]
            content, count = list_sheet(records, who, words, now, wanted, columns, theirs)
    with office.records() as records:
        if first_time(records, body, now):
            if not fields.get("whole"):
                records.people.keep_preference(who.id, EXPORT, [*columns, *own])
            name, about = _name(records, words, now), (About.SHEET, who.id)
            send_file(records, now, who.slack_id, name, content, _said(count, words), about=about)
            records.note(HistoryLine.by_person(who, Act.LIST_EXPORTED, now, after={"clients": count}))
            if count >= MASS:
                _tell_administrators(records, who, count, now)
    sent = words.gettext("The list is on its way")
    where = words.gettext("It comes in your messages with Guichet, in a moment.")
    shown = blocks.modal(
        "list.exported",
        words.gettext("Export the list"),
        [blocks.section(f"*{sent}*\n{where}")],
        close=words.gettext("Back"),
    )
    return become(ack, view, shown, words)


def _tell_administrators(records: Records, who: Collaborator, count: int, now: datetime) -> None:
    """Whoever takes out a good part of the firm's client files does not do it alone."""
    for person in records.people.administrators():
        if person.id == who.id:
            continue
        words = words_for(person.language)
        sentence = words.ngettext(
            "{name} exported a list of {n} client file.", "{name} exported a list of {n} client files.", count
        )
        n = words.number(count)
        body = [blocks.section(sentence.format(name=f"*{escape(who.name)}*", n=n))]
        text = sentence.format(name=who.name, n=n)
        post(records, now, person.slack_id, text, body, about=(About.COLLABORATOR, who.id))


def list_sheet(
    records: Records,
    who: Collaborator,
    words: Words,
    now: datetime,
    wanted: ClientFilter,
    columns: tuple[Column, ...],
    own: Sequence[CustomField] = (),
) -> tuple[bytes, int]:
    """The spreadsheet of those clients, among those this person sees, and how many they are.

    `own` are the firm's fields that it holds too.
    """
    found, _ = records.clients.find(who, wanted)
    ids = [client.id for client in found]
    missing: dict[int, str] = {}
    if Column.GAPS in columns:
        lacking, _ = records.clients.find(who, replace(wanted, only=Only.INCOMPLETE))
        missing = {each.client.id: each.missing for each in facts_of_all(records, lacking, words, now)}
    told = Told(records, words, records.contacts.of_clients(ids), missing)
    values = records.custom_fields.values_of_clients(ids) if own else {}
    headers = [words.gettext("Client name"), *(column_label(column, words) for column in columns)]
    rows = [
        [
            client.name,
            *(told.cell(column, client) for column in columns),
            *(value_cell(field, values.get(client.id, {}).get(field.id, ""), words) for field in own),
        ]
        for client in found
    ]
    return workbook(words.gettext("Clients"), [*headers, *(field.label for field in own)], rows), len(found)


def whole_sheet(records: Records, who: Collaborator, words: Words, wanted: ClientFilter) -> tuple[bytes, int]:
    """The sheet of those clients that an import reads, and how many they are."""
    found, _ = records.clients.find(who, wanted)
    headers, rows = exported(records, found, words)
    return workbook(words.gettext("Client files"), headers, rows), len(found)


def _form(callback: str, title: str, fields: list[Block], submit: str, shown: Shown, words: Words) -> View:
    return blocks.modal(callback, title, fields, close=words.gettext("Back"), submit=submit, metadata=shown.carried())


def _ticks(name: str, label: str, columns: tuple[Column, ...], ticked: tuple[Column, ...], words: Words) -> Block:
    options = [blocks.option(column_label(column, words), column) for column in columns]
    return blocks.input_(name, label, blocks.checkboxes("value", options, initial=ticked), optional=True)


def _own_fields(own: Sequence[CustomField], ticked: Sequence[str], words: Words) -> Block:
    options = [blocks.option(field.label, form_name(field)) for field in own]
    field = blocks.multi_select("value", options, initial=ticked)
    return blocks.input_("own", words.gettext("Firm’s fields"), field, optional=True)


def _name(records: Records, words: Words, now: datetime) -> str:
    day = now.astimezone(records.firm.zone).date()
    return words.gettext("clients-{day}.xlsx").format(day=day.isoformat())


def _said(count: int, words: Words) -> str:
    return words.ngettext(
        "Your list of {n} client file. It holds only what you can see.",
        "Your list of {n} client files. It holds only those you can see.",
        count,
    ).format(n=words.number(count))
