"""« Autres actes »: what is seldom done to a client file, each with its own window in place of this one."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Element, View, escape
from handlers.desk import Desk, Payload, number_of, redraw, show
from handlers.life.terminating import terminate_view_of
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

CALLBACK = "client.other_acts"


def other_acts_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """For those who lead the client; some acts are for administrators. NotFound, RoleTooLow, ClientTerminated."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_MERGE)
    merging = (
        words.gettext("Two files of the same company: all that the other holds comes here."),
        blocks.button(words.gettext("Merge"), Reserved.CLIENT_MERGE, f"c{client.id}"),
    )
    for_administrators = [
        (
            words.gettext("All that is held on the client, in one archive, given to you alone."),
            blocks.button(words.gettext("Export"), Reserved.CLIENT_EXPORT, f"c{client.id}"),
        ),
        (
            words.gettext("No longer followed: out of sight at once, kept for the firm’s term, then erased."),
            blocks.button(words.gettext("Terminate"), Reserved.CLIENT_TERMINATE, f"c{client.id}", danger=True),
        ),
    ]
    rows = [for_administrators[0], merging, for_administrators[1]] if who.is_administrator else [merging]
    return blocks.modal(
        CALLBACK,
        words.gettext("Other acts"),
        [blocks.context(f"*{escape(client.name)}*"), *(_row(text, act) for text, act in rows)],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}"},
    )


def _row(text: str, act: Element) -> blocks.Block:
    return blocks.section(text, accessory=act)


@desk.action(CALLBACK)
def open_other_acts(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = other_acts_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action(Reserved.CLIENT_TERMINATE, view=CALLBACK)
def open_termination(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = terminate_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    redraw(context, body, view)
