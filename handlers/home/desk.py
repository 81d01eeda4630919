"""The App Home is opened, or something is pressed there."""

from dataclasses import replace

from slack_bolt import Ack, BoltContext

from domain.history import By, HistoryLine
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import Facts
from handlers.clients.lists import Shown, list_view_of
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, number_of, show
from handlers.home.counters import message_rows
from handlers.home.views import home_view
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

LISTED = 20


def home_of(office: Office, who: Collaborator, words: Words) -> View:
    with office.reading() as records:
        return home_view(Surroundings(records, who, words, office.now()))


def refresh_home(context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Draw this person's Home as things stand now."""
    context.client.views_publish(user_id=who.slack_id, view=home_of(office, who, words))


@desk.event("app_home_opened")
def open_home(ack: Ack, event: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    ack()
    if event.get("tab", "home") == "home":
        refresh_home(context, office, who, words)


@desk.action("home.more.mail")
def show_unread(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        news, count = records.messages.unread_ones(who, limit=LISTED), records.messages.unread(who)
    ack()
    title = words.gettext("Unread messages")
    show(context, body, _messages(title, message_rows(news, words), count, words.gettext("No unread message."), words))


def _messages(title: str, rows: list[Block], count: int, empty: str, words: Words) -> View:
    shown = len(rows) // 2
    footer = []
    if count > shown:
        footer.append(blocks.context(words.gettext("1 to {last} of {count}").format(last=shown, count=count)))
    return blocks.modal(
        "home.messages", title, [*(rows or [blocks.section(empty)]), *footer], close=words.gettext("Close")
    )


@desk.action("home.more.invitations")
def show_invitations(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The invitations waiting, those to call first."""
    with office.reading() as records:
        rows: list[Block] = []
        waiting = [one for one in records.invitations.open_ones(who) if one.is_awaited]
        for invitation in waiting[:LISTED]:
            client = records.clients.visible_to(who, invitation.client_id)
            contact = records.contacts.get(invitation.contact_id)
            if contact is None:
                continue
            dot, access = Facts(records, client, words, office.now()).access_of(contact)
            opening = blocks.button(words.gettext("Open"), "client.open", f"c{client.id}")
            line = f"{dot} *{escape(contact.name)}* · {escape(client.name)}\n{access}"
            rows.append(blocks.section(line, accessory=opening))
    ack()
    view = blocks.modal(
        "home.invitations",
        words.gettext("Invitations"),
        rows or [blocks.section(words.gettext("No invitation waiting."))],
        close=words.gettext("Close"),
    )
    show(context, body, view)


@desk.action("home.more.incomplete")
@desk.action("home.more.to_invite")
def show_clients(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The clients to complete, or to invite, among all those that this person sees."""
    state = "to_invite" if body["actions"][0].get("value") == "to_invite" else "incomplete"
    view = list_view_of(office, who, words, Shown(scope="all", state=state))
    ack()
    show(context, body, view)


@desk.action("client.ready")
def mark_ready(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Bilan flash prêt »: the client may be invited."""
    now = office.now()
    with office.records() as records:
        client = led(records, who, number_of(body["actions"][0].get("value"), "c"), "client.invite")
        if first_time(records, body, now) and not client.ready_to_invite:
            records.clients.keep(replace(client, ready_to_invite=True))
            records.note(HistoryLine(at=now, act="client.ready", by=By.COLLABORATOR, by_id=who.id, client_id=client.id))
    ack()
    refresh_home(context, office, who, words)
