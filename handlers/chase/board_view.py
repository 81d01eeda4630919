"""The board of the invitations: those that wait, those to send, and what became of the others; eight a page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from slack_bolt import BoltContext

from domain.books import ClientFilter, InvitationFilter, Only
from domain.clients import Client, ClientState
from domain.invitations import Invitation, InvitationList, InvitationState
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_lead
from handlers import blocks
from handlers.blocks import Block, Element, View, escape
from handlers.chase.board_lines import Line, menu
from handlers.clients.facts import Facts, facts_of_all
from handlers.clients.scene import Surroundings
from handlers.desk import LAST_PAGE, Payload, metadata, redraw_beneath
from handlers.paging import PAGE, place, turning
from handlers.words import Words

CALLBACK = "invitation.board"
TO_INVITE = "to_invite"
SCOPES = ("all", "mine")
# The lists that are offered, in this order; `to_invite` holds clients, the others invitations.
LISTS = (
    InvitationList.WAITING.value,
    TO_INVITE,
    InvitationList.ACCEPTED.value,
    InvitationList.BOUNCED.value,
    InvitationList.EXPIRED.value,
    InvitationList.GIVEN_UP.value,
)
READY = "ready"
READY_AT_MOST = 50  # letters written in one go, while Slack waits


@dataclass(frozen=True, slots=True)
class Shown:
    """What the board shows; `page` counts from 1, `chosen` are the clients left ticked among those that are ready."""

    which: str = InvitationList.WAITING.value
    scope: str = "all"
    page: int = 1
    chosen: frozenset[str] | None = None

    @classmethod
    def read(cls, carried: object) -> Self:
        """The board as a view that stands on it carries it; NotFound for what is not offered."""
        held: Mapping[str, Any] = carried if isinstance(carried, dict) else {}
        which, scope, page = held.get("filter") or "waiting", held.get("scope") or "all", held.get("page")
        if which not in LISTS or scope not in SCOPES:
            raise NotFound("choice")
        return cls(which, scope, page if isinstance(page, int) and 1 <= page <= LAST_PAGE else 1)

    def carried(self) -> dict[str, object]:
        return {"filter": self.which, "scope": self.scope, "page": self.page}

    def with_ready(self, client: str) -> Self:
        """That client is ticked too."""
        return self if self.chosen is None else replace(self, chosen=self.chosen | {client})

    @property
    def mine(self) -> bool:
        return self.scope == "mine"

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE


def shown_in(view: Payload, page: int = 1) -> Shown:
    """The board as its filters stand."""
    values = (view.get("state") or {}).get("values") or {}
    # Drawn afresh with each choice, for Slack keeps what a block of the same name shows.
    filters: Mapping[str, Any] = next(
        (held for block, held in values.items() if str(block).partition(".")[0] == "filters"), {}
    )
    chosen = {name: (element.get("selected_option") or {}).get("value") for name, element in filters.items()}
    ticked = next((held[READY] for held in values.values() if READY in held), None)
    ready = frozenset(str(o.get("value")) for o in ticked.get("selected_options") or ()) if ticked else None
    read = Shown.read({**chosen, "page": page})
    return replace(read, chosen=ready)


def standing_on(view: View, shown: Shown) -> View:
    """A form that is opened on the board, and gives way to it."""
    return {**view, "private_metadata": json.dumps({**metadata(view), "board": shown.carried()})}


def redraw_board_beneath(context: BoltContext, view: Payload, office: Office, who: Collaborator, words: Words) -> bool:
    """Whether that form was opened on the board, which then shows what has changed."""
    carried = metadata(view).get("board")
    if carried is None:
        return False
    redraw_beneath(context, view, board_of(office, who, words, Shown.read(carried)))
    return True


def board_of(office: Office, who: Collaborator, words: Words, shown: Shown) -> View:
    with office.reading() as records:
        return board_view(Surroundings(records, who, words, office.now()), shown)


def board_view(here: Surroundings, shown: Shown) -> View:
    words, invitations = here.words, here.records.invitations
    which = InvitationList.WAITING if shown.which == TO_INVITE else InvitationList(shown.which)
    limit = 0 if shown.which == TO_INVITE else PAGE
    found, lengths = invitations.find(here.who, InvitationFilter(which, shown.mine, shown.offset, limit))
    clients, to_invite = here.records.clients.find(here.who, _to_invite(shown.mine, shown.offset, PAGE))
    counts = {**{each.value: n for each, n in lengths.items()}, TO_INVITE: to_invite}
    rows = _clients(here, shown, clients) if shown.which == TO_INVITE else _invitations(here, found)
    return blocks.modal(
        CALLBACK,
        words.gettext("Invitations"),
        [
            _filters(here, shown, counts),
            *(rows or _empty(shown, to_invite, words)),
            *_footer(shown, counts[shown.which], words),
        ],
        close=words.gettext("Close"),
        metadata={"page": shown.page},
    )


def list_label(which: str, words: Words) -> str:
    return {
        InvitationList.WAITING.value: words.gettext("Waiting"),
        TO_INVITE: words.gettext("To invite"),
        InvitationList.ACCEPTED.value: words.gettext("Accepted"),
        InvitationList.BOUNCED.value: words.gettext("In error"),
        InvitationList.EXPIRED.value: words.gettext("Expired"),
        InvitationList.GIVEN_UP.value: words.gettext("Given up on"),
    }[which]


def _filters(here: Surroundings, shown: Shown, counts: Mapping[str, int]) -> Block:
    words = here.words
    lists = [
        blocks.option(f"{list_label(which, words)} ({words.number(counts[which])})", which)
        if counts[which]
        else blocks.option(list_label(which, words), which)
        for which in LISTS
    ]
    every = words.gettext("The whole firm") if here.who.is_administrator else words.gettext("All those I can see")
    scopes = [blocks.option(every, "all"), blocks.option(words.gettext("My clients"), "mine")]
    return blocks.actions(
        blocks.select("filter", lists, initial=shown.which),
        blocks.select("scope", scopes, initial=shown.scope),
        block_id=f"filters.{shown.which}.{shown.scope}",
    )


def _footer(shown: Shown, count: int, words: Words) -> list[Block]:
    footer = turning(shown.page, count, PAGE, words)
    if count:
        order = words.gettext("what needs an act first")
        if shown.which == InvitationList.ACCEPTED:
            order = words.gettext("the latest first")
        footer.append(blocks.context(f"{place(shown.page, count, PAGE, words)} · {order}"))
    return footer


def _empty(shown: Shown, to_invite: int, words: Words) -> list[Block]:
    """« Aucune invitation en attente. 12 dossiers attendent dans « À inviter ». », with the button that opens them."""
    sentences = {
        InvitationList.WAITING.value: words.gettext("No invitation waiting."),
        TO_INVITE: words.gettext("Nobody to invite."),
        InvitationList.ACCEPTED.value: words.gettext("No invitation accepted yet."),
        InvitationList.BOUNCED.value: words.gettext("No invitation in error."),
        InvitationList.EXPIRED.value: words.gettext("No invitation expired."),
        InvitationList.GIVEN_UP.value: words.gettext("No invitation given up on."),
    }
    if shown.which != InvitationList.WAITING or not to_invite:
        return [blocks.section(sentences[shown.which])]
    waiting = words.ngettext("{n} client waits in “To invite”.", "{n} clients wait in “To invite”.", to_invite).format(
        n=words.number(to_invite)
    )
    return [
        blocks.section(f"{sentences[shown.which]} {waiting}"),
        blocks.actions(blocks.button(list_label(TO_INVITE, words), TO_INVITE, primary=True), block_id=TO_INVITE),
    ]


def _invitations(here: Surroundings, found: Sequence[Invitation]) -> list[Block]:
    facts = _facts(here, [invitation.client_id for invitation in found])
    rows = []
    for invitation in found:
        about = facts.get(invitation.client_id)
        contact = here.records.contacts.get(invitation.contact_id)
        if about is None or contact is None:
            continue
        line = Line(here, about, contact, invitation)
        text = f"{line.dot} *{escape(contact.name, 80)}* · {escape(about.client.name, 120)}\n{line.said}"
        rows.append(blocks.section(text, accessory=line.acts, block_id=f"i{invitation.id}"))
    return rows


def _facts(here: Surroundings, ids: Sequence[int]) -> Mapping[int, Facts]:
    known = {client_id: here.records.clients.visible_to(here.who, client_id) for client_id in dict.fromkeys(ids)}
    return {f.client.id: f for f in facts_of_all(here.records, list(known.values()), here.words, here.now)}


def _clients(here: Surroundings, shown: Shown, clients: Sequence[Client]) -> list[Block]:
    """The clients that wait, those that are ready first; under them, the ready ones invited in one go."""
    words, rows = here.words, []
    for about in facts_of_all(here.records, clients, words, here.now):
        client, standing = about.client, about.standing()
        names = words.listed([contact.name for contact, _ in about.with_invitation(InvitationState.DRAFT)[:3]])
        text = f"{standing.dot} *{escape(client.name, 120)}*\n{escape(names, 120)} · {standing.in_a_list}"
        rows.append(blocks.section(text, accessory=_client_acts(here, client), block_id=f"c{client.id}"))
    return [*rows, *_ready(here, shown)] if rows else []


def _client_acts(here: Surroundings, client: Client) -> Element:
    words, value = here.words, f"c{client.id}"
    acts = [blocks.option(words.gettext("Open the client"), f"open:{value}")]
    if may_lead(here.who, client):
        if not client.ready_to_invite:
            acts.insert(0, blocks.option(words.gettext("Flash report ready"), f"ready:{value}"))
        acts.insert(0, blocks.option(words.gettext("Invite"), f"invite:{value}"))
    return menu(acts, value, client.name, words)


def _to_invite(mine: bool, offset: int, limit: int) -> ClientFilter:
    """Those that are ready first."""
    active = (ClientState.ACTIVE,)
    return ClientFilter(mine=mine, states=active, only=Only.TO_INVITE, worst_first=True, offset=offset, limit=limit)


def ready_clients(here: Surroundings, *, mine: bool) -> list[Client]:
    """The clients that are ready to invite, and that this person leads."""
    found, _ = here.records.clients.find(here.who, _to_invite(mine, 0, READY_AT_MOST))
    return [client for client in found if client.ready_to_invite and may_lead(here.who, client)]


def _ready(here: Surroundings, shown: Shown) -> list[Block]:
    words, ready = here.words, ready_clients(here, mine=shown.mine)
    if not ready:
        return []
    values = [f"c{client.id}" for client in ready]
    ticked = values if shown.chosen is None else [value for value in values if value in shown.chosen]
    options = [blocks.option(client.name, value, client.code) for client, value in zip(ready, values, strict=True)]
    n = len(ticked)
    inviting = words.ngettext("Invite the ready client", "Invite the {n} ready clients", n).format(n=words.number(n))
    placeholder = words.gettext("Ready clients")
    many = blocks.multi_select(READY, options, initial=ticked, placeholder=placeholder)
    found: list[Block] = [blocks.section(f"*{placeholder}*", accessory=many, block_id=f"{READY}.{len(ready)}")]
    if n:
        found.append(blocks.actions(blocks.button(inviting, "invitation.ready", primary=True), block_id="invite_ready"))
    return found
