"""« Demander une pièce »: what is missing, for which period, by when, and who is written to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.contacts import Contact
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound, Refusal
from domain.requests import (
    AT_ONCE,
    LABEL_LENGTH,
    USUAL_WAIT,
    NewRequest,
    Period,
    proposed_periods,
    read_due,
    read_label,
)
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import Facts, facts_of
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw, show, typed
from handlers.documents.labels import no_request_by_mail, period_label
from handlers.documents.listing import redraw_documents_beneath
from handlers.documents.noting import note
from handlers.explain import errors_in
from handlers.letters.requests import receives_requests, request_letter
from handlers.who_can import worked_on
from handlers.words import Words, capitalised

desk = Desk()

CALLBACK = "request.new"
NO_PERIOD = "none"
LISTED_CONTACTS = 10


def _view(facts: Facts, fields: int = 1) -> View:
    words, client = facts.words, facts.client
    awaited = [request.label for request in facts.records.requests.awaited(client.id)]
    head = words.gettext("Client {client}").format(client=escape(client.name))
    if awaited:
        asked = words.gettext("already asked for: {documents}").format(documents=escape(", ".join(awaited), 400))
        head = f"{head} · {asked}"
    asked_fields = [block for number in range(1, fields + 1) for block in _document(facts, number)]
    more = blocks.button(words.gettext("Add another document"), "request.add")
    return blocks.modal(
        CALLBACK,
        words.gettext("Ask for a document"),
        [
            blocks.context(head),
            *asked_fields,
            blocks.input_(
                "due",
                words.gettext("To send before"),
                blocks.date_picker("value", initial=(facts.today + USUAL_WAIT).isoformat()),
            ),
            *_readers(facts),
            *([blocks.actions(more, block_id="more")] if fields < AT_ONCE else []),
            blocks.context(words.gettext("The request stays in their space, under “To send”, until it is received.")),
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Ask"),
        metadata={"client": f"c{client.id}", "fields": fields},
    )


def _document(facts: Facts, number: int) -> list[Block]:
    words = facts.words
    periods = [
        blocks.option(capitalised(period_label(period, words)), str(period)) for period in proposed_periods(facts.today)
    ]
    periods.append(blocks.option(words.gettext("No period"), NO_PERIOD))
    label = blocks.text_input(max_length=LABEL_LENGTH, placeholder=words.gettext("Bank statement"), focus=number == 1)
    hint = words.gettext("As the client will read it. One document a request.") if number == 1 else None
    return [
        blocks.input_(f"label{number}", words.gettext("Document asked for"), label, hint=hint, optional=number > 1),
        blocks.input_(
            f"period{number}",
            words.gettext("Period"),
            blocks.select("value", periods, initial=periods[0]["value"]),
        ),
    ]


def _readers(facts: Facts) -> list[Block]:
    """Whom to ask: those whose address works, the default contact ticked."""
    words = facts.words
    if not receives_requests(facts.client):
        return [blocks.context(no_request_by_mail(words))]
    reached = _reached(facts.contacts)
    if not reached:
        sentence = words.gettext("No contact has an address that works: the request stays in the client file.")
        return [blocks.context(sentence)]
    options = [
        blocks.option(contact.name, f"ct{contact.id}", capitalised(facts.access_of(contact)[1]))
        for contact in reached[:LISTED_CONTACTS]
    ]
    default = next((c for c in reached if c.is_default), reached[0])
    by_mail = blocks.option(words.gettext("By e-mail, with the link to send it"), "mail")
    return [
        blocks.input_(
            "who",
            words.gettext("Ask whom"),
            blocks.checkboxes("value", options, initial=[f"ct{default.id}"]),
            optional=True,
        ),
        blocks.input_(
            "tell", words.gettext("Tell"), blocks.checkboxes("value", [by_mail], initial=["mail"]), optional=True
        ),
    ]


def _reached(contacts: Sequence[Contact]) -> list[Contact]:
    return [contact for contact in contacts if contact.is_reached]


@desk.action(CALLBACK)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        client = worked_on(records, who, number_of(body["actions"][0].get("value"), "c"))
        view = _view(facts_of(records, client, words, office.now()))
    ack()
    show(context, body, view)


@desk.action("request.add", view=CALLBACK)
def add_document(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """One more document in the same letter; what was typed stays."""
    with office.reading() as records:
        client = worked_on(records, who, _client_of(body["view"]))
        fields = min(_fields_of(body["view"]) + 1, AT_ONCE)
        view = _view(facts_of(records, client, words, office.now()), fields)
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def ask(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Each document has its request and its line of history; one letter to each contact names them all."""
    client_id, now = _client_of(view), office.now()
    fields = typed(view)
    with office.records() as records:
        client = worked_on(records, who, client_id)
        today = now.astimezone(records.firm.zone).date()
        reached = {f"ct{contact.id}": contact for contact in _reached(records.contacts.of_client(client.id))}
        if not set(fields.get("who") or ()) <= set(reached):
            raise NotFound("contact")
        readers = [reached[name] for name in fields.get("who") or ()]
        try:
            wanted = _read(fields, _fields_of(view), today)
        except FormRefused as refused:
            return ack(response_action="errors", errors=errors_in(view, refused, words, today))
        if first_time(records, body, now):
            written_to = readers if fields.get("tell") and receives_requests(client) else []
            new = [
                NewRequest(client.id, label, due, now, who.id, period, tuple(contact.id for contact in written_to))
                for label, period, due in wanted
            ]
            requests = [records.requests.add(one) for one in new]
            for request in requests:
                after = {"document": request.label, "period": request.period, "due": request.due_on.isoformat()}
                note(records, Act.REQUEST_ASKED, client, request.id, who, now, after)
            for contact in written_to:
                request_letter(records, office, client, contact, who, requests)
    redraw_documents_beneath(context, view, office, who, words, client_id)
    return ack()


def _read(fields: Mapping[str, Any], count: int, today: date) -> list[tuple[str, str | None, date]]:
    """Label, period and day of each document; those left empty after the first are left out. FormRefused."""
    errors: dict[str, Refusal] = {}
    found = []
    due = today
    try:
        due = read_due(date.fromisoformat(str(fields.get("due") or "")), today)
    except Refusal as refusal:
        errors["due"] = refusal
    except ValueError:
        errors["due"] = Missing()
    for number in range(1, count + 1):
        label = fields.get(f"label{number}")
        if number > 1 and not label:
            continue
        chosen = str(fields.get(f"period{number}") or NO_PERIOD)
        try:
            period = None if chosen == NO_PERIOD else str(Period.read(chosen))
            found.append((read_label(label), period, due))
        except Refusal as refusal:
            errors[f"label{number}"] = refusal
    if errors:
        raise FormRefused(errors)
    return found


def _client_of(view: Payload) -> int:
    return number_of(metadata(view).get("client"), "c")


def _fields_of(view: Payload) -> int:
    fields = metadata(view).get("fields")
    return fields if isinstance(fields, int) and 1 <= fields <= AT_ONCE else 1
