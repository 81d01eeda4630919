"""Lists of clients: mine or all that I see, by portfolio, by state, or what a search found; eight a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from slack_bolt import Ack, BoltContext

from domain.books import ClientFilter, Only, Records
from domain.clients import Client, ClientState
from domain.columns import Column
from domain.identifiers import read_siren_or_siret
from domain.life import UNDONE_WITHIN
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound, Refusal
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Block, Option, View, escape
from handlers.clients.columns import Told, row_columns
from handlers.clients.facts import facts_of_all
from handlers.clients.scene import Surroundings
from handlers.clients.wizard.drafting import resumable
from handlers.clients.wizard.ended_before import ended_of_siren
from handlers.clients.wizard.step_views import step_name
from handlers.desk import Desk, Payload, metadata, named, number_of, redraw, show
from handlers.paging import PAGE, place, turning_buttons
from handlers.words import Words

desk = Desk()

CALLBACK = "client.list"
ANY_PORTFOLIO = "any"
STATES = ("active", "incomplete", "to_invite", "draft", "inactive")
OF_ADMINISTRATORS = ("terminated", "closed")
ENDS_THERE = ("inactive", *OF_ADMINISTRATORS)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows: `scope` is mine or all, or all those of one manager; `page` counts from 1."""

    scope: str = "mine"
    manager_id: int | None = None
    portfolio_id: int | None = None
    state: str = "active"
    page: int = 1
    text: str = ""

    @classmethod
    def read(cls, carried: Mapping[str, Any], who: Collaborator) -> Self:
        """The list that a view says it shows; NotFound for what this person is not offered."""
        state, portfolio = carried.get("state") or "active", carried.get("portfolio") or ANY_PORTFOLIO
        if state not in (*STATES, *OF_ADMINISTRATORS) or (state in OF_ADMINISTRATORS and not who.is_administrator):
            raise NotFound("choice")
        scope = str(carried.get("scope") or "mine")
        manager_id = named(scope, "u", "person") if scope.startswith("u") else None
        return cls(
            scope="all" if scope == "all" or manager_id is not None else "mine",
            manager_id=manager_id,
            portfolio_id=None if portfolio == ANY_PORTFOLIO else number_of(portfolio, "p"),
            state=state,
            text=str(carried.get("text") or ""),
        )

    @property
    def whose(self) -> str:
        """`mine`, `all`, or `u3`."""
        return self.scope if self.manager_id is None else f"u{self.manager_id}"

    def carried(self) -> dict[str, object]:
        """The same, as a view carries it to a form of its own."""
        portfolio = ANY_PORTFOLIO if self.portfolio_id is None else f"p{self.portfolio_id}"
        return {"scope": self.whose, "portfolio": portfolio, "state": self.state, "text": self.text}

    def wanted(self, now: datetime) -> ClientFilter:
        only = Only(self.state) if self.state in tuple(Only) else None
        state = ClientState.ACTIVE if only else ClientState("terminated" if self.state == "closed" else self.state)
        restorable = now - UNDONE_WITHIN
        return ClientFilter(
            text=self.text,
            mine=self.scope == "mine" and not self.text,
            portfolio_id=self.portfolio_id,
            manager_id=self.manager_id,
            states=(ClientState.ACTIVE, ClientState.INACTIVE) if self.text else (state,),
            only=only,
            terminated_since=restorable if self.state == "terminated" and not self.text else None,
            terminated_until=restorable if self.state == "closed" and not self.text else None,
            worst_first=self.is_worst_first,
            offset=(self.page - 1) * PAGE,
            limit=PAGE,
        )

    @property
    def is_worst_first(self) -> bool:
        """Whether some of the clients may need a decision, and others not."""
        return self.state in ("active", "to_invite") and not self.text


def list_view_of(office: Office, who: Collaborator, words: Words, shown: Shown) -> View:
    with office.reading() as records:
        return list_view(Surroundings(records, who, words, office.now()), shown)


def list_view(here: Surroundings, shown: Shown) -> View:
    words = here.words
    title = words.gettext("‘{query}’").format(query=blocks.clip(shown.text, 18)) if shown.text else ""
    if not title:
        title = words.gettext("My clients") if shown.scope == "mine" else words.gettext("Clients")
    filters = [] if shown.text else [_filters(here, shown)]
    rows, footer = _drafts(here) if shown.state == "draft" else _clients(here, shown)
    carried: dict[str, object] = {"page": shown.page}
    if shown.text:
        carried["text"] = shown.text
    return blocks.modal(CALLBACK, title, [*filters, *rows, *footer], close=words.gettext("Close"), metadata=carried)


def _filters(here: Surroundings, shown: Shown) -> Block:
    words, records = here.words, here.records
    mine, every = _counts(records, here.who)
    scopes = [
        blocks.option(words.gettext("My clients ({n})").format(n=words.number(mine)), "mine"),
        blocks.option(words.gettext("All those I can see ({n})").format(n=words.number(every)), "all"),
        *_managed(here, shown),
    ]
    portfolios = [blocks.option(words.gettext("All portfolios"), ANY_PORTFOLIO)]
    portfolios += [blocks.option(p.name, f"p{p.id}") for p in here.portfolios[:99]]
    chosen = f"p{shown.portfolio_id}" if shown.portfolio_id else ANY_PORTFOLIO
    return blocks.actions(
        blocks.select("scope", scopes, initial=shown.whose),
        blocks.select("portfolio", portfolios, initial=chosen),
        blocks.select("state", _states(here), initial=shown.state),
        block_id="filters",
    )


def _managed(here: Surroundings, shown: Shown) -> list[Option]:
    """The choice of one manager's clients, while it is what the list shows. NotFound for nobody."""
    if shown.manager_id is None:
        return []
    person = here.records.people.get(shown.manager_id)
    if person is None:
        raise NotFound("person")
    label = here.words.gettext("Followed by {name}").format(name=person.name)
    return [blocks.option(label, shown.whose)]


def _states(here: Surroundings) -> list[Option]:
    words = here.words
    labels = {
        "active": words.gettext("Active clients"),
        "incomplete": words.gettext("To complete"),
        "to_invite": words.gettext("To invite"),
        "draft": words.gettext("Drafts"),
        "inactive": words.gettext("Inactive clients"),
        "terminated": words.gettext("Terminated clients"),
        "closed": words.gettext("Closed clients"),
    }
    offered = (*STATES, *OF_ADMINISTRATORS) if here.who.is_administrator else STATES
    return [blocks.option(labels[state], state) for state in offered]


def _counts(records: Records, who: Collaborator) -> tuple[int, int]:
    _, mine = records.clients.find(who, ClientFilter(mine=True, limit=1))
    return mine, records.clients.count(who)


def _clients(here: Surroundings, shown: Shown) -> tuple[list[Block], list[Block]]:
    words = here.words
    found, count = here.records.clients.find(here.who, shown.wanted(here.now))
    if not found:
        # « Aucun dossier inactif. » ends there: a new client would not come into that list.
        ends = shown.state in ENDS_THERE and not shown.text
        return _ended(here, shown) or _ended_rows(here, shown), [] if ends else [_turning(here, shown, 0)]
    where = place(shown.page, count, PAGE, words)
    order = words.gettext("sorted by name")
    if shown.text:
        order = words.gettext("best first")
    elif shown.is_worst_first:
        order = words.gettext("what needs a decision first")
    tools = blocks.actions(
        blocks.button(words.gettext("Columns"), "list.columns"),
        blocks.button(words.gettext("Export"), "list.export"),
        block_id="tools",
    )
    return client_rows(here, found), [_turning(here, shown, count), tools, blocks.context(f"{where} · {order}")]


def client_rows(here: Surroundings, clients: Sequence[Client], columns: Sequence[Column] | None = None) -> list[Block]:
    """A line a client: its dot, its name, those facts, or those that the reader has chosen, and where it stands."""
    words, told = here.words, Told(here.records, here.words)
    columns = row_columns(here.records, here.who) if columns is None else columns
    rows = []
    for about in facts_of_all(here.records, clients, words, here.now):
        client, standing = about.client, about.standing()
        facts = [escape(fact, 30) for column in columns if (fact := told.say(column, client))]
        rows.append(
            blocks.section(
                f"{standing.dot} *{escape(client.name, 120)}*\n{' · '.join([*facts, standing.in_a_list])}",
                accessory=blocks.button(
                    words.gettext("Open"),
                    "client.open",
                    f"c{client.id}",
                    accessibility=words.gettext("Open {client}").format(client=client.name),
                ),
            )
        )
    return rows


def _empty(here: Surroundings, shown: Shown) -> str:
    words = here.words
    if shown.text and not searchable(shown.text):
        return words.gettext("Nothing to find by signs alone. Type a name, a code, a SIREN or a town.")
    if shown.text:
        return words.gettext("Nothing for ‘{query}’ among your clients.").format(query=escape(shown.text, 60))
    sentences = {
        "incomplete": words.gettext("No client to complete."),
        "to_invite": words.gettext("Nobody to invite."),
        "inactive": words.gettext("No inactive client."),
        "terminated": words.gettext("No terminated client."),
        "closed": words.gettext("No closed client."),
    }
    return sentences.get(
        shown.state,
        words.gettext("No client is assigned to you. An administrator can do it, or create one."),
    )


def ended_found(records: Records, who: Collaborator, text: str, limit: int = PAGE) -> tuple[Sequence[Client], int]:
    """The terminated clients that an administrator finds by that text; none for others, nor by a SIREN.

    A SIREN is answered by the sentence on the company itself.
    """
    if not who.is_administrator or _siren(text):
        return [], 0
    return records.clients.find(who, ClientFilter(text=text, states=(ClientState.TERMINATED,), limit=limit))


def _ended_rows(here: Surroundings, shown: Shown) -> list[Block]:
    """What is found among the terminated clients when nothing else is, or the sentence that nothing is."""
    found, _ = ended_found(here.records, here.who, shown.text) if shown.text else ([], 0)
    return client_rows(here, found) or [blocks.section(_empty(here, shown))]


def _siren(text: str) -> str | None:
    try:
        return read_siren_or_siret(text).siren
    except Refusal:
        return None


def _ended(here: Surroundings, shown: Shown) -> list[Block]:
    """For administrators, that the SIREN searched is that of a client no longer followed."""
    siren = _siren(shown.text)
    client = here.ended(siren) if siren else None
    return ended_of_siren(here, client) if client is not None else []


def _turning(here: Surroundings, shown: Shown, count: int) -> Block:
    words = here.words
    buttons = turning_buttons(shown.page, count, PAGE, words)
    label = words.gettext("Create") if count == 0 and _ended(here, shown) else words.gettext("New client")
    buttons.append(blocks.button(label, "client.new", primary=count == 0))
    return blocks.actions(*buttons, block_id="paging")


def _drafts(here: Surroundings) -> tuple[list[Block], list[Block]]:
    words = here.words
    drafts = resumable(here.records, here.who, here.now)
    if not drafts:
        return [blocks.section(words.gettext("No draft. A client begun and not finished waits here."))], []
    rows = [
        blocks.section(
            f"⚪ *{escape(draft.name, 120)}*\n{step_name(here, draft.step)}",
            accessory=blocks.button(words.gettext("Resume"), "draft.resume", draft.uid),
        )
        for draft in drafts[:20]
    ]
    return rows, [blocks.context(words.gettext("Nobody else sees them. Kept 30 days."))]


@desk.action("client.list")
def open_list(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Mes dossiers », « Tous les dossiers »."""
    scope = str(body["actions"][0].get("value") or "mine")
    view = list_view_of(office, who, words, Shown(scope=scope if scope in ("mine", "all") else "mine"))
    ack()
    show(context, body, view)


@desk.action("scope", view=CALLBACK)
@desk.action("portfolio", view=CALLBACK)
@desk.action("state", view=CALLBACK)
@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def change_list(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Another filter begins again at page 1; a page keeps the filters."""
    view = list_view_of(office, who, words, asked(body, who))
    ack()
    redraw(context, body, view)


def asked(body: Payload, who: Collaborator) -> Shown:
    """The list as its filters stand, and the page that is asked for."""
    carried, action = metadata(body["view"]), body["actions"][0]
    values: dict[str, Any] = {
        name: (element.get("selected_option") or {}).get("value")
        for name, element in ((body["view"].get("state") or {}).get("values") or {}).get("filters", {}).items()
    }
    shown = Shown.read({**values, "text": carried.get("text")}, who)
    if str(action.get("action_id", "")).startswith("page."):
        return replace(shown, page=max(1, number_of(f"n{action.get('value')}", "n")))
    return shown
