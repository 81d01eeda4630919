"""Channels chosen, changed and removed; access given to those of a channel who lack it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from domain.acts import Act
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.reserved import Reserved
from domain.settings import ChannelProblem, NoChannel
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.lists import client_rows
from handlers.clients.scene import Surroundings
from handlers.clients.typeahead import client_options
from handlers.desk import (
    Desk,
    Payload,
    first_time,
    metadata,
    named,
    page_shown,
    redraw,
    redraw_beneath,
    show,
    typed,
)
from handlers.firm.channel_list import CALLBACK, Scope, blind_in, channels_view_of, readers_of, scope_of
from handlers.paging import opens_list
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

FORM = "channel.form"
SHOWN = 20
ANOTHER = "client"  # the form asks which client

Json = Mapping[str, Any]


opens_list(desk, "firm.channels", CALLBACK, channels_view_of)


@desk.action("channel.pick", view=CALLBACK)
def pick_channel(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = _form_of(office, who, words, body["actions"][0].get("value"), page_shown(body["view"]))
    ack()
    show(context, body, view)


@desk.action("channel.add", view=CALLBACK)
def add_client(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Ajouter un dossier »: a client that will have its own channel."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
    ack()
    show(context, body, _form(None, None, words, page_shown(body["view"])))


@desk.action("channel.more", view=CALLBACK)
def about_channel(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The ⋮ of a channel: another one, or none."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, key = str(chosen or "").partition(":")
    page = page_shown(body["view"])
    match act:
        case "change":
            view = _form_of(office, who, words, key, page)
            ack()
            show(context, body, view)
        case "remove":
            now = office.now()
            with office.records() as records:
                administering(records, who, Reserved.FIRM_SETTINGS)
                scope = scope_of(records, who, key)
                if first_time(records, body, now):
                    _settle(Surroundings(records, who, words, now), scope, None)
            view = channels_view_of(office, who, words, page)
            ack()
            redraw(context, body, view)
        case _:
            raise NotFound("choice")


def _form_of(office: Office, who: Collaborator, words: Words, key: object, page: int) -> View:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        scope = scope_of(records, who, key)
        return _form(scope, scope.channel(records), words, page)


def _form(scope: Scope | None, channel: str | None, words: Words, page: int) -> View:
    body: list[Block] = []
    if scope is None:
        clients = blocks.typeahead("value", min_length=2, placeholder=words.gettext("Find a client"), focus=True)
        body.append(blocks.input_(ANOTHER, words.gettext("Client"), clients))
    else:
        body.append(blocks.context(f"*{escape(scope.name(words))}*"))
    body.append(
        blocks.input_(
            "channel",
            words.gettext("Channel"),
            blocks.channel_select("value", channel),
            hint=words.gettext("Guichet is to be in it. Neither guests nor people from outside."),
        )
    )
    return blocks.modal(
        FORM,
        words.gettext("Choose a channel"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"page": page, **({"of": scope.key} if scope else {})},
    )


@desk.options("value", block=ANOTHER, view=FORM)
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
    ack(options=client_options(office, who, body))


@desk.view(FORM)
def keep_channel(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The cards go there from now on. FormRefused beside `channel` when they cannot."""
    fields, carried, now = typed(view), metadata(view), office.now()
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
    channel = _reachable(context, fields.get("channel"))
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        scope = scope_of(records, who, carried.get("of") or _client(fields))
        if first_time(records, body, now):
            _settle(Surroundings(records, who, words, now), scope, channel)
    redraw_beneath(context, view, channels_view_of(office, who, words, page_shown(view)))
    return ack()


def _client(fields: Json) -> str:
    """The key of the client chosen: `c39`."""
    if not fields.get(ANOTHER):
        raise FormRefused({ANOTHER: Missing()})
    return f"c{named(fields[ANOTHER], 'c', 'client')}"


def _reachable(context: BoltContext, chosen: object) -> str:
    """The channel chosen, where Guichet may write and no other company reads."""
    if not chosen:
        raise FormRefused({"channel": Missing()})
    try:
        channel: Json = context.client.conversations_info(channel=str(chosen))["channel"]
    except SlackApiError as error:
        if error.response.get("error") not in ("channel_not_found", "missing_scope"):
            raise
        raise FormRefused({"channel": NoChannel(ChannelProblem.CLOSED)}) from error
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        raise FormRefused({"channel": NoChannel(ChannelProblem.SHARED)})
    if channel.get("is_archived") or channel.get("is_im") or not channel.get("is_member"):
        raise FormRefused({"channel": NoChannel(ChannelProblem.CLOSED)})
    return str(channel["id"])


def _settle(here: Surroundings, scope: Scope, channel: str | None) -> None:
    """That channel, or none, for that scope; its line of history."""
    records, before = here.records, scope.channel(here.records)
    if channel == before:
        return
    if scope.client is not None:
        records.clients.keep(replace(scope.client, channel=channel))
    elif scope.portfolio is not None:
        records.people.keep_portfolio(replace(scope.portfolio, channel=channel))
    else:
        records.keep_firm(replace(records.firm, mail_channel=channel))
    act = Act.CLIENT_CHANNEL if scope.client else Act.PORTFOLIO_CHANNEL if scope.portfolio else Act.FIRM_CHANNEL
    records.note(
        HistoryLine.by_person(
            here.who,
            act,
            here.now,
            client_id=scope.client.id if scope.client else None,
            subject_id=scope.portfolio.id if scope.portfolio else None,
            before={"channel": before},
            after={"channel": channel},
        )
    )


@desk.action("channel.clients", view=CALLBACK)
def see_unseen(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The clients whose cards stay thin in that channel."""
    scope, inside = _inside(office, who, body["actions"][0].get("value"))
    with office.reading() as records:
        unseen = blind_in(records, scope, inside).clients
        rows = client_rows(Surroundings(records, who, words, office.now()), unseen[:SHOWN])
    ack()
    place = words.gettext("{first} to {last} of {count}").format(
        first=min(1, len(rows)), last=len(rows), count=words.number(len(unseen))
    )
    view = blocks.modal(
        "channel.unseen",
        words.gettext("Clients not seen"),
        [*rows, blocks.context(place)],
        close=words.gettext("Back"),
    )
    show(context, body, view)


@desk.action("channel.grant", view=CALLBACK)
def give_access(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Donner accès »: the people of the team in that channel see what is posted there."""
    now = office.now()
    _, inside = _inside(office, who, body["actions"][0].get("value"))
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        scope = scope_of(records, who, body["actions"][0].get("value"))
        unseen = blind_in(records, scope, inside)
        if first_time(records, body, now):
            people = frozenset(person.id for person in unseen.people)
            for client in unseen.clients:
                records.clients.keep(replace(client, chosen=client.chosen | people))
                records.note(
                    HistoryLine.by_person(
                        who,
                        Act.CLIENT_ASSIGNED,
                        now,
                        client_id=client.id,
                        before={"chosen": sorted(client.chosen)},
                        after={"chosen": sorted(client.chosen | people)},
                    )
                )
    view = channels_view_of(office, who, words, page_shown(body["view"]))
    ack()
    redraw(context, body, view)


def _inside(office: Office, who: Collaborator, key: object) -> tuple[Scope, frozenset[str]]:
    """That scope and who is in its channel; nobody where it has none or Slack does not say. RoleTooLow, NotFound."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        scope = scope_of(records, who, key)
        channel = scope.channel(records)
    inside = readers_of(office, [channel])[channel] if channel else None
    return scope, inside or frozenset()
