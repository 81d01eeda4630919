"""« Courriers » of a client: what was written to it and by it, the latest first; eight a page."""

from slack_bolt import Ack, BoltContext

from domain.books import Records
from domain.clients import Client
from domain.messages import Direction, Message, MessageState
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import Facts, facts_of
from handlers.desk import Desk, Payload, metadata, number_of, page_asked, redraw, show
from handlers.paging import PAGE, paging
from handlers.words import Words

desk = Desk()

CALLBACK = "client.mails"


def mails_view_of(office: Office, who: Collaborator, words: Words, client_id: int, page: int = 1) -> View:
    """For whoever sees the client. NotFound."""
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return _view(records, client, facts_of(records, client, words, office.now()), page)


def _view(records: Records, client: Client, facts: Facts, page: int) -> View:
    words = facts.words
    found, count = records.messages.page_of_client(client.id, limit=PAGE, offset=(page - 1) * PAGE)
    rows = [block for message in found for block in _row(message, facts)]
    return blocks.modal(
        CALLBACK,
        words.gettext("Messages"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            *(rows or [blocks.section(words.gettext("None yet."))]),
            *paging(page, count, PAGE, words),
        ],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}"},
    )


def _row(message: Message, facts: Facts) -> list[Block]:
    words = facts.words
    came = message.direction is Direction.IN
    if came:
        whom = message.sender_name or message.sender
    else:
        whom = words.gettext("to {address}").format(address=message.recipient)
    line = [whom, facts.instant(message.written_at)]
    if came and message.state is MessageState.UNREAD:
        line.append(words.gettext("unread"))
    acts = [blocks.button(words.gettext("Open"), "mail.open", f"m{message.id}")]
    if came and message.sender and not message.needs_person:
        acts.append(blocks.button(words.gettext("Reply"), "mail.reply", f"m{message.id}"))
    return [
        blocks.literal(message.subject or words.gettext("(no subject)"), bold=True),
        blocks.plain_context(" · ".join(line)),
        blocks.actions(*acts, block_id=f"m{message.id}"),
    ]


@desk.action(CALLBACK)
def open_mails(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = mails_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def turn_page(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    client_id = number_of(metadata(body["view"]).get("client"), "c")
    view = mails_view_of(office, who, words, client_id, page_asked(body))
    ack()
    redraw(context, body, view)
