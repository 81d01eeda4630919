"""« L’invitation », read once: until an administrator has, no letter leaves for a client."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import ClientFilter, Records
from domain.clients import ClientState
from domain.history import HistoryLine
from domain.mail_texts import TextKind
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.letter_preview import invitation_in, letter_blocks, sender_line
from handlers.desk import Desk, Payload, first_time, redraw, show
from handlers.home.desk import refresh_home
from handlers.letters.example import SAMPLE, example_of, send_example, test_on_its_way
from handlers.who_can import administering
from handlers.words import LANGUAGES, Words

desk = Desk()

CALLBACK = "setup.review"
READ = "setup.read"
REAL_CLIENTS = 5


@desk.action("setup.texts")
def open_review(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Relire »: the invitation as it will be read."""
    with office.reading() as records:
        administering(records, who, Reserved.INVITATION_REVIEW)
        view = _view(records, office, who, words, words.language, SAMPLE)
    ack()
    show(context, body, view)


@desk.action("language", view=CALLBACK)
@desk.action("sample", view=CALLBACK)
@desk.action("language", view=READ)
@desk.action("sample", view=READ)
def change_sample(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The other language, or another client as the example."""
    language, sample = _which(body["view"])
    with office.reading() as records:
        administering(records, who, Reserved.INVITATION_REVIEW)
        view = _view(records, office, who, words, language, sample)
    ack()
    redraw(context, body, view)


@desk.action("send_test", view=CALLBACK)
@desk.action("send_test", view=READ)
def send_test(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« M’envoyer un essai »: to one's own address, marked as a test; its links open nothing."""
    language, sample = _which(body["view"])
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.INVITATION_REVIEW)
        if who.email is not None and first_time(records, body, now):
            text = records.mail_texts.get(TextKind.INVITATION, language)
            send_example(records, office, who, example_of(records, who, sample, language), text, TextKind.INVITATION)
        view = _view(records, office, who, words, language, sample, tested=True)
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def allow_sending(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """« Autoriser les envois »: what waited may leave, and history keeps who and when."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.INVITATION_REVIEW)
        ticked = ((view.get("state") or {}).get("values") or {}).get("read", {}).get("value", {})
        if not ticked.get("selected_options"):
            raise FormRefused({"read": Missing()})
        if first_time(records, body, now) and records.firm.invitation_read_at is None:
            records.keep_firm(replace(records.firm, invitation_read_at=now, invitation_read_by=who.id))
            records.outbox.release_letters(now)
            records.note(HistoryLine.by_person(who, Act.INVITATION_READ_ONCE, now))
    refresh_home(context, office, who, words)
    return ack()


def _which(view: Mapping[str, Any]) -> tuple[str, str]:
    """The language and the example chosen. NotFound for a language that was not offered."""
    chosen = ((view.get("state") or {}).get("values") or {}).get("which", {})
    values = {name: (element.get("selected_option") or {}).get("value") for name, element in chosen.items()}
    language, sample = str(values.get("language") or "fr"), str(values.get("sample") or SAMPLE)
    if language not in LANGUAGES:
        raise NotFound("choice")
    return language, sample


def _view(
    records: Records,
    office: Office,
    who: Collaborator,
    words: Words,
    language: str,
    sample: str,
    *,
    tested: bool = False,
) -> View:
    firm, now = records.firm, office.now()
    client, contact = example_of(records, who, sample, language)
    letter = invitation_in(records, client, contact, who, office)
    said = escape(test_on_its_way(who, words)) if tested else words.gettext("Test received: none.")
    real, _ = records.clients.find(who, ClientFilter(states=(ClientState.ACTIVE,), limit=REAL_CLIENTS))
    samples = [blocks.option(words.gettext("Sample client"), SAMPLE)]
    samples += [blocks.option(one.name, f"c{one.id}") for one in real]
    languages = [blocks.option(label, code) for code, label in LANGUAGES.items()]
    body = [
        blocks.section(
            words.gettext(
                "Here is what your clients will receive. Read it once, send yourself a test, then allow sending."
            )
        ),
        blocks.actions(
            blocks.select("language", languages, initial=language),
            blocks.select("sample", samples, initial=sample),
            block_id="which",
        ),
        blocks.divider(),
        *letter_blocks(letter, words.gettext("From: {sender}").format(sender=sender_line(firm, who))),
        blocks.actions(
            blocks.button(words.gettext("Send me a test"), "send_test"),
            blocks.button(words.gettext("Edit the text"), "settings.texts", TextKind.INVITATION),
            block_id="test",
        ),
        blocks.context(f"{said} {words.gettext('The chases are read in “Message texts”.')}"),
    ]
    if firm.invitation_read_at is not None:
        read = words.gettext("Read: sending is allowed since {moment}.").format(
            moment=words.instant(firm.invitation_read_at, firm.zone, now)
        )
        return blocks.modal(
            READ, words.gettext("The invitation"), [*body, blocks.context(read)], close=words.gettext("Close")
        )
    box = blocks.option(words.gettext("I have read this text, it may leave"), "yes")
    body.append(blocks.input_("read", words.gettext("Reading"), blocks.checkboxes("value", [box])))
    return blocks.modal(
        CALLBACK,
        words.gettext("The invitation"),
        body,
        close=words.gettext("Close"),
        submit=words.gettext("Allow sending"),
    )
