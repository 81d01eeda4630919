"""« Le registre répond… Compléter ? »: a file typed by hand while the registry was silent is offered what it says."""

from dataclasses import replace
from datetime import datetime

from slack_bolt import Ack, BoltContext

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client, ClientState
from domain.completion import adds_something, completed, line_of
from domain.office import Office
from domain.people import Collaborator
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.wizard_steps import same_company
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.card import card_of
from handlers.clients.edit.company import SUBJECT
from handlers.clients.edit.editing import Editing, differing, note_difference
from handlers.clients.registry_offer import offer_buttons, offer_sentence
from handlers.desk import Desk, Payload, first_time, is_modal, number_of, redraw, show
from handlers.post import post, update_card
from handlers.tell import in_charge
from handlers.who_can import worked_on
from handlers.words import Words, words_for

desk = Desk()

ABOUT = About.CLIENT_REGISTRY


def ask_registry_again(office: Office) -> int:
    """Ask for each client that waits, until the registry is silent again; how many were answered."""
    with office.reading() as records:
        waiting = [(client_id, records.clients.get(client_id)) for client_id in records.registry_waits.waiting()]
    answered = 0
    for client_id, client in waiting:
        try:
            line = _line_of(office, client) if client is not None else None
        except RegistryUnavailable:
            break
        with office.records() as records:
            _answer(records, client_id, line, office.now())
        answered += 1
    return answered


def _line_of(office: Office, client: Client) -> RegistryCompany | None:
    company = client.company
    return line_of(client, office.registry.search(company.siret or company.siren or company.name))


def _answer(records: Records, client_id: int, line: RegistryCompany | None, now: datetime) -> None:
    client = records.clients.get(client_id)
    if client is None or line is None or client.state is ClientState.TERMINATED or not adds_something(client, line):
        records.registry_waits.settle(client_id)
    elif line.siren != client.company.siren and records.clients.of_siren(line.siren):
        # Another file of the firm is that company: two of them are for a person to make, or to merge.
        records.registry_waits.settle(client_id)
    elif records.registry_waits.offer(client_id, line):
        for person in in_charge(records, client):
            words = words_for(person.language)
            sentence = offer_sentence(client, line, words)
            body = [
                blocks.section(f"*{sentence}*\n{escape(client.name)}"),
                blocks.actions(*offer_buttons(client, words), block_id="registry"),
                blocks.context(words.gettext("Nothing that was typed is replaced.")),
            ]
            post(records, now, person.slack_id, f"{sentence} {client.name}.", body, about=(ABOUT, client.id))


@desk.action("registry.complete")
@desk.action("registry.leave")
def decide(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Compléter » or « Laisser »: what was left empty is filled, or stays; a stale button shows the card."""
    action, now = body["actions"][0], office.now()
    with office.records() as records:
        client = worked_on(records, who, number_of(action.get("value"), "c"))
        line = records.registry_waits.offered(client.id)
        if line is not None and first_time(records, body, now):
            if action["action_id"] == "registry.complete":
                _complete(records, client, line, who, words, now)
            records.registry_waits.settle(client.id)
            _close_messages(records, client, who, now, is_completed=action["action_id"] == "registry.complete")
    ack()
    if is_modal(body):
        redraw(context, body, card_of(office, who, words, client.id))
    elif line is None:
        show(context, body, card_of(office, who, words, client.id))


def _complete(
    records: Records, client: Client, line: RegistryCompany, who: Collaborator, words: Words, now: datetime
) -> None:
    followed = None
    if line.siren != client.company.siren:
        followed = same_company(who, records.clients.of_siren(line.siren))
    if followed is not None:
        raise followed
    here = Editing(records, who, words, now, client)
    before, after = SUBJECT.values(here), SUBJECT.values(replace(here, client=completed(client, line)))
    records.clients.keep(completed(client, line))
    note_difference(here, Act.CLIENT_COMPLETED, before, after, differing(before, after))


def _close_messages(records: Records, client: Client, who: Collaborator, now: datetime, *, is_completed: bool) -> None:
    """The messages that offered it say who decided, and offer nothing any more."""
    for card in records.cards.about(ABOUT, client.id):
        person = records.people.of_slack(card.channel)
        words = words_for(person.language if person else None)
        told = words.gettext("Left as it was typed by {name} at {hour}.")
        if is_completed:
            told = words.gettext("Completed from the registry by {name} at {hour}.")
        told = told.format(name=escape(who.name), hour=words.hour(now, records.firm.zone))
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
        shown: list[Block] = [
            blocks.section(f"*{escape(client.name)}*"),
            blocks.actions(opening, block_id="next"),
            blocks.context(told),
        ]
        update_card(records, now, card, f"{client.name}. {told}", shown)
