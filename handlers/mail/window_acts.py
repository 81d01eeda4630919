"""What people do with a message from its window: the acts of its card, and the window as things then stand."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from handlers.desk import Desk, Payload
from handlers.mail import acts
from handlers.mail.reading import CALLBACK
from handlers.mail.window import redraw_window
from handlers.words import Words

desk = Desk()

CHANGING = ("assign", "ignore")


def _then_redrawn(act: Callable[[Ack, Payload, Office, Collaborator], None]) -> Callable[..., None]:
    def pressed(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
        act(ack, body, office, who)
        redraw_window(body, context, office, who, words)

    return pressed


desk.action("mail.handled", view=CALLBACK)(_then_redrawn(acts.mark_handled))
desk.action("mail.reopen", view=CALLBACK)(_then_redrawn(acts.reopen))
desk.action("mail.attach_to", view=CALLBACK)(_then_redrawn(acts.attach_to_suggested))


@desk.action("mail.more", view=CALLBACK)
def more(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ menu: what opens a window opens it above."""
    acts.more(ack, body, context, office, who, words)
    chosen = str((body["actions"][0].get("selected_option") or {}).get("value") or "")
    if chosen.partition(":")[0] in CHANGING:
        redraw_window(body, context, office, who, words)
