"""« Portefeuilles »: looked through by their members; created, edited, emptied and deleted by administrators."""

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.clients import ClientState
from domain.office import Office
from domain.people import Collaborator, Portfolio
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.team import PortfolioNotEmpty
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.lists import Shown, list_view_of
from handlers.clients.scene import Surroundings
from handlers.desk import (
    Desk,
    Payload,
    first_time,
    is_modal,
    metadata,
    page_shown,
    redraw,
    redraw_beneath,
    show,
)
from handlers.explain import explain
from handlers.paging import opens_list
from handlers.team.history import note_team
from handlers.team.moving import moving_form
from handlers.team.portfolio_form import portfolio_form
from handlers.team.portfolio_list import CALLBACK, portfolio_of, portfolios_view, portfolios_view_of
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

DELETING = "portfolio.delete"


opens_list(desk, "firm.portfolios", CALLBACK, portfolios_view_of)


@desk.action("portfolio.new")
def new_portfolio(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = new_portfolio_view(office, who, words)
    ack()
    show(context, body, view)


def new_portfolio_view(office: Office, who: Collaborator, words: Words) -> View:
    """The empty form, for an administrator. RoleTooLow."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        return portfolio_form(Surroundings(records, who, words, office.now()))


@desk.action("portfolio.clients")
def see_clients(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The clients of a portfolio, as far as this person sees them."""
    with office.reading() as records:
        portfolio = portfolio_of(records, who, body["actions"][0].get("value"))
    view = clients_view_of(office, who, words, portfolio)
    ack()
    show(context, body, view)


def clients_view_of(office: Office, who: Collaborator, words: Words, portfolio: Portfolio) -> View:
    return list_view_of(office, who, words, Shown(scope="all", portfolio_id=portfolio.id))


@desk.action("portfolio.more", view=CALLBACK)
def about_portfolio(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The ⋮ of a portfolio: edit, see its clients, move them, delete it."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, opaque = str(chosen or "").partition(":")
    page = page_shown(body["view"])
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        here, portfolio = Surroundings(records, who, words, office.now()), portfolio_of(records, who, opaque)
        match act:
            case "edit":
                view = portfolio_form(here, portfolio, page)
            case "clients":
                view = clients_view_of(office, who, words, portfolio)
            case "move":
                view = moving_form(here, portfolio, page)
            case "delete":
                view = _deleting(here, portfolio, page)
            case _:
                raise NotFound("choice")
    ack()
    show(context, body, view)


def _deleting(here: Surroundings, portfolio: Portfolio, page: int) -> View:
    """Asks once more; while clients are in it, says so and offers to move them."""
    words = here.words
    inside = here.records.clients.of_portfolio(portfolio.id)
    held, ended = len(inside), sum(client.state is ClientState.TERMINATED for client in inside)
    body = [blocks.context(f"*{escape(portfolio.name)}*")]
    if held:
        move = blocks.button(words.gettext("Move to…"), "portfolio.move", f"p{portfolio.id}", primary=True)
        body += [
            blocks.section(explain(PortfolioNotEmpty(held, ended), words)),
            blocks.actions(move, block_id="next"),
        ]
    else:
        body.append(blocks.section(words.gettext("Delete this portfolio? Its members keep their other clients.")))
    return blocks.modal(
        DELETING,
        words.gettext("Delete the portfolio"),
        body,
        close=words.gettext("Back"),
        submit=None if held else words.gettext("Delete"),
        metadata={"portfolio": f"p{portfolio.id}", "page": page},
    )


@desk.view(DELETING)
def delete_portfolio(
    ack: Ack,
    body: Payload,
    view: Payload,
    context: BoltContext,
    office: Office,
    who: Collaborator,
    words: Words,
) -> BoltResponse:
    """The portfolio goes, provided that it is empty. PortfolioNotEmpty."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        if first_time(records, body, now):
            portfolio = portfolio_of(records, who, metadata(view).get("portfolio"))
            records.people.drop_portfolio(portfolio.id)
            note_team(records, now, Act.PORTFOLIO_DELETED, portfolio.id, who, before={"name": portfolio.name})
        beneath = portfolios_view(Surroundings(records, who, words, now), page_shown(view))
    redraw_beneath(context, view, beneath)
    return ack()


@desk.action("portfolio.move")
def open_moving(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Déplacer vers… », from the refusal to delete: it takes its place."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        portfolio = portfolio_of(records, who, body["actions"][0].get("value"))
        view = moving_form(Surroundings(records, who, words, office.now()), portfolio)
    ack()
    (redraw if is_modal(body) else show)(context, body, view)
