"""« Rattacher »: which client, which files, and what to do the next time."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing
from handlers.attach_view import FILES_OFFERED, attach_view
from handlers.blocks import Block, View, checkboxes, escape, input_, option, radio_buttons
from handlers.clients.typeahead import client_options
from handlers.desk import Desk, Payload, first_time, metadata, number_of, typed
from handlers.mail.access import decided_first, message_for
from handlers.mail.cards import CardFacts
from handlers.mail.filing import attach
from handlers.mail.posting import ask_readers, redraw_card
from handlers.mail.window import WINDOW, redraw_window_beneath
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()


class NotChecked(Missing):
    """A message that failed its checks is attached only once a person has called the client."""


def attach_form(facts: CardFacts, words: Words, *, from_window: bool) -> View:
    message = facts.message
    when = words.instant(message.written_at, facts.zone, facts.now)
    subject = escape(message.subject or words.gettext("(no subject)"), 100)
    line = words.gettext("“{subject}” · {sender} · {moment}")
    files = [
        option(document.filename, f"d{document.id}", words.size(document.size))
        for document in facts.files[:FILES_OFFERED]
        if document.refused is None
    ]
    further: list[Block] = []
    if message.sender:
        choices = [
            option(words.gettext("Attach this address to this client"), "address"),
            option(words.gettext("Only this message"), "once"),
        ]
        further.append(
            input_(
                "remember",
                words.gettext("Next time"),
                radio_buttons("value", choices, initial="once"),
                hint=words.gettext("An attached address becomes an “Other” contact of the client, without invitation."),
            )
        )
    if facts.is_doubtful:
        checked = checkboxes("value", [option(words.gettext("I have checked with the client"), "yes")])
        further.append(input_("checked", words.gettext("The sender is not verified"), checked))
    return attach_view(
        "mail.attach",
        line.format(subject=subject, sender=escape(facts.writer(words)), moment=when),
        files,
        further,
        words,
        {"mail": facts.value, "was": message.client_id, WINDOW: from_window},
    )


@desk.options("pick", view="mail.attach")
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    ack(options=client_options(office, who, body))


@desk.view("mail.attach")
def attach_message(
    ack: Ack,
    body: dict[str, Any],
    view: dict[str, Any],
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
) -> BoltResponse:
    """The message goes in the client file; its files with it, and its sender when asked."""
    now = office.now()
    form, opaque = typed(view), metadata(view).get("mail")
    ask_readers(office, opaque)
    with office.records() as records:
        message = message_for(records, who, opaque)
        client = worked_on(records, who, number_of(form.get("client"), "c"))
        if "checked" in form and not form["checked"]:
            raise FormRefused({"checked": NotChecked()})
        with decided_first(records, message):
            message = message.as_seen(who.id, metadata(view).get("was", message.client_id), now)
        if first_time(records, body, now):
            files = {number_of(value, "d") for value in form["files"]} if "files" in form else None
            kept = attach(records, message, client, who, now, files=files, remember=form.get("remember") == "address")
            redraw_card(records, office, kept, now)
    redraw_window_beneath(view, context, office, who, words)
    return ack()
