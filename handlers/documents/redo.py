"""« À refaire »: a document is sent back, with the words that the client will read."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.messages import Document
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.requests import WORDS_LENGTH, RedoReason
from domain.text import read_required
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.facts import Facts, facts_of
from handlers.desk import Desk, Payload, first_time, metadata, named, redraw, show, typed
from handlers.documents.labels import no_request_by_mail, redo_label
from handlers.documents.listing import redraw_documents_beneath
from handlers.documents.noting import note
from handlers.explain import errors_in
from handlers.letters.requests import receives_requests, redo_letter
from handlers.who_can import worked_on
from handlers.words import Words, words_for

desk = Desk()

CALLBACK = "document.redo"


def _view(facts: Facts, document: Document, reader: Contact | None, reason: RedoReason) -> View:
    words, client = facts.words, facts.client
    sender = next((c.name for c in facts.contacts if c.id == document.contact_id), "")
    received = words.gettext("received {moment}").format(moment=facts.instant(document.received_at))
    if sender:
        received = words.gettext("received {moment} from {contact}").format(
            moment=facts.instant(document.received_at), contact=escape(sender)
        )
    options = [blocks.option(redo_label(one, words), one.value) for one in RedoReason]
    proposed = _proposed(reason, words_for(reader.language) if reader else words)
    by_mail = blocks.option(words.gettext("By e-mail, with the link to send it"), "mail")
    tell = blocks.input_(
        "tell", words.gettext("Tell"), blocks.checkboxes("value", [by_mail], initial=["mail"]), optional=True
    )
    return blocks.modal(
        CALLBACK,
        words.gettext("To redo"),
        [
            blocks.literal(document.filename, bold=True),
            blocks.context(f"{words.gettext('Client {client}').format(client=escape(client.name))} · {received}"),
            blocks.input_(
                "reason",
                words.gettext("Reason"),
                blocks.select("value", options, initial=reason.value),
                dispatch=True,
            ),
            blocks.input_(
                f"words.{reason.value}",
                words.gettext("What the client will read"),
                blocks.text_input(max_length=WORDS_LENGTH, multiline=True, initial=proposed or None),
                hint=words.gettext("Proposed by the reason.") if proposed else None,
            ),
            *([tell] if reader and receives_requests(client) else []),
            *([] if receives_requests(client) else [blocks.context(no_request_by_mail(words))]),
            blocks.context(
                words.gettext("The document stays in the client file, marked “To redo”. The next one takes its place.")
            ),
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Mark to redo"),
        metadata={"client": f"c{client.id}", "document": f"d{document.id}", "version": document.version},
    )


def _proposed(reason: RedoReason, words: Words) -> str:
    """In the language of whoever will read it."""
    return {
        RedoReason.UNREADABLE: words.gettext("Image too blurred: photograph it flat, in good light."),
        RedoReason.INCOMPLETE: words.gettext("Pages are missing: send the whole document."),
        RedoReason.WRONG: words.gettext("This is not the document that we asked for."),
        RedoReason.PERIOD: words.gettext("This document is about another period."),
        RedoReason.OTHER: "",
    }[reason]


def _found(records: Records, who: Collaborator, opaque: object) -> tuple[Client, Document]:
    """The document and its client, for someone who works on it. NotFound, ClientTerminated."""
    document = records.messages.document_visible_to(who, named(opaque, "d", "document"))
    if document.client_id is None:
        raise NotFound("document")
    return worked_on(records, who, document.client_id), document


def _reader(records: Records, document: Document, client: Client) -> Contact | None:
    """Whoever sent it, else the default contact; None when neither has an address that works."""
    contacts = [c for c in records.contacts.of_client(client.id) if c.email and c.is_reached]
    sender = next((c for c in contacts if c.id == document.contact_id), None)
    return sender or next((c for c in contacts if c.is_default), None)


@desk.action(CALLBACK)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        client, document = _found(records, who, body["actions"][0].get("value"))
        facts = facts_of(records, client, words, office.now())
        view = _view(facts, document, _reader(records, document, client), RedoReason.UNREADABLE)
    ack()
    show(context, body, view)


@desk.action("value", view=CALLBACK)
def propose_words(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another reason proposes other words."""
    with office.reading() as records:
        client, document = _found(records, who, metadata(body["view"]).get("document"))
        facts = facts_of(records, client, words, office.now())
        view = _view(facts, document, _reader(records, document, client), _reason(typed(body["view"])))
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def mark_to_redo(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    now = office.now()
    fields = typed(view)
    with office.records() as records:
        client, document = _found(records, who, metadata(view).get("document"))
        reason = _reason(fields)
        try:
            said = read_required(typed(view, reason.value).get("words"), WORDS_LENGTH)
        except Refusal as refusal:
            return ack(response_action="errors", errors=errors_in(view, FormRefused({"words": refusal}), words))
        if first_time(records, body, now):
            if str(metadata(view).get("version", document.version)) != str(document.version):
                raise records.messages.document_decided(document)
            marked = records.messages.keep_document(document.sent_back(reason, said, now))
            after = {"document": document.filename, "reason": reason.value, "words": said}
            note(records, Act.DOCUMENT_TO_REDO, client, document.id, who, now, after)
            reader = _reader(records, document, client)
            if fields.get("tell") and reader is not None:
                redo_letter(records, office, client, reader, who, marked)
    redraw_documents_beneath(context, view, office, who, words, client.id)
    return ack()


def _reason(fields: Mapping[str, Any]) -> RedoReason:
    try:
        return RedoReason(str(fields.get("reason")))
    except ValueError:
        raise NotFound("choice") from None
