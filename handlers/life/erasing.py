"""« Effacer »: a terminated client leaves the books for good, once an export has been offered."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.life import NotTerminated, NotTheName, to_erase
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import redraw_card_beneath
from handlers.desk import Desk, Payload, first_time, metadata, number_of, show, typed
from handlers.life.terminating import typed_name
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()


def erase_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """NotFound, RoleTooLow, NotTerminated."""
    with office.reading() as records:
        client = _to_erase(records, who, client_id)
    points = [
        words.gettext("Contacts, documents, messages, notes and history leave for good. Nothing brings them back."),
        words.gettext("Accounting papers are owed for 10 years: export them first if nobody else keeps them."),
        words.gettext("One line stays, without a name: that a client file was erased, when and by whom."),
    ]
    done = blocks.option(words.gettext("I have the export, or nothing is to be kept"), "yes")
    exporting = blocks.button(words.gettext("Export first"), Reserved.CLIENT_EXPORT, f"c{client.id}")
    return blocks.modal(
        Reserved.CLIENT_ERASE,
        words.gettext("Erase the client"),
        [
            blocks.section(words.gettext("You are about to erase {client}.").format(client=f"*{escape(client.name)}*")),
            blocks.section("\n".join(f"• {point}" for point in points)),
            blocks.actions(exporting, block_id="export"),
            blocks.input_("kept", words.gettext("Export"), blocks.checkboxes("value", [done])),
            typed_name(client, words),
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Erase"),
        metadata={"client": f"c{client.id}"},
    )


def _to_erase(records: Records, who: Collaborator, client_id: int) -> Client:
    administering(records, who, Reserved.CLIENT_ERASE)
    client = records.clients.visible_to(who, client_id)
    if client.terminated_at is None:
        raise NotTerminated
    return client


@desk.action(Reserved.CLIENT_ERASE)
def open_erasure(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = erase_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.view(Reserved.CLIENT_ERASE)
def erase(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The next sweep erases it."""
    client_id, now = number_of(metadata(view).get("client"), "c"), office.now()
    fields = typed(view)
    try:
        with office.records() as records:
            client = _to_erase(records, who, client_id)
            if not fields.get("kept"):
                raise FormRefused({"kept": Missing()})
            if first_time(records, body, now):
                records.clients.keep(to_erase(client, str(fields.get("name") or ""), who, now))
                records.erasure.told(client.id, now)
                line = HistoryLine.by_person(who, Act.CLIENT_ERASURE_ASKED, now, client_id=client.id)
                records.note(line)
    except NotTheName as refusal:
        raise FormRefused({"name": refusal}) from refusal
    redraw_card_beneath(context, view, office, who, words, client_id)
    return ack()
