"""The list of incidents: what blocks a client first, then the oldest; by kind, by scope, open or handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, BoltContext

from domain.books import Records
from domain.incidents import Incident, IncidentFilter, IncidentKind, IncidentScope
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import Block, Option, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, page_asked, redraw, show
from handlers.home.counters import looks_at_own
from handlers.paging import PAGE, place, turning
from handlers.words import Words

desk = Desk()

CALLBACK = "incident.list"
ANY = "any"
OPEN, DONE = "open", "done"
SUGGESTED = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows; `page` counts from 1."""

    kind: IncidentKind | None = None
    scope: IncidentScope = IncidentScope.ALL
    handled: bool = False
    page: int = 1

    def wanted(self) -> IncidentFilter:
        return IncidentFilter(self.kind, self.scope, self.handled, offset=(self.page - 1) * PAGE, limit=PAGE)


def incidents_view(here: Surroundings, shown: Shown) -> View:
    words = here.words
    found, counts = here.records.incidents.find(here.who, shown.wanted())
    rows = [_row(here, incident) for incident in found] or [blocks.section(_empty(here, shown))]
    count = counts.get(shown.kind, 0) if shown.kind else sum(counts.values())
    field = blocks.typeahead("incident.find", min_length=2, placeholder=words.gettext("Sender, client or file"))
    return blocks.modal(
        CALLBACK,
        words.gettext("Incidents"),
        [
            blocks.actions(field, block_id="finder"),
            _filters(here, shown, counts),
            *rows,
            *_footer(shown, len(found), count, words),
        ],
        close=words.gettext("Close"),
        metadata={"page": shown.page},
    )


def incidents_of(office: Office, who: Collaborator, words: Words, shown: Shown) -> View:
    with office.reading() as records:
        return incidents_view(Surroundings(records, who, words, office.now()), shown)


def title_of(kind: IncidentKind, words: Words) -> tuple[str, str]:
    """The icon, and what happened."""
    return {
        IncidentKind.SERVICE: ("🔴", words.gettext("Mailbox not read")),
        IncidentKind.SENDER: ("⚠️", words.gettext("Unverified sender")),
        IncidentKind.BOUNCE: ("🔴", words.gettext("Invitation not delivered")),
        IncidentKind.OUTGOING: ("🔴", words.gettext("Message not sent")),
        IncidentKind.DOCUMENT: ("🔴", words.gettext("Document refused")),
        IncidentKind.MAIL: ("🟠", words.gettext("Message without a client")),
    }[kind]


def _row(here: Surroundings, incident: Incident) -> Block:
    words = here.words
    icon, title = title_of(incident.kind, words)
    if incident.doubtful:
        icon, title = "🟠", words.gettext("Message to be checked")
    opening = blocks.button(
        words.gettext("Open"),
        "incident.open",
        incident.about,
        accessibility=words.gettext("Open: {incident}").format(
            incident=", ".join(filter(None, [title, _who(incident)]))
        ),
    )
    return blocks.section(
        f"{icon} *{title}*\n{_line(here, incident)}", accessory=opening, block_id=f"{incident.kind}_{incident.about}"
    )


def _line(here: Surroundings, incident: Incident) -> str:
    words, zone = here.words, here.records.firm.zone
    when = words.instant(incident.at, zone, here.now)
    said = escape(_who(incident), 80)
    if incident.kind is IncidentKind.SENDER:
        said = words.gettext("Claims to be {address}").format(address=escape(incident.address, 80))
    if incident.kind is IncidentKind.DOCUMENT and incident.files:
        said = f"{escape(incident.files[0], 60)} · {said}"
    handler = here.records.people.get(incident.handled_by)
    if handler is not None and incident.handled_at is not None:
        when = words.gettext("handled {moment} by {person}").format(moment=when, person=escape(handler.name))
    return " · ".join(part for part in (said, when) if part)


def _who(incident: Incident) -> str:
    """`Éric Chauvin, Pharmacie des Halles`."""
    return ", ".join(part for part in (incident.person or incident.address, incident.client_name) if part)


def _filters(here: Surroundings, shown: Shown, counts: Mapping[IncidentKind, int]) -> Block:
    words = here.words
    kinds = [blocks.option(_counted(words.gettext("All kinds"), sum(counts.values()), words), ANY)]
    kinds += [blocks.option(_counted(_kind(kind, words), counts.get(kind, 0), words), kind) for kind in IncidentKind]
    every = words.gettext("The whole firm") if here.who.is_administrator else words.gettext("All those I can see")
    scopes = [
        blocks.option(every, IncidentScope.ALL),
        blocks.option(words.gettext("My clients"), IncidentScope.MINE),
        blocks.option(words.gettext("Assigned to me"), IncidentScope.ME),
    ]
    waiting = words.gettext("To handle")
    states = [
        blocks.option(waiting if shown.handled else _counted(waiting, sum(counts.values()), words), OPEN),
        blocks.option(words.gettext("Handled"), DONE),
    ]
    return blocks.actions(
        blocks.select("kind", kinds, initial=shown.kind or ANY),
        blocks.select("scope", scopes, initial=shown.scope),
        blocks.select("state", states, initial=DONE if shown.handled else OPEN),
        block_id="filters",
    )


def _kind(kind: IncidentKind, words: Words) -> str:
    return {
        IncidentKind.SERVICE: words.gettext("Mailbox and services"),
        IncidentKind.SENDER: words.gettext("Unverified senders"),
        IncidentKind.BOUNCE: words.gettext("Undelivered invitations"),
        IncidentKind.OUTGOING: words.gettext("Unsent messages"),
        IncidentKind.DOCUMENT: words.gettext("Refused documents"),
        IncidentKind.MAIL: words.gettext("Messages without a client"),
    }[kind]


def _counted(label: str, n: int, words: Words) -> str:
    return f"{label} ({words.number(n)})" if n else label


def _empty(here: Surroundings, shown: Shown) -> str:
    """« Aucun incident. Le plus récent a été traité vendredi par Thomas Roux. »"""
    words, none = here.words, here.words.gettext("No incident.")
    latest, _ = here.records.incidents.find(here.who, IncidentFilter(scope=shown.scope, handled=True, limit=1))
    handler = here.records.people.get(latest[0].handled_by) if latest else None
    if shown.handled or handler is None:
        return none
    moment = words.instant(latest[0].at, here.records.firm.zone, here.now)
    last = words.gettext("The latest was handled {moment} by {person}.")
    return f"{none} {last.format(moment=moment, person=escape(handler.name))}"


def _footer(shown: Shown, rows: int, count: int, words: Words) -> list[Block]:
    footer = turning(shown.page, count, PAGE, words)
    if rows:
        order = words.gettext("the latest first") if shown.handled else words.gettext("what blocks, then the oldest")
        footer.append(blocks.context(f"{place(shown.page, count, PAGE, words)} · {order}"))
    return footer


@desk.action("home.more.incidents")
def open_incidents(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Voir plus »: as many as the counter says."""
    with office.reading() as records:
        scope = IncidentScope.MINE if looks_at_own(records, who) else IncidentScope.ALL
    view = incidents_of(office, who, words, Shown(scope=scope))
    ack()
    show(context, body, view)


@desk.action("kind", view=CALLBACK)
@desk.action("scope", view=CALLBACK)
@desk.action("state", view=CALLBACK)
@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def change_incidents(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another filter begins again at page 1; a page keeps the filters."""
    view = incidents_of(office, who, words, _asked(body))
    ack()
    redraw(context, body, view)


@desk.options("incident.find")
def suggest_incidents(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """Incidents by sender, client or file, among those that this person may see."""
    with office.reading() as records:
        found = records.incidents.search(who, str(body.get("value") or ""), SUGGESTED)
        ack(options=_choices(records, found, words))


def _choices(records: Records, found: Sequence[Incident], words: Words) -> list[Option]:
    zone = records.firm.zone
    return [
        blocks.option(
            _who(incident) or incident.about,
            incident.about,
            f"{title_of(incident.kind, words)[1]} · {words.day(incident.at.astimezone(zone).date())}",
        )
        for incident in found
    ]


def _asked(body: Payload) -> Shown:
    action = body["actions"][0]
    values: dict[str, Any] = {
        name: (element.get("selected_option") or {}).get("value")
        for name, element in ((body["view"].get("state") or {}).get("values") or {}).get("filters", {}).items()
    }
    kind, scope = values.get("kind") or ANY, values.get("scope") or IncidentScope.ALL
    if scope not in set(IncidentScope) or (kind != ANY and kind not in set(IncidentKind)):
        raise NotFound("choice")
    shown = Shown(None if kind == ANY else IncidentKind(kind), IncidentScope(scope), values.get("state") == DONE)
    if str(action.get("action_id", "")).startswith("page."):
        return replace(shown, page=page_asked(body))
    return shown
