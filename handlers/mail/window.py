"""A message in a window: its card with the whole text; what is pressed there redraws it."""

from slack_bolt import BoltContext

from domain.office import Office
from domain.people import Collaborator
from handlers.desk import Payload, metadata, redraw, redraw_beneath
from handlers.mail.reading import CALLBACK, message_window
from handlers.words import Words

WINDOW = "window"  # in a form's metadata: that it was opened from there


def is_window(body: Payload) -> bool:
    """Whether the press came from that window."""
    return bool((body.get("view") or {}).get("callback_id") == CALLBACK)


def redraw_window(body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The window where something was pressed, as things now stand."""
    with office.reading() as records:
        view = message_window(records, who, words, metadata(body["view"]).get("mail"), office.now())
    redraw(context, body, view)


def redraw_window_beneath(view: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The window on which that form was pushed, if that is where it comes from."""
    carried = metadata(view)
    if not carried.get(WINDOW):
        return
    with office.reading() as records:
        beneath = message_window(records, who, words, carried.get("mail"), office.now())
    redraw_beneath(context, view, beneath)
