"""« Historique »: who did what, when, before and after, the latest first; eight a page."""

from zoneinfo import ZoneInfo

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block, View, clip, escape
from handlers.desk import Desk, Payload, metadata, number_of, page_asked, redraw, show
from handlers.life.history_words import Told
from handlers.paging import PAGE, paging
from handlers.words import Words

desk = Desk()

CALLBACK = "client.history"


def history_view_of(office: Office, who: Collaborator, words: Words, client_id: int, page: int = 1) -> View:
    """For whoever sees the client. NotFound."""
    now = office.now()
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        attempts = who.is_administrator
        count = records.count_history(client_id, attempts=attempts)
        page = min(page, max(1, -(-count // PAGE)))
        lines = records.history(client_id, limit=PAGE, offset=(page - 1) * PAGE, attempts=attempts)
        zone = records.firm.zone
        rows: list[Block] = []
        for line in lines:
            rows += history_row(Told(records, line, words, now), zone)
    if not rows:
        rows = [blocks.section(words.gettext("Nothing has happened yet."))]
    foot = paging(page, count, PAGE, words) if count > PAGE else []
    if who.is_administrator:
        foot.append(
            blocks.actions(
                blocks.button(words.gettext("Export"), Reserved.CLIENT_EXPORT, f"c{client_id}"), block_id="export"
            )
        )
    return blocks.modal(
        CALLBACK,
        words.gettext("History"),
        [blocks.context(f"*{escape(client.name)}*"), *rows, *foot],
        close=words.gettext("Back"),
        metadata={"client": f"c{client_id}"},
    )


def history_row(told: Told, zone: ZoneInfo) -> list[Block]:
    """`23 novembre, 9 h 14 · Nadia Benali`, what was done, and before and after where something changed."""
    words, at = told.words, told.line.at
    when = f"{words.day(at.astimezone(zone).date(), told.now.astimezone(zone).date())}, {words.hour(at, zone)}"
    row: list[Block] = [blocks.section(f"{when} · {escape(told.who)}\n{escape(told.sentence, 400)}")]
    if told.differences:
        row.append(blocks.plain_context(clip("\n".join(told.differences), 1500)))
    return row


@desk.action(CALLBACK)
def open_history(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = history_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def turn_page(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    client_id = number_of(metadata(body["view"]).get("client"), "c")
    view = history_view_of(office, who, words, client_id, page_asked(body))
    ack()
    redraw(context, body, view)
