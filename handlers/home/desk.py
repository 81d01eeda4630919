"""The App Home is opened, or something is pressed there."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.reserved import Reserved
from handlers.blocks import View
from handlers.clients.contacts.inviting import make_ready
from handlers.clients.lists import Shown, list_view_of
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, number_of, show
from handlers.home.counters import looks_at_own
from handlers.home.drawing import Drawings
from handlers.home.first_days import HIDDEN
from handlers.home.views import home_view
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

DRAWINGS = Drawings()


def home_of(office: Office, who: Collaborator, words: Words) -> View:
    with office.reading() as records:
        return home_view(Surroundings(records, who, words, office.now()))


def refresh_home(context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Draw this person's Home as things stand now."""

    def draw() -> None:
        context.client.views_publish(user_id=who.slack_id, view=home_of(office, who, words))

    DRAWINGS.draw((who.firm_id, who.id), draw)


@desk.event("app_home_opened")
def open_home(ack: Ack, event: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    ack()
    if event.get("tab", "home") == "home":
        refresh_home(context, office, who, words)


@desk.action("home.more.incomplete")
@desk.action("home.more.to_invite")
def show_clients(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The clients to complete, as many as the counter says, or to invite."""
    state = "to_invite" if body["actions"][0].get("value") == "to_invite" else "incomplete"
    with office.reading() as records:
        scope = "mine" if state == "incomplete" and looks_at_own(records, who) else "all"
    view = list_view_of(office, who, words, Shown(scope=scope, state=state))
    ack()
    show(context, body, view)


@desk.action("client.ready")
def mark_ready(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Bilan flash prêt »: the client may be invited."""
    now = office.now()
    with office.records() as records:
        client = led(records, who, number_of(body["actions"][0].get("value"), "c"), Reserved.CLIENT_INVITE)
        if first_time(records, body, now):
            make_ready(records, client, who, now)
    ack()
    refresh_home(context, office, who, words)


@desk.action("setup.hide")
def hide_first_days(ack: Ack, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Masquer »: the set-up is done otherwise, or later; nothing of it is lost."""
    with office.records() as records:
        records.people.keep_preference(who.id, HIDDEN, True)
    ack()
    refresh_home(context, office, who, words)
