"""« Défaire »: two client files that became one are two again, from the card or from the message that offers it."""

from datetime import datetime

from slack_bolt import Ack, BoltContext

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.unmerging import Merger, Parted, facts_back, held_by_nobody_else, parted, to_undo
from handlers.clients.card import card_of
from handlers.desk import Desk, Payload, first_time, is_modal, named, redraw, show
from handlers.life.merged import tell_undone
from handlers.nir.notes import erase_without_ground
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()


@desk.action(Reserved.MERGER_UNDO)
def undo(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The card of the client kept is redrawn; from a message, that of the one that is back opens.

    MergerUndone, MergerOver, MergedSince, HeldSince, ClientTerminated.
    """
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.MERGER_UNDO)
        merger = records.merging.get(named(body["actions"][0].get("value"), "g", "merger"))
        if merger is None:
            raise NotFound("merger")
        if first_time(records, body, now):
            _undo(records, merger, who, now)
    ack()
    if is_modal(body):
        redraw(context, body, card_of(office, who, words, merger.kept_id))
    else:
        show(context, body, card_of(office, who, words, merger.other_id))


def _undo(records: Records, merger: Merger, who: Collaborator, now: datetime) -> None:
    kept = records.clients.get(merger.kept_id)
    local = now.astimezone(records.firm.zone)
    was = to_undo(merger, kept, records.merging.latest(merger.kept_id), who, local)
    if kept is None:
        raise NotFound("client")
    people = {person.id for person in records.people.active()}
    portfolios = {portfolio.id for portfolio in records.people.portfolios()}
    parts = parted(was, kept, people, portfolios)
    held_by_nobody_else(parts, was, _holders(records, parts), records.clients.of_deposit(parts.other.deposit))
    back = records.clients.keep(parts.kept)
    newer = records.merging.undo(merger, parts.other, now)
    erase_without_ground(records, [back, parts.other], who, now)
    before, after = facts_back(parts, kept)
    records.note(
        HistoryLine.by_person(
            who,
            Act.CLIENT_MERGER_UNDONE,
            now,
            client_id=kept.id,
            subject_id=merger.other_id,
            before={**before, "from": was.other.name},
            after={**after, "from": "", "newer": [*parts.newer, *newer]},
        )
    )
    line = HistoryLine.by_person(
        who, Act.CLIENT_MERGER_UNDONE, now, client_id=merger.other_id, subject_id=merger.kept_id
    )
    records.note(line)
    tell_undone(records, merger, back, parts.other, who, now)


def _holders(records: Records, parts: Parted) -> list[Client]:
    """The clients that have a SIREN or a code of theirs today."""
    siren = parts.other.company.siren
    codes = [records.clients.of_code(code) for code in (parts.kept.code, parts.other.code) if code]
    return [*(records.clients.of_siren(siren) if siren else ()), *(client for client in codes if client)]
