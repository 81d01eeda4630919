"""« Notes »: what staff write for themselves about a client; nothing of it is ever sent."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.nir import was_masked
from domain.notes import Note, NotYours, read_text
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.rights import may_work_on
from domain.text import NOTE_LENGTH
from handlers import blocks
from handlers.blocks import Block, Element, View, escape
from handlers.clients.facts import Facts, facts_of
from handlers.desk import Desk, Payload, become, first_time, metadata, named, number_of, redraw, show, typed
from handlers.nir.notes import masked_alert
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

LIST, FORM = "client.notes", "note.form"
LISTED_AT_MOST = 30


def notes_view(facts: Facts, who: Collaborator) -> View:
    """The notes, the pinned one first, then the newest."""
    words, client = facts.words, facts.client
    rows: list[Block] = []
    for note in facts.records.notes.of_client(client.id, LISTED_AT_MOST):
        rows += _row(facts, note, who)
    if not rows:
        rows = [blocks.section(words.gettext("No note yet."))]
    top: list[Block] = [blocks.context(words.gettext("Client {client}").format(client=escape(client.name)))]
    if may_work_on(who, client):
        add = blocks.button(words.gettext("Add a note"), "note.add", f"c{client.id}", primary=True)
        top.append(blocks.actions(add, block_id="add"))
    return blocks.modal(
        LIST,
        words.gettext("Notes"),
        [*top, *rows, blocks.context(words.gettext("Internal: the client does not see them."))],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}"},
    )


def _row(facts: Facts, note: Note, who: Collaborator) -> list[Block]:
    words = facts.words
    author = facts.records.people.get(note.author_id)
    line = [escape(author.name) if author else words.gettext("Somebody"), facts.instant(note.written_at)]
    if note.edited_at is not None:
        line.append(words.gettext("edited {moment}").format(moment=facts.instant(note.edited_at)))
    if note.pinned:
        line.append(words.gettext("pinned"))
    return [
        blocks.literal(note.text),
        blocks.section(" · ".join(line), accessory=_menu(facts, note, who), block_id=f"n{note.id}"),
    ]


def _menu(facts: Facts, note: Note, who: Collaborator) -> Element | None:
    """What this person may do with the note; nothing once the client is terminated."""
    words = facts.words
    if not may_work_on(who, facts.client):
        return None
    acts = [("pin", words.gettext("Unpin") if note.pinned else words.gettext("Pin"))]
    if note.may_be_edited(who, facts.now):
        acts.append(("edit", words.gettext("Edit")))
    if note.may_be_removed(who):
        acts.append(("remove", words.gettext("Delete")))
    if len(acts) == 1:
        return blocks.button(acts[0][1], "note.pin", f"n{note.id}")
    return blocks.overflow("note.more", [blocks.option(label, act) for act, label in acts])


def _form(client: Client, note: Note | None, words: Words) -> View:
    field = blocks.text_input(
        max_length=NOTE_LENGTH, multiline=True, initial=note.text if note else None, focus=note is None
    )
    hint = words.gettext("Internal note: the client does not see it.")
    return blocks.modal(
        FORM,
        words.gettext("Edit a note") if note else words.gettext("Add a note"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            blocks.input_("text", words.gettext("Note"), field, hint=hint),
            blocks.actions(blocks.button(words.gettext("Back to the notes"), "note.back"), block_id="nav"),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"client": f"c{client.id}", **({"note": f"n{note.id}"} if note else {})},
    )


def _list(records: Records, office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    client = records.clients.visible_to(who, client_id)
    return notes_view(facts_of(records, client, words, office.now()), who)


@desk.action("client.notes")
def open_notes(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        view = _list(records, office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("note.add", view=LIST)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Ajouter une note »: the form takes the place of the list, and gives it back."""
    with office.reading() as records:
        client = worked_on(records, who, number_of(body["actions"][0].get("value"), "c"))
    ack()
    redraw(context, body, _form(client, None, words))


@desk.action("note.back", view=FORM)
def back(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        view = _list(records, office, who, words, number_of(metadata(body["view"]).get("client"), "c"))
    ack()
    redraw(context, body, view)


@desk.action("note.more", view=LIST)
@desk.action("note.pin", view=LIST)
def about_note(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ of a note: pin, edit, delete."""
    action = body["actions"][0]
    act = str((action.get("selected_option") or {}).get("value") or "pin")
    with office.records() as records:
        client = worked_on(records, who, number_of(metadata(body["view"]).get("client"), "c"))
        note = _note(records, client, action.get("block_id"))
        if act == "edit":
            view = _form(client, note, words)
        else:
            if first_time(records, body, office.now()):
                _do(records, note, act, who, office)
            view = _list(records, office, who, words, client.id)
    ack()
    redraw(context, body, view)


def _do(records: Records, note: Note, act: str, who: Collaborator, office: Office) -> None:
    match act:
        case "pin":
            for other in records.notes.of_client(note.client_id):
                if other.pinned and other.id != note.id:
                    records.notes.keep(replace(other, pinned=False))
            records.notes.keep(replace(note, pinned=not note.pinned))
            _tell(records, Act.NOTE_UNPINNED if note.pinned else Act.NOTE_PINNED, note, who, office.now())
        case "remove":
            if not note.may_be_removed(who):
                raise NotYours
            records.notes.remove(note.id)
            _tell(records, Act.NOTE_REMOVED, note, who, office.now())
        case _:
            raise NotFound("choice")


@desk.view(FORM)
def save_note(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    carried, now = metadata(view), office.now()
    written = str(typed(view).get("text") or "")
    with office.records() as records:
        client = worked_on(records, who, number_of(carried.get("client"), "c"))
        try:
            text = read_text(written)
        except Refusal as refusal:
            raise FormRefused({"text": refusal}) from refusal
        note = _note(records, client, carried["note"]) if "note" in carried else None
        if first_time(records, body, now):
            if note is None:
                add_note(records, client, text, who, now)
            else:
                records.notes.keep(note.edited(text, who, now))
                _tell(records, Act.NOTE_EDITED, note, who, office.now())
        shown = _list(records, office, who, words, client.id)
    if was_masked([written], [text]):
        shown["blocks"].insert(1, masked_alert(words))
    return become(ack, view, shown, words)


def add_note(records: Records, client: Client, text: str, who: Collaborator, now: datetime) -> Note:
    """A new note of that client, with its line of history; the text is as `read_text` gives it."""
    note = records.notes.add(client.id, who.id, text, now)
    _tell(records, Act.NOTE_ADDED, note, who, now)
    return note


def _note(records: Records, client: Client, opaque: object) -> Note:
    """That note of that very client; NotFound."""
    note = records.notes.get(named(opaque, "n", "note"))
    if note is None or note.client_id != client.id:
        raise NotFound("note")
    return note


def _tell(records: Records, act: Act, note: Note, who: Collaborator, now: datetime) -> None:
    """History says that, not what: the words of a note stay its author's to take back."""
    records.note(HistoryLine.by_person(who, act, now, client_id=note.client_id, subject_id=note.id))


def notes_row(facts: Facts) -> list[Block]:
    """The card's row: how many, the latest, and the button."""
    words, count = facts.words, facts.records.notes.count(facts.client.id)
    opening = blocks.button(
        words.gettext("Notes"), "client.notes", f"c{facts.client.id}", accessibility=words.gettext("Open the notes")
    )
    if not count:
        return [blocks.section(f"*{words.gettext('Notes')}*\n{words.gettext('No note yet.')}", accessory=opening)]
    first = facts.records.notes.of_client(facts.client.id, 1)[0]
    author = facts.records.people.get(first.author_id)
    last = words.gettext("“{text}”, {name}, {moment}").format(
        text=blocks.clip(" ".join(first.text.split()), 100),
        name=author.name if author else words.gettext("Somebody"),
        moment=facts.instant(first.written_at),
    )
    return [blocks.section(f"*{words.gettext('Notes')}* · {count}", accessory=opening), blocks.plain_context(last)]
