"""« Désactiver », « Réactiver », « Rétablir »: what can be undone."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.invitations import Invitation
from domain.life import deactivated, reactivated, restored
from domain.office import Office
from domain.people import Collaborator
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import card_of, redraw_card_beneath
from handlers.desk import Desk, Payload, first_time, is_modal, metadata, number_of, redraw, show
from handlers.life.telling import tell_restored
from handlers.who_can import administering, led
from handlers.words import Words

desk = Desk()


def deactivate_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """The question, for someone who leads the client. NotFound, RoleTooLow, ClientTerminated."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_DEACTIVATE)
    return _question(
        Reserved.CLIENT_DEACTIVATE,
        words.gettext("Deactivate"),
        client,
        words.gettext("Chasing paused, client space read-only. Nothing is erased."),
        words,
    )


def reactivate_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """NotFound, RoleTooLow, ClientTerminated."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_DEACTIVATE)
    return _question(
        "client.reactivate",
        words.gettext("Reactivate"),
        client,
        words.gettext("The client is active again. Chasing is resumed by hand, from the card."),
        words,
    )


def _question(callback: str, title: str, client: Client, consequences: str, words: Words) -> View:
    return blocks.modal(
        callback,
        title,
        [blocks.section(f"*{escape(client.name)}*\n{consequences}")],
        close=words.gettext("Back"),
        submit=title,
        metadata={"client": f"c{client.id}"},
    )


@desk.action("client.reactivate")
def open_reactivation(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = reactivate_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.view(Reserved.CLIENT_DEACTIVATE)
def deactivate(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The client sleeps: what is chased waits for somebody to resume it."""
    now = office.now()
    with office.records() as records:
        client = led(records, who, number_of(metadata(view).get("client"), "c"), Reserved.CLIENT_DEACTIVATE)
        if first_time(records, body, now) and deactivated(client) != client:
            _changed(records, client, deactivated(client), Act.CLIENT_DEACTIVATED, who, office)
            for invitation in records.invitations.of_client(client.id):
                if invitation.is_chased:
                    _pause(records, invitation, who, office)
    return _back_to_card(ack, view, context, office, who, words, client.id)


@desk.view("client.reactivate")
def reactivate(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    now = office.now()
    with office.records() as records:
        client = led(records, who, number_of(metadata(view).get("client"), "c"), Reserved.CLIENT_DEACTIVATE)
        if first_time(records, body, now) and reactivated(client) != client:
            _changed(records, client, reactivated(client), Act.CLIENT_REACTIVATED, who, office)
    return _back_to_card(ack, view, context, office, who, words, client.id)


@desk.action("client.restore")
def restore(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Rétablir », from the card or from the message to the administrators. NotTerminated, ClientClosed."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.CLIENT_RESTORE)
        client = records.clients.visible_to(who, number_of(body["actions"][0].get("value"), "c"))
        if first_time(records, body, now):
            back = restored(client, who, now)
            _changed(records, client, back, Act.CLIENT_RESTORED, who, office)
            tell_restored(records, back, who, now)
    ack()
    view = card_of(office, who, words, client.id)
    if is_modal(body):
        redraw(context, body, view)
    else:
        show(context, body, view)


def _changed(records: Records, before: Client, after: Client, act: Act, who: Collaborator, office: Office) -> None:
    """Kept, with its one line. ChangedMeanwhile."""
    records.clients.keep(after)
    records.note(
        HistoryLine.by_person(
            who,
            act,
            office.now(),
            client_id=before.id,
            before={"state": before.state.value},
            after={"state": after.state.value},
        )
    )


def _pause(records: Records, invitation: Invitation, who: Collaborator, office: Office) -> None:
    records.invitations.keep(invitation.pause(None, None))
    records.note(
        HistoryLine.by_person(
            who, Act.CHASE_PAUSED, office.now(), client_id=invitation.client_id, subject_id=invitation.id
        )
    )


def _back_to_card(
    ack: Ack,
    view: dict[str, Any],
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
    client_id: int,
) -> BoltResponse:
    redraw_card_beneath(context, view, office, who, words, client_id)
    return ack()
