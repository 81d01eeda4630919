"""What people do with a mail from its card: handle, reopen, attach, ignore, take, open, call."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext

from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.messages import Message
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.wizard import ClientForm, Person
from handlers.clients.card import card_of
from handlers.clients.wizard.desk import open_wizard
from handlers.desk import Desk, Payload, first_time, number_of, show
from handlers.mail.access import decided_first, message_for
from handlers.mail.attach_form import attach_form
from handlers.mail.filing import attach
from handlers.mail.posting import ask_readers, card_facts, redraw_card
from handlers.mail.reading import call_view, message_window
from handlers.mail.window import is_window
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

Change = Callable[[Records, Message, Collaborator, datetime], Message]


def change(body: Payload, office: Office, who: Collaborator, opaque: object, decide: Change) -> None:
    """Do it once, and redraw the cards; `decide` writes its own line of history."""
    now = office.now()
    ask_readers(office, opaque)
    with office.records() as records:
        message = message_for(records, who, opaque)
        if first_time(records, body, now):
            with decided_first(records, message):
                decided = decide(records, message, who, now)
            redraw_card(records, office, decided, now)


def _become(records: Records, before: Message, after: Message, act: Act, who: Collaborator, now: datetime) -> Message:
    """The message as it has become, with the line that says so; none when nothing changed."""
    if after == before:
        return before
    kept = records.messages.keep(after)
    records.note(HistoryLine.by_person(who, act, now, client_id=kept.client_id, subject_id=kept.id))
    return kept


def _handle(records: Records, message: Message, who: Collaborator, now: datetime) -> Message:
    return _become(records, message, message.handled(who.id, now), Act.MAIL_HANDLED, who, now)


def _reopen(records: Records, message: Message, who: Collaborator, now: datetime) -> Message:
    return _become(records, message, message.reopened(), Act.MAIL_REOPENED, who, now)


def _take(records: Records, message: Message, who: Collaborator, now: datetime) -> Message:
    return _become(records, message, message.assigned(who.id), Act.MAIL_ASSIGNED, who, now)


def _ignore(records: Records, message: Message, who: Collaborator, now: datetime) -> Message:
    done = _become(records, message, message.handled(who.id, now), Act.MAIL_SENDER_IGNORED, who, now)
    if done is message and message.sender.lower() not in records.messages.ignored_senders():
        records.note(
            HistoryLine.by_person(who, Act.MAIL_SENDER_IGNORED, now, client_id=message.client_id, subject_id=message.id)
        )
    records.messages.decide_sender(message.sender, None, ignored=True)
    return done


@desk.action("mail.handled")
def mark_handled(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    """« Marquer traité »: at once, no dialog; « Rouvrir » stays."""
    change(body, office, who, body["actions"][0].get("value"), _handle)
    ack()


@desk.action("mail.reopen")
def reopen(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    change(body, office, who, body["actions"][0].get("value"), _reopen)
    ack()


@desk.action("mail.attach_to")
def attach_to_suggested(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    """The likely client, in one press; this message only."""
    opaque, _, client = str(body["actions"][0].get("value") or "").partition(":")

    def to_client(records: Records, message: Message, by: Collaborator, now: datetime) -> Message:
        chosen = worked_on(records, by, number_of(client, "c"))
        return attach(records, message.as_seen(by.id, None, now), chosen, by, now)

    change(body, office, who, opaque, to_client)
    ack()


@desk.action("mail.attach")
def choose_client(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Choisir un dossier »."""
    _open_attach(body, context, office, who, words, body["actions"][0].get("value"))
    ack()


@desk.action("mail.read")
@desk.action("mail.open")
def read_whole(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The whole message, for someone who may see its client; it is then read for the firm."""
    _open_message(body, context, office, who, words, body["actions"][0].get("value"))
    ack()


@desk.action("mail.call")
def call_client(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The numbers of the client file, never those of the message."""
    with office.reading() as records:
        message = message_for(records, who, body["actions"][0].get("value"))
        view = call_view(records, message, who, words)
    ack()
    show(context, body, view)


@desk.action("mail.create_client")
def create_client(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The wizard, with the sender as contact; the message is attached when the client is saved."""
    with office.reading() as records:
        message = message_for(records, who, body["actions"][0].get("value"))
        firm = records.firm
    first, _, last = message.sender_name.rpartition(" ")
    person = Person(first_name=first, last_name=last, email=message.sender, by_email=False)
    form = ClientForm(services=firm.default_services, people=(person,), message_id=message.id)
    ack()
    open_wizard(context, body, office, who, words, form)


@desk.action("mail.more")
def more(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ menu of a card."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, opaque = str(chosen or "").partition(":")
    match act:
        case "read":
            _open_message(body, context, office, who, words, opaque)
        case "open":
            with office.reading() as records:
                client_id = message_for(records, who, opaque).client_id
            if client_id is None:
                raise NotFound("client")
            show(context, body, card_of(office, who, words, client_id))
        case "attach":
            _open_attach(body, context, office, who, words, opaque)
        case "assign":
            change(body, office, who, opaque, _take)
        case "ignore":
            change(body, office, who, opaque, _ignore)
        case _:
            raise NotFound("message")
    ack()


def _open_attach(
    body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words, opaque: Any
) -> None:
    now = office.now()
    with office.reading() as records:
        message = message_for(records, who, opaque)
        view = attach_form(card_facts(records, message, now), words, from_window=is_window(body))
    show(context, body, view)


def _open_message(
    body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words, opaque: Any
) -> None:
    now = office.now()
    with office.records() as records:
        message = message_for(records, who, opaque)
        message = _become(records, message, message.opened(), Act.MAIL_READ, who, now)
        view = message_window(records, who, words, f"m{message.id}", now)
    show(context, body, view)
