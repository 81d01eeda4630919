"""A portfolio, new or edited: its name, its people, and clients to put in it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.office import Office
from domain.people import Collaborator, Portfolio
from domain.refusals import FormRefused, NotFound, Refusal
from domain.reserved import Reserved
from domain.team import PORTFOLIO_NAME_LENGTH, portfolio_name, sight_change
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, Block, View
from handlers.clients.scene import Surroundings
from handlers.clients.typeahead import client_options
from handlers.desk import Desk, Payload, become, first_time, metadata, named, page_shown, redraw, redraw_beneath, typed
from handlers.team.history import note_team
from handlers.team.labels import team_role_label
from handlers.team.moving import put_in, sight_lines
from handlers.team.portfolio_list import portfolio_of, portfolios_view
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "portfolio.form"
PUT_IN_AT_ONCE = 50
NEW = 0  # the number of a portfolio that is not kept yet

Fields = Mapping[str, Any]


def portfolio_form(
    here: Surroundings, portfolio: Portfolio | None = None, page: int = 1, fields: Fields | None = None
) -> View:
    """The form; `fields` are what is typed in it already, whose effects are then said."""
    words = here.words
    offered = here.people[:OPTIONS_AT_MOST]
    people = [blocks.option(person.name, f"u{person.id}", team_role_label(person.role, words)) for person in offered]
    members = [f"u{person.id}" for person in offered if portfolio and portfolio.id in person.portfolios]
    body: list[Block] = [
        blocks.input_(
            "title",
            words.gettext("Name"),
            blocks.text_input(max_length=PORTFOLIO_NAME_LENGTH, initial=portfolio.name if portfolio else None),
        ),
        blocks.input_(
            "people",
            words.gettext("People"),
            blocks.multi_select("value", people, initial=members),
            hint=words.gettext("They see the clients of the portfolio; its managers lead them too."),
            optional=True,
            dispatch=True,
        ),
        blocks.input_(
            "clients",
            words.gettext("Clients to put in it"),
            blocks.multi_typeahead(
                "value",
                min_length=2,
                placeholder=words.gettext("Name, code, SIREN, town"),
                at_most=PUT_IN_AT_ONCE,
            ),
            hint=words.gettext("A client is in one portfolio at most: it leaves the one where it is."),
            optional=True,
            dispatch=True,
        ),
    ]
    if fields is not None:
        body += _effects(here, portfolio, fields)
    carried: dict[str, object] = {"page": page}
    if portfolio is not None:
        carried["portfolio"] = f"p{portfolio.id}"
    return blocks.modal(
        CALLBACK,
        words.gettext("Edit the portfolio") if portfolio else words.gettext("New portfolio"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Save") if portfolio else words.gettext("Create"),
        metadata=carried,
    )


def _effects(here: Surroundings, portfolio: Portfolio | None, fields: Fields) -> list[Block]:
    """Who will see clients, or will not any more, once this is saved."""
    portfolio_id = portfolio.id if portfolio else NEW
    members = _members(here, portfolio, fields)
    people = [
        (person, replace(person, portfolios=_with(person.portfolios, portfolio_id, person.id in members)))
        for person in here.people
    ]
    held = here.records.clients.of_portfolio(portfolio_id) if portfolio else ()
    joining = [(client, replace(client, portfolio_id=portfolio_id)) for client in _clients(here, fields)]
    return sight_lines(sight_change(people, [*((client, client) for client in held), *joining]), here.words)


def _with(portfolios: frozenset[int], portfolio_id: int, belongs: bool) -> frozenset[int]:
    return portfolios | {portfolio_id} if belongs else portfolios - {portfolio_id}


def _members(here: Surroundings, portfolio: Portfolio | None, fields: Fields) -> frozenset[int]:
    """Those ticked, and the members that the list was too short to show. NotFound for nobody of the team."""
    offered = {person.id for person in here.people[:OPTIONS_AT_MOST]}
    chosen = frozenset(named(value, "u", "person") for value in fields.get("people") or ())
    if not chosen <= offered:
        raise NotFound("person")
    unlisted = here.people[OPTIONS_AT_MOST:]
    return chosen | {person.id for person in unlisted if portfolio and portfolio.id in person.portfolios}


def _clients(here: Surroundings, fields: Fields) -> list[Client]:
    chosen = list(fields.get("clients") or ())[:PUT_IN_AT_ONCE]
    return [here.records.clients.visible_to(here.who, named(value, "c", "client")) for value in chosen]


def _edited(records: Records, who: Collaborator, view: Payload) -> Portfolio | None:
    """The portfolio of that form; None for a new one. NotFound."""
    carried = metadata(view)
    return portfolio_of(records, who, carried["portfolio"]) if "portfolio" in carried else None


@desk.options("value", block="clients", view=CALLBACK)
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
    ack(options=client_options(office, who, body))


@desk.action("value", view=CALLBACK)
def show_effects(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """People or clients were chosen: what it changes for whom."""
    view = body["view"]
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        here = Surroundings(records, who, words, office.now())
        form = portfolio_form(here, _edited(records, who, view), page_shown(view), typed(view))
    ack()
    redraw(context, body, form)


@desk.view(CALLBACK)
def keep_portfolio(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The portfolio has that name and those people, and the clients chosen are in it; the list shows it."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_PORTFOLIOS)
        here = Surroundings(records, who, words, now)
        if first_time(records, body, now):
            _keep(here, _edited(records, who, view), typed(view))
    with office.reading() as records:
        beneath = portfolios_view(Surroundings(records, who, words, now), page_shown(view))
    if not view.get("previous_view_id"):
        return become(ack, view, beneath, words)
    redraw_beneath(context, view, beneath)
    return ack()


def _keep(here: Surroundings, portfolio: Portfolio | None, fields: Fields) -> None:
    """FormRefused beside `title` when it is empty or taken."""
    records, members, clients = here.records, _members(here, portfolio, fields), _clients(here, fields)
    try:
        name = portfolio_name(
            fields.get("title"), [other for other in records.people.portfolios() if other != portfolio]
        )
        if portfolio is None:
            kept = records.people.add_portfolio(name, sorted(members))
        else:
            kept = replace(portfolio, name=name)
            records.people.keep_portfolio(kept)
    except Refusal as refusal:
        raise FormRefused({"title": refusal}) from refusal
    after: dict[str, object] = {"name": name, "people": sorted(members)}
    if portfolio is None:
        note_team(records, here.now, Act.PORTFOLIO_CREATED, kept.id, here.who, after=after)
    else:
        were = sorted(person.id for person in here.people if portfolio.id in person.portfolios)
        records.people.set_members(kept.id, members)
        before: dict[str, object] = {"name": portfolio.name, "people": were}
        if before != after:
            note_team(records, here.now, Act.PORTFOLIO_CHANGED, kept.id, here.who, before, after)
    put_in(here, clients, kept.id)
