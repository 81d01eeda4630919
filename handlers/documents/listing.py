"""« Pièces »: what is still asked for, then what was received, the latest first; eight a page."""

from dataclasses import dataclass

from slack_bolt import Ack, BoltContext

from domain.acts import Act
from domain.clients import Client, ClientState
from domain.messages import Document
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.requests import Request, RequestEnd
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import Facts, facts_of
from handlers.desk import (
    Desk,
    Payload,
    first_time,
    metadata,
    named,
    number_of,
    page_asked,
    redraw,
    redraw_beneath,
    show,
)
from handlers.documents.labels import asked_for
from handlers.documents.noting import note
from handlers.paging import PAGE, paging
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

CALLBACK = "client.documents"
ASKED_AT_MOST = 12
KINDS = ("all", "refused")


@dataclass(frozen=True, slots=True)
class Shown:
    """Which documents the list shows: all, or those that were refused; `page` counts from 1."""

    kind: str = "all"
    page: int = 1


def documents_view_of(
    office: Office, who: Collaborator, words: Words, client_id: int, shown: Shown | None = None
) -> View:
    """For whoever sees the client. NotFound."""
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return documents_view(facts_of(records, client, words, office.now()), shown or Shown())


def redraw_documents_beneath(
    context: BoltContext, view: Payload, office: Office, who: Collaborator, words: Words, client_id: int
) -> None:
    """Give way to the documents of that client, when the form was opened from a view. NotFound."""
    if view.get("previous_view_id"):
        redraw_beneath(context, view, documents_view_of(office, who, words, client_id))


def documents_view(facts: Facts, shown: Shown) -> View:
    words, client = facts.words, facts.client
    found, count = facts.records.messages.page_of_documents(
        client.id, refused=shown.kind == "refused", limit=PAGE, offset=(shown.page - 1) * PAGE
    )
    works = client.state is not ClientState.TERMINATED
    rows = [block for document in found for block in _row(facts, document, works)]
    asked = _asked(facts, works)
    if not rows and (shown.kind == "refused" or not asked):
        empty = words.gettext("No refused document.") if shown.kind == "refused" else words.gettext("None yet.")
        rows = [blocks.section(empty)]
    return blocks.modal(
        CALLBACK,
        words.gettext("Documents"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            _top(client, shown, works, words),
            *asked,
            *([blocks.divider()] if rows else []),
            *rows,
            *(paging(shown.page, count, PAGE, words) if count > PAGE else []),
        ],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}", "page": shown.page},
    )


def _top(client: Client, shown: Shown, works: bool, words: Words) -> Block:
    kinds = [
        blocks.option(words.gettext("All documents"), "all"),
        blocks.option(words.gettext("Refused documents"), "refused"),
    ]
    ask = blocks.button(words.gettext("Ask for a document"), "request.new", f"c{client.id}", primary=True)
    return blocks.actions(*([ask] if works else []), blocks.select("kind", kinds, initial=shown.kind), block_id="top")


def _asked(facts: Facts, works: bool) -> list[Block]:
    words = facts.words
    awaited = facts.records.requests.awaited(facts.client.id)
    if not awaited:
        return []
    found: list[Block] = [blocks.section(f"*{words.gettext('To send')}* · {words.number(len(awaited))}")]
    ends = [
        blocks.option(words.gettext("Received"), RequestEnd.RECEIVED.value),
        blocks.option(words.gettext("No longer asked for"), RequestEnd.DROPPED.value),
    ]
    for request in awaited[:ASKED_AT_MOST]:
        more = blocks.overflow("request.end", ends) if works else None
        text = f"{escape(asked_for(request, words))}\n{due_line(request, facts)}"
        found.append(blocks.section(text, accessory=more, block_id=f"rq{request.id}"))
    return found


def due_line(request: Request, facts: Facts) -> str:
    """`🟠 avant le 30 novembre`, and since when it is late."""
    words = facts.words
    day = words.day(request.due_on, facts.today)
    if request.due_on < facts.today:
        return f"🔴 {words.gettext('late, was due on {day}').format(day=day)}"
    return f"🟠 {words.gettext('before {day}').format(day=day)}"


def _row(facts: Facts, document: Document, works: bool) -> list[Block]:
    words = facts.words
    contact = next((c for c in facts.contacts if c.id == document.contact_id), None)
    line = [facts.instant(document.received_at)]
    if contact is not None:
        line.append(contact.name)
    line.append(words.size(document.size))
    line.append(_state(document, words))
    row: list[Block] = [blocks.literal(document.filename, bold=True), blocks.plain_context(" · ".join(line))]
    if document.redo_words:
        row.append(blocks.literal(document.redo_words, quote=True))
    if document.refused is None:
        acts = [blocks.button(words.gettext("Open"), "document.open", f"d{document.id}")]
        if works and document.may_be_sent_back:
            acts.append(blocks.button(words.gettext("To redo"), "document.redo", f"d{document.id}"))
        row.append(blocks.actions(*acts, block_id=f"d{document.id}"))
    return row


def _state(document: Document, words: Words) -> str:
    if document.refused is not None:
        return f"🔴 {words.gettext('refused')}"
    if document.redo_at is not None:
        return f"🟠 {words.gettext('to redo')}"
    return f"🟢 {words.gettext('received')}" if document.filed else f"🟠 {words.gettext('kept, not filed yet')}"


@desk.action(CALLBACK)
def open_documents(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = documents_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("kind", view=CALLBACK)
@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def change_list(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Another filter begins again at page 1."""
    view, action = body["view"], body["actions"][0]
    client_id = number_of(metadata(view).get("client"), "c")
    held = ((view.get("state") or {}).get("values") or {}).get("top", {}).get("kind", {})
    kind = (held.get("selected_option") or {}).get("value") or "all"
    if kind not in KINDS:
        raise NotFound("choice")
    page = 1
    if str(action.get("action_id", "")).startswith("page."):
        page = page_asked(body)
    redrawn = documents_view_of(office, who, words, client_id, Shown(kind, page))
    ack()
    redraw(context, body, redrawn)


@desk.action("request.end", view=CALLBACK)
def end_request(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Reçue », « Ne plus demander ». ChangedMeanwhile when somebody ended it first."""
    action, now = body["actions"][0], office.now()
    try:
        how = RequestEnd(str((action.get("selected_option") or {}).get("value")))
    except ValueError:
        raise NotFound("choice") from None
    with office.records() as records:
        client = worked_on(records, who, number_of(metadata(body["view"]).get("client"), "c"))
        request = records.requests.get(named(action.get("block_id"), "rq", "request"))
        if request is None or request.client_id != client.id:
            raise NotFound("request")
        if first_time(records, body, now):
            if request.ended is not None:
                raise records.requests.decided(request)
            records.requests.keep(request.end(how, who.id, now))
            act = Act.REQUEST_RECEIVED if how is RequestEnd.RECEIVED else Act.REQUEST_DROPPED
            note(records, act, client, request.id, who, now, {"document": request.label})
        view = documents_view(facts_of(records, client, words, now), Shown())
    ack()
    redraw(context, body, view)
