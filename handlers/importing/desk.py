"""« Importer »: the form and its template, the file received, and the answer to the trial run."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.importing.imports import SheetImport
from domain.office import Office
from domain.opening import may_open
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.text import clean_line
from handlers.blocks import View
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, is_modal, named, redraw, show, typed
from handlers.importing import views
from handlers.importing.sheets import template
from handlers.importing.working import tell
from handlers.post import post, send_file
from handlers.words import Words

desk = Desk()

LONGEST_NAME = 100


def import_view_of(office: Office, who: Collaborator, words: Words) -> View:
    """The form; RoleTooLow for who may open no client."""
    with office.reading() as records:
        may_open(who, records.firm)
        return views.form(Surroundings(records, who, words, office.now()))


@desk.action("import.open")
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = import_view_of(office, who, words)
    ack()
    show(context, body, view)


@desk.action("import.template")
def send_template(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Télécharger le modèle »: it comes in the person's own messages."""
    now = office.now()
    with office.records() as records:
        may_open(who, records.firm)
        if first_time(records, body, now):
            asks_nir = records.firm.nir_reason is not None
            content = template(words, records.custom_fields.current(), with_nir=asks_nir)
            name, said = words.gettext("Guichet, client template.xlsx"), words.gettext("The template of an import.")
            send_file(records, now, who.slack_id, name, content, said)
        view = views.form(Surroundings(records, who, words, now), template_sent=True)
    ack()
    if is_modal(body):
        redraw(context, body, view)


@desk.view(views.CALLBACK)
def receive(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """A file is given: it is tried apart, and its message tells how far that is."""
    now = office.now()
    with office.records() as records:
        may_open(who, records.firm)
        new, file_id = _read(Surroundings(records, who, words, now), view)
        if first_time(records, body, now):
            imported = records.imports.add(new, slack_file=file_id)
            post(records, now, who.slack_id, *views.received(imported, words), about=(About.IMPORT, imported.id))
    return ack()


@desk.action("import.confirm")
def confirm(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """« Importer 597 dossiers »."""
    now = office.now()
    with office.records() as records:
        may_open(who, records.firm)
        imported = _own(records, who, body)
        if first_time(records, body, now):
            after = imported.confirmed(now)
            _move(records, imported, after)
            rows = imported.counts.all
            tell(records, after, now, *views.under_way(after, rows, words))
            records.note(
                HistoryLine.by_person(who, Act.IMPORT_CONFIRMED, now, subject_id=imported.id, after={"rows": rows})
            )
    ack()


@desk.action("import.look_up")
def look_up(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """« Chercher au registre »: the same sheet is tried again, what is empty filled."""
    now = office.now()
    with office.records() as records:
        may_open(who, records.firm)
        imported = _own(records, who, body)
        if first_time(records, body, now):
            after = imported.looked_up(now)
            _move(records, imported, after)
            tell(records, after, now, *views.received(after, words))
    ack()


@desk.action("import.drop")
def drop(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """« Abandonner »."""
    now = office.now()
    with office.records() as records:
        imported = _own(records, who, body)
        if first_time(records, body, now):
            _move(records, imported, imported.dropped())
            tell(records, imported, now, *views.dropped(imported, words))
    ack()


def _own(records: Records, who: Collaborator, body: Payload) -> SheetImport:
    """One's own import; NotFound for another's."""
    imported = records.imports.get(named(body["actions"][0].get("value"), "im", "import"))
    if imported is None or imported.author_id != who.id:
        raise NotFound("import")
    return imported


def _move(records: Records, before: SheetImport, after: SheetImport) -> None:
    if not records.imports.move(before, after):
        raise NotFound("import")


def _read(scene: Surroundings, view: Payload) -> tuple[SheetImport, str]:
    """The import asked for and the Slack id of its file; NotFound for a choice that was not offered."""
    fields = typed(view)
    files = fields.get("file") or []
    if not files or not isinstance(files[0], dict):
        raise FormRefused({"file": Missing()})
    file_id, name = str(files[0].get("id") or ""), clean_line(str(files[0].get("name") or ""))[-LONGEST_NAME:]
    portfolio_id = named(fields["portfolio"], "p", "portfolio") if fields.get("portfolio") else None
    if portfolio_id is not None and portfolio_id not in {each.id for each in scene.portfolios}:
        raise NotFound("portfolio")
    manager = None
    if fields.get("manager"):
        manager = next((each for each in scene.managers if each.slack_id == fields["manager"]), None)
        if manager is None:
            raise NotFound("person")
    choices = fields.get("choices") or []
    imported = SheetImport(
        id=0,
        firm_id=scene.records.firm.id,
        author_id=scene.who.id,
        filename=name or "clients.xlsx",
        created_at=scene.now,
        portfolio_id=portfolio_id,
        manager_id=manager.id if manager else None,
        shares=views.SHARES in choices,
        looks_up=views.LOOKS_UP in choices,
    )
    return imported, file_id
