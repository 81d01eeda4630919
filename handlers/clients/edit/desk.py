"""« Modifier le dossier »: the subject is chosen, the form saved, and nobody's newer value overwritten unasked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.custom_fields import CUSTOM
from domain.editing import NewerValue, Value, Values, changed_fields, merged
from domain.history import By
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.wizard import ClientForm
from domain.wizard_steps import warned_of
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import card_of
from handlers.clients.edit import company
from handlers.clients.edit.editing import (
    CALLBACK,
    Change,
    Editing,
    Subject,
    differing,
    drawn_afresh,
    note_difference,
    plain_values,
)
from handlers.clients.edit.sites import LIST as SITES_CALLBACK
from handlers.clients.edit.sites import sites_view
from handlers.clients.edit.subjects import SITES, SUBJECTS, subjects_row
from handlers.clients.guessing import is_told, told_followed
from handlers.desk import (
    Desk,
    Payload,
    become,
    drawn,
    first_time,
    metadata,
    named,
    number_of,
    redraw,
    redraw_beneath,
    show,
    typed,
)
from handlers.explain import errors_in
from handlers.nir.notes import erase_without_ground, masked_alert, note_nir
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

READ_BACK = 50  # lines of history in which a newer value is looked for


@dataclass(frozen=True, slots=True)
class Carried:
    """What the view carries: which client and subject, the version it was drawn from, the fields insisted on."""

    client_id: int
    subject: str
    version: int
    insisted: tuple[str, ...] = ()

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Carried":
        carried = metadata(view)
        insisted, version = carried.get("insisted", []), f"v{carried.get('version')}"
        if not isinstance(insisted, list):
            raise NotFound("choice")
        client_id = number_of(carried.get("client"), "c")
        return cls(client_id, str(carried.get("subject")), named(version, "v", "choice"), tuple(map(str, insisted)))


def edit_view(
    here: Editing,
    subject: Subject,
    values: Values,
    *,
    insisted: frozenset[str] = frozenset(),
    newer: Mapping[str, NewerValue] | None = None,
    note: str = "",
) -> View:
    """The form of one subject, the list of the others above it."""
    words, client = here.words, here.client
    fields = drawn_afresh(subject.blocks(here, values), client.version, newer or {}, subject.values(here), here)
    return blocks.modal(
        CALLBACK,
        words.gettext("Edit client"),
        [
            blocks.context(f"*{escape(client.name)}*"),
            subjects_row(subject.name, words),
            *([blocks.alert(note, "warning")] if note else []),
            *fields,
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Save") if any(block["type"] == "input" for block in fields) else None,
        metadata={
            "client": f"c{client.id}",
            "subject": subject.name,
            "version": client.version,
            "insisted": sorted(insisted),
        },
    )


def edit_view_of(office: Office, who: Collaborator, words: Words, client_id: int, subject: str = "company") -> View:
    """« Modifier le dossier », for someone who sees the client. NotFound, ClientTerminated."""
    with office.reading() as records:
        here = _here(records, office, who, words, client_id)
        return _view(here, subject)


def _view(here: Editing, subject: str) -> View:
    if subject == SITES:
        return sites_view(here)
    chosen = SUBJECTS.get(subject)
    if chosen is None:
        raise NotFound("choice")
    return edit_view(here, chosen, chosen.values(here))


def _here(records: Records, office: Office, who: Collaborator, words: Words, client_id: int) -> Editing:
    client = worked_on(records, who, client_id)
    return Editing(records, who, words, office.now(), client=client)


@desk.action("client.edit")
def open_editing(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Modifier »: its value names the client, and the subject when there is one: `c41` or `c41:custom`."""
    opaque, _, subject = str(body["actions"][0].get("value") or "").partition(":")
    view = edit_view_of(office, who, words, number_of(opaque, "c"), subject or "company")
    ack()
    show(context, body, view)


@desk.action("subject", view=CALLBACK)
@desk.action("subject", view=SITES_CALLBACK)
def choose_subject(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another subject takes the place of the one shown."""
    client_id = number_of(metadata(body["view"]).get("client"), "c")
    subject = str((body["actions"][0].get("selected_option") or {}).get("value"))
    view = edit_view_of(office, who, words, client_id, subject)
    ack()
    redraw(context, body, view)


@desk.action("value", view=CALLBACK)
def redraw_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """A choice on which others depend: the form is drawn again with what was typed."""
    carried, subject = _carried(body["view"])
    fields = _fields(body["view"])
    insisted = changed_fields(plain_values(drawn(body["view"])), fields, carried.insisted)
    registry = _registry_line(office, who, words, carried, subject, fields)
    with office.reading() as records:
        here = replace(_here(records, office, who, words, carried.client_id), registry=registry)
        values = {**subject.values(here), **fields}
        view = edit_view(here, subject, values, insisted=insisted & subject.values(here).keys())
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def save(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """« Enregistrer »: the changes and their history line; what somebody else wrote meanwhile is shown first."""
    carried, subject = _carried(view)
    fields = _fields(view)
    registry = _registry_line(office, who, words, carried, subject, fields)
    with office.records() as records:
        here = replace(_here(records, office, who, words, carried.client_id), registry=registry)
        values: Values = fields
        masked = False
        if here.client.version != carried.version:
            shown, now = plain_values(drawn(view)), subject.values(here)
            result = merged(shown, fields, now, carried.insisted)
            if result.conflicts:
                again = _with_newer(here, subject, result.values, result.conflicts, shown, fields)
                return become(ack, view, again, words)
            values = result.values
        try:
            masked = _save(here, subject, {**subject.values(here), **values}, view, body)
        except FormRefused as refused:
            if is_told(refused.errors):
                told_followed(records, who, [company.new_siren(here.client, values) or ""], office.now())
            # Answered in here, so that a warning given once is remembered.
            if _asks_more(subject, here, values, view):
                mine = changed_fields(plain_values(drawn(view)), fields, carried.insisted)
                again = edit_view(here, subject, values, insisted=mine & subject.values(here).keys())
                return become(ack, view, again, words)
            return ack(response_action="errors", errors=errors_in(view, refused, words))
    beneath = card_of(office, who, words, carried.client_id)
    if masked:
        beneath["blocks"].insert(1, masked_alert(words))
    redraw_beneath(context, view, beneath)
    return ack()


def _carried(view: Mapping[str, Any]) -> tuple[Carried, Subject]:
    carried = Carried.of(view)
    subject = SUBJECTS.get(carried.subject)
    if subject is None:
        raise NotFound("choice")
    return carried, subject


def _fields(view: Mapping[str, Any]) -> dict[str, Value]:
    """What stands in the form; the list of subjects is not part of it."""
    return {name: value for name, value in plain_values(typed(view)).items() if name != "subjects"}


def _registry_line(
    office: Office, who: Collaborator, words: Words, carried: Carried, subject: Subject, values: Values
) -> RegistryCompany | None:
    """What the registry says of a number that changed; None when it did not, or when nobody answers in time."""
    if subject is not company.SUBJECT:
        return None
    with office.reading() as records:
        here = _here(records, office, who, words, carried.client_id)
        siren = company.new_siren(here.client, {**subject.values(here), **values})
    if siren is None:
        return None
    try:
        return next((line for line in office.registry.search(siren) if line.siren == siren), None)
    except RegistryUnavailable:
        return None


def _asks_more(subject: Subject, here: Editing, values: Values, view: Mapping[str, Any]) -> bool:
    """Whether the person must tick something that the form does not show yet."""
    asked = {str(block.get("block_id")) for block in subject.blocks(here, values)} & subject.decisions
    shown = {str(block.get("block_id")).partition(".")[0] for block in view["blocks"]}
    return bool(asked - shown)


def _with_newer(
    here: Editing, subject: Subject, values: Values, conflicts: frozenset[str], shown: Values, fields: Values
) -> View:
    """The form again, the newer value in the hint of each field that both changed."""
    insisted = changed_fields(shown, fields) & subject.values(here).keys()
    newer = {name: _newer(here, name) for name in conflicts}
    return edit_view(here, subject, values, insisted=insisted, newer=newer)


def _newer(here: Editing, name: str) -> NewerValue:
    for line in here.records.history(here.client.id, limit=READ_BACK):
        if line.act is Act.CLIENT_EDITED and name in line.after:
            author = here.records.people.get(line.by_id) if line.by is By.COLLABORATOR else None
            return NewerValue(author.name if author else "", line.at)
    return NewerValue("", None)


def _save(here: Editing, subject: Subject, values: Values, view: Mapping[str, Any], body: Payload) -> bool:
    """Keep what changed, with its line of history; whether a social security number was masked in a text."""
    records = here.records
    try:
        change = subject.change(here, values)
    except FormRefused as refused:
        given = warned_of(ClientForm(), refused).warned
        told = frozenset(w for w in given if not records.first_time(f"warned:{view['id']}:{w}", here.now))
        if not told:
            raise
        change = subject.change(replace(here, warned=told), values)
    if not first_time(records, body, here.now):
        return change.masked
    before, was_custom = subject.values(here), records.custom_fields.values_of(here.client.id)
    _keep_nir(here, change)
    if change.custom is not None:
        records.custom_fields.keep_values(here.client.id, change.custom)
    after = subject.values(replace(here, client=change.client))
    names = differing(before, after)
    if not names:
        return change.masked
    records.clients.keep(change.client)
    if change.custom is not None:
        # As they are kept: a list's own names for its choices would mean nothing to a reader of the history.
        before = {f"{CUSTOM}{number}": was_custom.get(number, "") for number in change.custom}
        after = {f"{CUSTOM}{number}": value for number, value in change.custom.items()}
    note_difference(here, Act.CLIENT_EDITED, before, after, names)
    return change.masked


def _keep_nir(here: Editing, change: Change) -> None:
    """The number typed anew; the one held goes when its ground does. History says so, never the number."""
    nirs, client_id = here.records.nirs, here.client.id
    if change.nir is not None:
        nirs.keep(client_id, change.nir)
        note_nir(here.records, Act.NIR_KEPT, client_id, here.who, here.now)
    else:
        erase_without_ground(here.records, [change.client], here.who, here.now)
