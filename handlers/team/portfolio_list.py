"""The list of portfolios: all of them for an administrator, their own for the others; eight a page."""

from collections import Counter

from domain.books import Records
from domain.office import Office
from domain.people import Collaborator, Portfolio
from domain.refusals import NotFound
from domain.rights import may_see_portfolio
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import named
from handlers.paging import PAGE, paging
from handlers.team.labels import clients_counted
from handlers.words import Words

CALLBACK = "firm.portfolios"


def portfolios_view_of(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    with office.reading() as records:
        return portfolios_view(Surroundings(records, who, words, office.now()), page)


def portfolios_view(here: Surroundings, page: int = 1, note: str = "") -> View:
    words, theirs = here.words, here.portfolios
    body: list[Block] = [blocks.section(note)] if note else []
    if here.who.is_administrator:
        new = blocks.button(words.gettext("New portfolio"), "portfolio.new", primary=True)
        body.append(blocks.actions(new, block_id="tools"))
    members = Counter(portfolio_id for person in here.people for portfolio_id in person.portfolios)
    held = here.records.clients.in_portfolios() if here.who.is_administrator else {}
    for portfolio in theirs[(page - 1) * PAGE : page * PAGE]:
        n = held.get(portfolio.id, 0) if here.who.is_administrator else here.seen_in(portfolio.id)
        body.append(_row(here, portfolio, n, members[portfolio.id]))
    if not theirs:
        body.append(blocks.section(_empty(here)))
    body += paging(page, len(theirs), PAGE, words)
    if theirs and held.get(None):
        alone = words.ngettext("{n} client is in none.", "{n} clients are in none.", held[None])
        body.append(blocks.context(alone.format(n=words.number(held[None]))))
    return blocks.modal(
        CALLBACK, words.gettext("Portfolios"), body, close=words.gettext("Close"), metadata={"page": page}
    )


def _row(here: Surroundings, portfolio: Portfolio, clients: int, members: int) -> Block:
    words = here.words
    people = words.ngettext("{n} person", "{n} people", members).format(n=words.number(members))
    line = f"*{escape(portfolio.name)}*\n{clients_counted(clients, words)} · {people}"
    if here.who.is_administrator:
        acts = [blocks.option(words.gettext("Edit"), f"edit:p{portfolio.id}")]
        if clients:
            acts.append(blocks.option(words.gettext("See their clients"), f"clients:p{portfolio.id}"))
            acts.append(blocks.option(words.gettext("Move to…"), f"move:p{portfolio.id}"))
        acts.append(blocks.option(words.gettext("Delete"), f"delete:p{portfolio.id}"))
        return blocks.section(line, accessory=blocks.overflow("portfolio.more", acts), block_id=f"p{portfolio.id}")
    opening = blocks.button(
        words.gettext("Open"),
        "portfolio.clients",
        f"p{portfolio.id}",
        accessibility=words.gettext("Open {client}").format(client=portfolio.name),
    )
    return blocks.section(line, accessory=opening, block_id=f"p{portfolio.id}")


def _empty(here: Surroundings) -> str:
    if here.who.is_administrator:
        return here.words.gettext("Portfolios group your client files and settle who sees them.")
    return here.words.gettext("You are in no portfolio. An administrator can add you to one.")


def portfolio_of(records: Records, who: Collaborator, opaque: object) -> Portfolio:
    """The portfolio named by `p3`, for someone who may know of it; NotFound in the same words otherwise."""
    portfolio = records.people.portfolio(named(opaque, "p", "portfolio"))
    if portfolio is None or not may_see_portfolio(who, portfolio.id):
        raise NotFound("portfolio")
    return portfolio
