"""One's own digest of the morning: wanted or not."""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import View
from handlers.desk import Desk, Payload, first_time, show, typed
from handlers.firm.sending_rows import hour_of
from handlers.words import Words

desk = Desk()

CALLBACK = "digest.form"
ON, OFF = "on", "off"


def digest_view(office: Office, who: Collaborator, words: Words) -> View:
    with office.reading() as records:
        hour = hour_of(records.firm.digest_hour, words)
    options = [
        blocks.option(words.gettext("On working days, at {hour}").format(hour=hour), ON),
        blocks.option(words.gettext("Never"), OFF),
    ]
    return blocks.modal(
        CALLBACK,
        words.gettext("Morning digest"),
        [
            blocks.input_(
                "digest",
                words.gettext("Receive it"),
                blocks.radio_buttons("value", options, initial=ON if who.digest else OFF),
                hint=words.gettext("What waits for you, in one message. Nothing to say: not sent."),
            )
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
    )


@desk.action("digest.settings")
def open_digest(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = digest_view(office, who, words)
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def keep_digest(ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator) -> BoltResponse:
    """Each decides for oneself."""
    chosen, now = typed(view).get("digest"), office.now()
    if chosen not in (ON, OFF):
        raise NotFound("choice")
    with office.records() as records:
        if first_time(records, body, now) and who.digest != (chosen == ON):
            records.people.want_digest(who.id, chosen == ON)
            records.note(
                HistoryLine.by_person(
                    who,
                    "collaborator.digest",
                    now,
                    subject_id=who.id,
                    before={"digest": who.digest},
                    after={"digest": chosen == ON},
                )
            )
    return ack()
