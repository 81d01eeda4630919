"""« Affecter »: who answers for a client, its portfolio, and who sees it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Access, Client
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.reserved import Reserved
from domain.wizard import ClientForm
from domain.wizard_steps import assignment_step
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import redraw_card_beneath
from handlers.clients.scene import Surroundings
from handlers.clients.wizard.assignment_view import assignment_fields
from handlers.clients.wizard.step_reading import read_assignment
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw, show, typed
from handlers.post import post
from handlers.who_can import led
from handlers.words import Words, words_for

desk = Desk()

CALLBACK = "client.assign"


def assign_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """The form, for someone who leads the client. NotFound, RoleTooLow."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_ASSIGN)
        return _view(_around(records, office, who, words, client), client, _form(client))


def _around(records: Records, office: Office, who: Collaborator, words: Words, client: Client) -> Surroundings:
    return Surroundings(records, who, words, office.now(), portfolio_kept=client.portfolio_id)


def _form(client: Client) -> ClientForm:
    """The client's assignment, as the fields of the wizard show it."""
    access = client.access
    if access is Access.PORTFOLIO and client.portfolio_id is None:
        access = Access.CHOSEN
    return ClientForm(
        company=client.company,
        manager_id=client.manager_id,
        portfolio_id=client.portfolio_id,
        access=access,
        chosen=client.chosen,
    )


def _view(here: Surroundings, client: Client, form: ClientForm) -> View:
    words = here.words
    fields = assignment_fields(here, form)
    if form.access is Access.CHOSEN:
        fields.append(blocks.actions(blocks.button(words.gettext("Select all"), "select_all"), block_id="nav"))
    return blocks.modal(
        CALLBACK,
        words.gettext("Assign"),
        [blocks.context(f"*{escape(client.name)}*"), *fields],
        close=words.gettext("Back"),
        submit=words.gettext("Assign"),
        metadata={"client": f"c{client.id}"},
    )


@desk.action("client.assign")
def open_assignment(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = assign_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("value", view=CALLBACK)
@desk.action("select_all", view=CALLBACK)
def redraw_assignment(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another portfolio or another access changes what is offered."""
    with office.reading() as records:
        client = led(records, who, number_of(metadata(body["view"]).get("client"), "c"), Reserved.CLIENT_ASSIGN)
        here = _around(records, office, who, words, client)
        fields = typed(body["view"])
        if body["actions"][0].get("action_id") == "select_all":
            fields["people"] = [person.slack_id for person in here.people]
        view = _view(here, client, read_assignment(here, _form(client), fields))
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def assign(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The assignment is kept, its history line with it, and a new manager is told."""
    client_id = number_of(metadata(view).get("client"), "c")
    now = office.now()
    with office.records() as records:
        client = led(records, who, client_id, Reserved.CLIENT_ASSIGN)
        here = _around(records, office, who, words, client)
        form = read_assignment(here, _form(client), typed(view))
        form = assignment_step(form, who, manager_required=records.firm.manager_required)
        if first_time(records, body, now):
            _assigned(here, client, form)
    redraw_card_beneath(context, view, office, who, words, client_id)
    return ack()


def _assigned(here: Surroundings, client: Client, form: ClientForm) -> None:
    records, who = here.records, here.who
    chosen = form.chosen if form.access is Access.CHOSEN else frozenset[int]()
    after = client.assigned(form.manager_id, form.portfolio_id, form.access, chosen)
    if after == client:
        return
    records.clients.keep(after)
    records.note(
        HistoryLine.by_person(
            who, Act.CLIENT_ASSIGNED, here.now, client_id=client.id, before=_written(client), after=_written(after)
        )
    )
    manager = records.people.get(after.manager_id)
    if manager is None or manager.id in (client.manager_id, who.id):
        return
    tell_new_manager(records, manager, after, who, here.now)


def tell_new_manager(records: Records, manager: Collaborator, client: Client, who: Collaborator, now: datetime) -> None:
    """« Nadia Benali vous affecte Atelier Morel. »"""
    words = words_for(manager.language)
    text = words.gettext("{name} assigns {client} to you.").format(name=escape(who.name), client=escape(client.name))
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}", primary=True)
    post(
        records,
        now,
        manager.slack_id,
        text,
        [blocks.section(text), blocks.actions(opening, block_id="next")],
        about=(About.CLIENT, client.id),
    )


def _written(client: Client) -> dict[str, object]:
    return {
        "manager": client.manager_id,
        "portfolio": client.portfolio_id,
        "access": client.access.value,
        "chosen": sorted(client.chosen),
    }
