"""An entry of the card's ⋮ was chosen: its window opens on the card."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from handlers.blocks import View
from handlers.clients.assigning import assign_view_of
from handlers.clients.card import CALLBACK
from handlers.clients.card_acts import MENU
from handlers.clients.edit.desk import edit_view_of
from handlers.desk import Desk, Payload, metadata, number_of, show
from handlers.life.history import history_view_of
from handlers.life.other_acts import other_acts_view_of
from handlers.life.state import deactivate_view_of, reactivate_view_of
from handlers.words import Words

desk = Desk()

# Each entry of `card_acts.CARD_ACTS` and the window that it opens; each window checks the right again.
OPENS: dict[str, Callable[[Office, Collaborator, Words, int], View]] = {
    "client.edit": edit_view_of,
    "client.assign": assign_view_of,
    "client.history": history_view_of,
    "client.other_acts": other_acts_view_of,
    "client.deactivate": deactivate_view_of,
    "client.reactivate": reactivate_view_of,
}


@desk.action(MENU, view=CALLBACK)
def more(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    act = str((body["actions"][0].get("selected_option") or {}).get("value"))
    client_id = number_of(metadata(body["view"]).get("client"), "c")
    if act not in OPENS:
        raise NotFound("choice")
    view = OPENS[act](office, who, words, client_id)
    ack()
    show(context, body, view)
