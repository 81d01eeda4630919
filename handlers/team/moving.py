"""Clients go from one portfolio to another: who gains and who loses sight of them is said before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.clients import Client
from domain.office import Office
from domain.people import Collaborator, Portfolio
from domain.refusals import FormRefused, Missing, NotFound
from domain.reserved import Reserved
from domain.team import SightChange, sight_change
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, named, page_shown, redraw, redraw_beneath, typed
from handlers.team.history import note_clients
from handlers.team.portfolio_list import portfolio_of, portfolios_view
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "portfolio.moving"
NONE = "none"
LISTED_AT_MOST = OPTIONS_AT_MOST - 1  # « Sans portefeuille » stands beside
NAMED_AT_MOST = 12


def moving_form(here: Surroundings, portfolio: Portfolio, page: int = 1, to: str | None = None) -> View:
    """Where all its clients go; once it is chosen, what changes for whom."""
    words = here.words
    held = here.records.clients.of_portfolio(portfolio.id)
    n = len(held)
    options = [blocks.option(p.name, f"p{p.id}") for p in here.portfolios if p.id != portfolio.id][:LISTED_AT_MOST]
    options.append(blocks.option(words.gettext("No portfolio"), NONE))
    label = words.ngettext("Move its {n} client to", "Move its {n} clients to", n).format(n=words.number(n))
    body: list[Block] = [
        blocks.context(f"*{escape(portfolio.name)}*"),
        blocks.input_("to", label, blocks.select("value", options), dispatch=True),
    ]
    if to is not None:
        moved = [(client, replace(client, portfolio_id=_destination(here, portfolio, to))) for client in held]
        body += sight_lines(sight_change([(person, person) for person in here.people], moved), words)
    return blocks.modal(
        CALLBACK,
        words.gettext("Move the clients"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Move"),
        metadata={"portfolio": f"p{portfolio.id}", "page": page},
    )


def sight_lines(change: SightChange, words: Words) -> list[Block]:
    """Who will see the clients, and who will not see them any more; nothing when nothing changes."""
    lines = []
    if change.gain:
        lines.append(f"🟢 {words.gettext('Will see them: {people}').format(people=_names(change.gain, words))}")
    if change.lose:
        lines.append(f"🟠 {words.gettext('Will see them no more: {people}').format(people=_names(change.lose, words))}")
    return [blocks.section("\n".join(lines))] if lines else []


def _names(people: Sequence[Collaborator], words: Words) -> str:
    names = [escape(person.name, 60) for person in people[:NAMED_AT_MOST]]
    if len(people) > NAMED_AT_MOST:
        n = len(people) - NAMED_AT_MOST
        names.append(words.ngettext("{n} other", "{n} others", n).format(n=n))
    return words.listed(names)


def _destination(here: Surroundings, portfolio: Portfolio, chosen: object) -> int | None:
    """The portfolio chosen, or none of them. NotFound for one that was not offered."""
    if chosen == NONE:
        return None
    portfolio_id = named(chosen, "p", "portfolio")
    if portfolio_id == portfolio.id or portfolio_id not in {p.id for p in here.portfolios}:
        raise NotFound("portfolio")
    return portfolio_id


@desk.action("value", view=CALLBACK)
def show_change(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """A destination was chosen: what it changes for whom."""
    view = body["view"]
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        portfolio = portfolio_of(records, who, metadata(view).get("portfolio"))
        here = Surroundings(records, who, words, office.now())
        form = moving_form(here, portfolio, page_shown(view), typed(view).get("to"))
    ack()
    redraw(context, body, form)


@desk.view(CALLBACK)
def move_clients(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        here = Surroundings(records, who, words, now)
        portfolio = portfolio_of(records, who, metadata(view).get("portfolio"))
        chosen = typed(view).get("to")
        if not chosen:
            raise FormRefused({"to": Missing()})
        if first_time(records, body, now):
            put_in(here, records.clients.of_portfolio(portfolio.id), _destination(here, portfolio, chosen))
        beneath = portfolios_view(here, page_shown(view))
    redraw_beneath(context, view, beneath)
    return ack()


def put_in(here: Surroundings, clients: Sequence[Client], portfolio_id: int | None) -> None:
    """These clients are in that portfolio from now on, each with its line of history."""
    from_each: dict[int | None, list[int]] = defaultdict(list)
    for client in clients:
        if client.portfolio_id != portfolio_id:
            from_each[client.portfolio_id].append(client.id)
    for before, ids in from_each.items():
        here.records.clients.move(ids, portfolio_id)
        note_clients(here.records, here.now, ids, here.who, {"portfolio": before}, {"portfolio": portfolio_id})
