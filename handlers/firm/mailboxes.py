"""« Boîtes et canaux »: whether the mailbox is read, where its cards go, and whose mails have none."""

from collections.abc import Sequence
from hashlib import sha256

from slack_bolt import Ack, BoltContext

from domain.acts import Act
from domain.books import Mailbox
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block, View
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, page_asked, page_shown, redraw, show
from handlers.mail.health import mailbox_line
from handlers.paging import PAGE, paging
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "settings.mailboxes"


@desk.action("settings.mailboxes")
def open_mailboxes(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        view = _view(Surroundings(records, who, words, office.now()), 1)
    ack()
    show(context, body, view)


@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def turn_page(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        view = _view(Surroundings(records, who, words, office.now()), page_asked(body))
    ack()
    redraw(context, body, view)


@desk.action("sender.hear", view=CALLBACK)
def hear_again(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Ne plus ignorer »: the next mails of that sender have their cards again."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        asked = body["actions"][0].get("value")
        address = next((one for one in records.messages.ignored_senders() if sender_key(one) == asked), None)
        if address is None:
            raise NotFound("sender")
        if first_time(records, body, now):
            records.messages.hear_sender(address)
            records.note(HistoryLine.by_person(who, Act.FIRM_SENDER_HEARD, now, before={"sender": address}))
        view = _view(Surroundings(records, who, words, now), page_shown(body["view"]))
    ack()
    redraw(context, body, view)


def _view(here: Surroundings, page: int) -> View:
    words, records = here.words, here.records
    body: list[Block] = [_mailbox(here, mailbox) for mailbox in records.inbound.mailboxes()]
    channel = records.firm.mail_channel
    where = f"<#{channel}>" if channel else words.gettext("no channel: the administrators")
    opening = blocks.button(
        words.gettext("Open"),
        "firm.channels",
        accessibility=words.gettext("Open {client}").format(client=words.gettext("Channels")),
    )
    body.append(blocks.section(f"*{words.gettext('Channels')}*\n{where}", accessory=opening))
    senders = records.messages.ignored_senders()
    body.append(blocks.header(words.gettext("Ignored senders")))
    if not senders:
        body.append(blocks.context(words.gettext("None. “Ignore this sender” stands on the card of a message.")))
    shown = senders[(page - 1) * PAGE : page * PAGE]
    body += _senders(shown, words)
    if len(senders) > PAGE:
        body += paging(page, len(senders), PAGE, words)
    return blocks.modal(
        CALLBACK, words.gettext("Mailboxes and channels"), body, close=words.gettext("Back"), metadata={"page": page}
    )


def _mailbox(here: Surroundings, mailbox: Mailbox) -> Block:
    """Whether it is read; where it is not, the way to what may be done."""
    words = here.words
    line = mailbox_line(mailbox, words, here.records.firm.zone, here.now)
    icon = "🔴" if mailbox.problem is not None else "🟢"
    text = f"{mailbox.address}\n{icon} {line}" if line else mailbox.address
    block: Block = {"type": "section", "text": blocks.plain(text)}
    if mailbox.problem is not None:
        block["accessory"] = blocks.button(words.gettext("Open"), "incident.open", f"b{mailbox.id}")
    return block


def _senders(addresses: Sequence[str], words: Words) -> list[Block]:
    """Addresses are plain text: an underscore would set them in italics."""
    return [
        {
            "type": "section",
            "text": blocks.plain(address, 320),
            "accessory": blocks.button(words.gettext("Hear again"), "sender.hear", sender_key(address)),
        }
        for address in addresses
    ]


def sender_key(address: str) -> str:
    """What stands for that address in a window."""
    return sha256(address.encode()).hexdigest()[:20]
