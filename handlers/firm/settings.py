"""« Réglages »: a table of rows, each with its present value, and the form that changes it."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.text import clean_lines
from handlers import blocks
from handlers.blocks import Block, View
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, redraw_beneath, show, typed
from handlers.firm.changes import note_change
from handlers.firm.client_rows import CLIENT_ROWS
from handlers.firm.firm_rows import FIRM_ROWS
from handlers.firm.rows import EDIT, Group, Row
from handlers.firm.sending_rows import SENDING_ROWS, TEAM_ROWS
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "settings.list"
FORM = "settings.form"

GROUPS = (
    Group(lambda words: words.gettext("The firm"), FIRM_ROWS),
    Group(lambda words: words.gettext("The clients"), CLIENT_ROWS),
    Group(lambda words: words.gettext("What leaves and what arrives"), SENDING_ROWS),
    Group(lambda words: words.gettext("The team"), TEAM_ROWS, lambda words: words.gettext("Open")),
)
FORMS = {row.key: row for group in GROUPS for row in group.rows if row.opens == EDIT}


def settings_view_of(office: Office, who: Collaborator, words: Words) -> View:
    """The settings, for an administrator. RoleTooLow."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        return settings_view(Surroundings(records, who, words, office.now()))


def settings_view(here: Surroundings) -> View:
    words = here.words
    body: list[Block] = []
    for group in GROUPS:
        body.append(blocks.header(group.title(words)))
        body += [_line(here, row, group.act(words)) for row in group.rows]
    body.append(blocks.actions(blocks.button(words.gettext("History of the firm"), "firm.history"), block_id="history"))
    return blocks.modal(CALLBACK, words.gettext("Settings"), body, close=words.gettext("Close"))


def _line(here: Surroundings, row: Row, label: str) -> Block:
    title = row.title(here.words)
    changing = blocks.button(label, row.opens, row.key, accessibility=f"{label}, {title}")
    return blocks.section(f"*{title}*\n{row.shown(here)}", accessory=changing)


@desk.action("firm.settings")
def open_settings(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = settings_view_of(office, who, words)
    ack()
    show(context, body, view)


@desk.action(EDIT, view=CALLBACK)
def edit_setting(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    row = FORMS.get(str(body["actions"][0].get("value")))
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        if row is None:
            raise NotFound("choice")
        view = form_view(Surroundings(records, who, words, office.now()), row)
    ack()
    show(context, body, view)


def form_view(here: Surroundings, row: Row) -> View:
    """The form of that row. NotFound for a row that has none."""
    if row.fields is None:
        raise NotFound("choice")
    words = here.words
    return blocks.modal(
        FORM,
        (row.window or row.title)(words),
        row.fields(here),
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"row": row.key},
    )


@desk.view(FORM)
def keep_setting(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The firm is as the form says; the line of history holds what has changed, and the reason when one was asked."""
    row, fields, now = FORMS.get(str(metadata(view).get("row"))), typed(view), office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        if row is None or row.read is None:
            raise NotFound("choice")
        after = row.read(records.firm, fields)
        if first_time(records, body, now):
            note_change(records, after, who, now, clean_lines(fields.get("reason") or ""))
        beneath = settings_view(Surroundings(records, who, words, now))
    redraw_beneath(context, view, beneath)
    return ack()
