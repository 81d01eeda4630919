"""« Répondre »: who will read it stands above the field, and the answer leaves in the same thread."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.history import HistoryLine
from domain.messages import Message
from domain.nir import NoGroundForNir, without_nirs
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.text import read_required
from handlers import blocks
from handlers.blocks import View, checkboxes, escape, input_, literal, modal, option, text_input
from handlers.desk import Desk, Payload, first_time, metadata, show, typed
from handlers.letters.reply import reply_letter
from handlers.mail.access import message_for
from handlers.mail.cards import CardFacts
from handlers.mail.posting import ask_readers, card_facts, redraw_card
from handlers.mail.window import WINDOW, is_window, redraw_window_beneath
from handlers.words import Words

desk = Desk()

LONGEST = 3000
QUOTED = 400


@desk.action("mail.reply")
def write_reply(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The form of a reply."""
    now = office.now()
    with office.reading() as records:
        message = message_for(records, who, body["actions"][0].get("value"))
        _answerable(message)
        facts = card_facts(records, message, now)
        view = _form(facts, records.firm.mail_from, who, words, from_window=is_window(body))
    ack()
    show(context, body, view)


@desk.view("mail.reply")
def send_reply(
    ack: Ack,
    body: dict[str, Any],
    view: dict[str, Any],
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
) -> BoltResponse:
    """The reply leaves, once, and the message is handled unless told otherwise."""
    now = office.now()
    form, opaque = typed(view), metadata(view).get("mail")
    ask_readers(office, opaque)
    with office.records() as records:
        message = message_for(records, who, opaque)
        client = records.clients.visible_to(who, _answerable(message))
        try:
            text = read_text(form.get("body"))
        except Refusal as refusal:
            raise FormRefused({"body": refusal}) from refusal
        if first_time(records, body, now):
            sent = reply_letter(records, office, message, client, who, text)
            done = "handled" in (form.get("after") or [])
            kept = records.messages.keep(message.answered(who.id, now, handled=done))
            records.note(
                HistoryLine.by_person(
                    who, Act.MAIL_REPLIED, now, client_id=client.id, subject_id=message.id, after={"reply": sent.id}
                )
            )
            redraw_card(records, office, kept, now)
    redraw_window_beneath(view, context, office, who, words)
    return ack()


def read_text(typed_text: str | None) -> str:
    """What was written, its lines kept. Missing, TooLong."""
    text = (typed_text or "").replace("\0", "").strip()
    read_required(text.replace("\n", " "), at_most=LONGEST)
    if without_nirs(text) != text:
        raise NoGroundForNir
    return text


def _answerable(message: Message) -> int:
    """The client of a message that may be answered; NotFound for one without client or address."""
    if message.client_id is None or not message.sender or message.needs_person:
        raise NotFound("message")
    return message.client_id


def _form(facts: CardFacts, mailbox: str, who: Collaborator, words: Words, *, from_window: bool) -> View:
    reached = dict.fromkeys([facts.writer(words), facts.message.sender])
    to = words.gettext("To: {person} · {client}").format(
        person=", ".join(escape(part) for part in reached),
        client=escape(facts.client.name if facts.client else ""),
    )
    leaves = words.gettext(
        "Leaves from {mailbox} in the name of {person}, in the same thread. Your signature is added."
    )
    handled = option(words.gettext("Mark this message handled"), "handled")
    return modal(
        "mail.reply",
        words.gettext("Reply"),
        [
            blocks.context(to),
            literal(facts.message.text[:QUOTED] or words.gettext("(empty message)"), quote=True),
            input_("body", words.gettext("Your reply"), text_input(max_length=LONGEST, multiline=True, focus=True)),
            input_(
                "after",
                words.gettext("Then"),
                checkboxes("value", [handled], initial=["handled"]),
                optional=True,
            ),
            blocks.context(leaves.format(mailbox=mailbox, person=escape(who.name))),
        ],
        close=words.gettext("Cancel"),
        submit=words.gettext("Send to the client"),
        metadata={"mail": facts.value, WINDOW: from_window},
    )
