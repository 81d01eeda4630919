"""`/invitations`: the board opens, is filtered and turned, and each of its rows leads to its acts."""

from datetime import datetime

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.clients import Client
from domain.invitations import InvitationState
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.steps import calendar_at
from handlers import blocks
from handlers.blocks import View, escape
from handlers.chase.acts import carry_out, in_hand, prompt_acts
from handlers.chase.board_view import (
    CALLBACK,
    READY,
    READY_AT_MOST,
    TO_INVITE,
    Shown,
    board_of,
    ready_clients,
    redraw_board_beneath,
    shown_in,
    standing_on,
)
from handlers.chase.calling import call_form
from handlers.chase.confirming import ASKED_FIRST, confirm_view
from handlers.chase.mending import address_form, contact_to_mend
from handlers.clients.card import card_of
from handlers.clients.contacts.inviting import make_ready, may_be_invited, queue_invitation
from handlers.clients.contacts.inviting_form import invite_view_of
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, number_of, page_asked, page_shown, redraw, show
from handlers.home.counters import looks_at_own
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

INVITING = "invitation.ready"


@desk.command("/invitations")
def invitations_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = _opened(office, who, words)
    ack()
    show(context, command, view)


@desk.action("home.more.invitations")
def open_board(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Voir plus »: as many as the counter says."""
    view = _opened(office, who, words)
    ack()
    show(context, body, view)


def _opened(office: Office, who: Collaborator, words: Words) -> View:
    with office.reading() as records:
        scope = "mine" if looks_at_own(records, who) else "all"
    return board_of(office, who, words, Shown(scope=scope))


@desk.action("filter", view=CALLBACK)
@desk.action("scope", view=CALLBACK)
@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
@desk.action(TO_INVITE, view=CALLBACK)
@desk.action(READY, view=CALLBACK)
def change_board(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another filter begins again at page 1; a page, or a client ticked, keeps the filters."""
    pressed = str(body["actions"][0].get("action_id"))
    if pressed.startswith("page."):
        shown = shown_in(body["view"], page_asked(body))
    elif pressed == READY:
        shown = shown_in(body["view"], page_shown(body["view"]))
    elif pressed == TO_INVITE:
        shown = Shown(TO_INVITE, shown_in(body["view"]).scope)
    else:
        shown = shown_in(body["view"])
    view = board_of(office, who, words, shown)
    ack()
    redraw(context, body, view)


@desk.action("invitation.more", view=CALLBACK)
def act_on_row(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ menu of a row: what needs a word first opens on the board, the rest is done and the row redrawn."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, opaque = str(chosen or "").partition(":")
    shown = shown_in(body["view"], page_shown(body["view"]))
    form = _form(act, opaque, office, who, words)
    if form is not None:
        ack()
        show(context, body, form if act == "open" else standing_on(form, shown))
        return
    prompt = prompt_acts(words)
    if act == "ready":
        _mark_ready(body, office, who, opaque)
        shown = shown.with_ready(opaque)
    elif act in prompt:
        doing, done = prompt[act]
        carry_out(doing, opaque, done, body, office, who, words)
    else:
        raise NotFound("choice")
    ack()
    redraw(context, body, board_of(office, who, words, shown))


def _form(act: str, opaque: str, office: Office, who: Collaborator, words: Words) -> View | None:
    """What opens on the board; None for what is done at once. NotFound, RoleTooLow."""
    if act == "invite":
        return invite_view_of(office, who, words, number_of(opaque, "c"))
    if act == "open" and opaque.startswith("c"):
        return card_of(office, who, words, number_of(opaque, "c"))
    if act not in ("open", "fix", "called", *ASKED_FIRST):
        return None
    with office.reading() as records:
        taken = in_hand(records, office, who, opaque)
        if act == "fix":
            return address_form(contact_to_mend(records, who, f"ct{taken.contact.id}"), words)
        if act != "open":
            led(records, who, taken.client.id, Reserved.CLIENT_CHASE)
            return call_form(taken, words) if act == "called" else confirm_view(taken, act, records.firm, words)
    return card_of(office, who, words, taken.client.id)


def _mark_ready(body: Payload, office: Office, who: Collaborator, opaque: str) -> None:
    now = office.now()
    with office.records() as records:
        client = led(records, who, number_of(opaque, "c"), Reserved.CLIENT_INVITE)
        if first_time(records, body, now):
            make_ready(records, client, who, now)


@desk.action(INVITING, view=CALLBACK)
def ask_to_invite(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Inviter les 12 dossiers prêts »: the list, before anything leaves."""
    shown = shown_in(body["view"], page_shown(body["view"]))
    with office.reading() as records:
        here = Surroundings(records, who, words, office.now())
        if shown.chosen is None:
            clients = ready_clients(here, mine=shown.mine)
        else:
            clients = _led_clients(records, who, sorted(shown.chosen))
        view = _inviting_view(here, clients)
    ack()
    show(context, body, standing_on(view, shown))


def _led_clients(records: Records, who: Collaborator, values: list[str]) -> list[Client]:
    """NotFound, RoleTooLow; NotFound for none."""
    clients = [led(records, who, number_of(value, "c"), Reserved.CLIENT_INVITE) for value in values[:READY_AT_MOST]]
    if not clients:
        raise NotFound("client")
    return sorted(clients, key=lambda client: client.name)


def _inviting_view(here: Surroundings, clients: list[Client]) -> View:
    words, firm, n = here.words, here.records.firm, len(clients)
    sentence = words.ngettext("*{n} client will be invited:*", "*{n} clients will be invited:*", n)
    names = "\n".join(escape(client.name, 50) for client in clients)
    body = [blocks.section(sentence.format(n=words.number(n))), blocks.section(names)]
    morning = calendar_at(None, firm).proposed_sending(here.now)
    if firm.invitation_read_at is None:
        body.append(blocks.context(words.gettext("Will leave as soon as the invitation has been read.")))
    elif morning is not None:
        moment = words.instant(morning, firm.zone, here.now)
        body.append(blocks.context(words.gettext("Leaves {moment}").format(moment=moment)))
    return blocks.modal(
        INVITING,
        words.gettext("Invite"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Invite"),
        metadata={"clients": " ".join(f"c{client.id}" for client in clients)},
    )


@desk.view(INVITING)
def invite_ready(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Whoever was prepared at those clients is invited, each as if one by one. NotFound, RoleTooLow."""
    now = office.now()
    with office.records() as records:
        clients = _led_clients(records, who, str(metadata(view).get("clients") or "").split())
        if first_time(records, body, now):
            for client in clients:
                _invite(records, office, client, who, now)
    redraw_board_beneath(context, view, office, who, words)
    return ack()


def _invite(records: Records, office: Office, client: Client, who: Collaborator, now: datetime) -> None:
    morning = calendar_at(client.company.address, records.firm).proposed_sending(now)
    for invitation in records.invitations.of_client(client.id):
        contact = records.contacts.get(invitation.contact_id)
        if invitation.state is InvitationState.DRAFT and contact is not None and may_be_invited(records, contact):
            queue_invitation(records, office, client, contact, who, now, morning)
