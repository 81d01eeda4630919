"""« Fusionner »: two files of the same company become one; the one kept is the one that was opened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.custom_fields import CUSTOM, form_name
from domain.history import HistoryLine
from domain.identifiers import masked_nir
from domain.merging import (
    DifferentCompanies,
    SameClient,
    facts_kept,
    further_sites,
    left_behind,
    same_company,
)
from domain.nir import may_hold_nir
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, Refusal
from domain.reserved import Reserved
from domain.rights import may_see
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.card import redraw_card_beneath
from handlers.clients.typeahead import client_options
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw, typed
from handlers.explain import errors_in, explain
from handlers.life.merged import tell_administrators
from handlers.life.merging_choices import Pair
from handlers.life.telling import tell_merged
from handlers.nir.notes import erase_without_ground
from handlers.who_can import led
from handlers.words import Words, capitalised

desk = Desk()

NOTHING_CHOSEN: Mapping[str, Any] = {}


def merge_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """For someone who leads the client. NotFound, RoleTooLow, ClientTerminated."""
    with office.reading() as records:
        client = led(records, who, client_id, Reserved.CLIENT_MERGE)
        return _view(records, client, None, words)


def _view(
    records: Records, kept: Client, other: Client | None, words: Words, fields: Mapping[str, Any] = NOTHING_CHOSEN
) -> View:
    code = f" ({escape(kept.code)})" if kept.code else ""
    body: list[Block] = [
        blocks.section(words.gettext("Client kept: {client}.").format(client=f"*{escape(kept.name)}*{code}")),
        blocks.input_(
            "other",
            words.gettext("Client to merge into it"),
            blocks.typeahead(
                "pick",
                min_length=2,
                placeholder=words.gettext("Name, code, SIREN or town"),
                initial=blocks.option(other.name, f"c{other.id}") if other else None,
            ),
            dispatch=True,
        ),
    ]
    if other is not None:
        pair = Pair(records, kept, other, words)
        body += [
            *_what_moves(records, other, words),
            *pair.blocks(),
            *_losing(pair, fields),
        ]
        sure = blocks.option(words.gettext("Both are the same client"), "yes")
        body.append(blocks.input_("sure", words.gettext("Confirmation"), blocks.checkboxes("value", [sure])))
    undone = words.gettext("It can be undone for 30 days, by an administrator. Identical fields are not shown.")
    body.append(blocks.context(undone))
    return blocks.modal(
        Reserved.CLIENT_MERGE,
        words.gettext("Merge two clients"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Merge"),
        metadata={"client": f"c{kept.id}"},
    )


def _what_moves(records: Records, other: Client, words: Words) -> list[Block]:
    contacts = len(records.contacts.of_client(other.id))
    documents = records.messages.count_documents(other.id)
    letters = records.messages.count_of_client(other.id)
    counted = [
        (contacts, words.ngettext("{n} contact", "{n} contacts", contacts)),
        (documents, words.ngettext("{n} document", "{n} documents", documents)),
        (letters, words.ngettext("{n} message", "{n} messages", letters)),
    ]
    things = [label.format(n=words.number(n)) for n, label in counted if n]
    things += [words.gettext("notes"), words.gettext("history")]
    moves = words.listed(things)
    arrives = words.gettext("What is sent to its deposit address still arrives here.")
    return [blocks.section(f"*{words.gettext('What moves')}*\n{capitalised(moves)}. {arrives}")]


def _losing(pair: Pair, fields: Mapping[str, Any]) -> list[Block]:
    """Who saw one of them, and will not see what they become with those answers."""
    words, after = pair.words, pair.becomes(fields)
    saw = [p for p in pair.records.people.active() if may_see(p, pair.other) or may_see(p, pair.kept)]
    people = [p for p in saw if not may_see(p, after)]
    if not people:
        return []
    sentence = words.gettext("Lose sight of it: {people}. Give access afterwards by “Assign”, if it is wanted.")
    return [blocks.alert(sentence.format(people=escape(", ".join(p.name for p in people), 90)), "warning")]


def _other(records: Records, who: Collaborator, view: Payload) -> Client | None:
    chosen = typed(view).get("other")
    return led(records, who, number_of(chosen, "c"), Reserved.CLIENT_MERGE) if chosen else None


@desk.action(Reserved.CLIENT_MERGE, view="client.other_acts")
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = merge_view_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    redraw(context, body, view)


@desk.options("pick", view=Reserved.CLIENT_MERGE)
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    """Any client but the one kept."""
    kept = metadata(body["view"]).get("client")
    ack(options=[line for line in client_options(office, who, body) if line["value"] != kept])


@desk.action("pick", view=Reserved.CLIENT_MERGE)
def show_what_moves(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Of two files that cannot be one client, the form says why."""
    with office.reading() as records:
        kept = led(records, who, number_of(metadata(body["view"]).get("client"), "c"), Reserved.CLIENT_MERGE)
        other = _other(records, who, body["view"])
        try:
            if other is not None:
                same_company(kept, other)
            view = _view(records, kept, other, words)
        except (DifferentCompanies, SameClient) as refusal:
            view = _view(records, kept, None, words)
            view["blocks"][2:2] = [blocks.alert(explain(refusal, words), "warning")]
    ack()
    redraw(context, body, view)


@desk.action("value", view=Reserved.CLIENT_MERGE)
def show_who_loses_sight(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another manager, or another portfolio: others see the client."""
    with office.reading() as records:
        kept = led(records, who, number_of(metadata(body["view"]).get("client"), "c"), Reserved.CLIENT_MERGE)
        view = _view(records, kept, _other(records, who, body["view"]), words, typed(body["view"]))
    ack()
    redraw(context, body, view)


@desk.view(Reserved.CLIENT_MERGE)
def merge(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Everything moves in one transaction; the history of both is kept, and says so."""
    kept_id, now = number_of(metadata(view).get("client"), "c"), office.now()
    fields = typed(view)
    try:
        with office.records() as records:
            kept = led(records, who, kept_id, Reserved.CLIENT_MERGE)
            if first_time(records, body, now):
                other = _other(records, who, view)
                if other is None:
                    raise FormRefused({"other": Missing()})
                same_company(kept, other)
                if not fields.get("sure"):
                    raise FormRefused({"sure": Missing()})
                _merge(Pair(records, kept, other, words), fields, who, now)
    except (DifferentCompanies, SameClient, FormRefused) as refusal:
        refused: Refusal = refusal if isinstance(refusal, FormRefused) else FormRefused({"other": refusal})
        return ack(response_action="errors", errors=errors_in(view, refused, words))
    redraw_card_beneath(context, view, office, who, words, kept_id)
    return ack()


def _merge(pair: Pair, fields: Mapping[str, Any], who: Collaborator, now: datetime) -> None:
    records, kept, other = pair.records, pair.kept, pair.other
    from_other = pair.from_other(fields)
    after = pair.becomes(fields)
    theirs = records.custom_fields.values_of(other.id)
    custom = {field.id: theirs[field.id] for field in pair.custom() if form_name(field) in from_other}
    numbers = records.nirs.of_client(kept.id), records.nirs.of_client(other.id)
    lost = left_behind(after, kept, other) | _fields_lost(records, kept, other, custom)
    merger_id = records.merging.merge(kept.id, other.id, who, now)
    chosen = HistoryLine.by_person(who, Act.NIR_MERGED, now, client_id=kept.id)
    _keep_number(records, after, numbers, fields, chosen)
    records.clients.keep(after)
    records.custom_fields.keep_values(kept.id, custom)
    for site in further_sites(after, kept, other):
        records.sites.add(kept.id, site)
    if after.company.nic:
        records.sites.remove(kept.id, after.company.nic)
    erase_without_ground(records, [after], who, now)
    records.merging.settle(merger_id)
    fields_kept = {f"{CUSTOM}{n}": value for n, value in records.custom_fields.values_of(kept.id).items()}
    stays = facts_kept(after, lost) | {name: value for name, value in fields_kept.items() if name in lost}
    records.note(
        HistoryLine.by_person(
            who,
            Act.CLIENT_MERGED,
            now,
            client_id=kept.id,
            subject_id=other.id,
            before={**lost, "from": ""},
            after={**stays, "from": other.name},
        )
    )
    tell_merged(records, kept, other, after, who, now)
    merger = records.merging.get(merger_id)
    if merger is not None:
        tell_administrators(records, merger, after, who, now)


def _fields_lost(records: Records, kept: Client, other: Client, chosen: Mapping[int, str]) -> dict[str, object]:
    """The values of the firm's own fields that the client kept will have otherwise."""
    mine, theirs = (records.custom_fields.values_of(client.id) for client in (kept, other))
    lost: dict[str, object] = {
        f"{CUSTOM}{n}": value for n, value in theirs.items() if value and mine.get(n, value) != value
    }
    return lost | {f"{CUSTOM}{n}": mine[n] for n in chosen}


def _keep_number(
    records: Records, after: Client, held: tuple[str | None, str | None], fields: Mapping[str, Any], line: HistoryLine
) -> None:
    """Of the two social security numbers held, the one that was chosen; history says which, masked."""
    mine, theirs = held
    if not mine or not theirs or mine == theirs or not may_hold_nir(after, records.firm):
        return
    stays, goes = (theirs, mine) if fields.get("nir") == "other" else (mine, theirs)
    records.nirs.keep(after.id, stays)
    records.note(replace(line, before={"nir": masked_nir(goes)}, after={"nir": masked_nir(stays)}))
