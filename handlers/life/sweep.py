"""The sweep of what ends: administrators warned a month before, then clients erased, one at a time."""

from datetime import datetime

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import By, HistoryLine
from domain.importing.imports import ImportState
from domain.life import WARNED_BEFORE, with_notice
from domain.office import Office
from handlers import blocks
from handlers.blocks import escape
from handlers.importing.working import give_way_to_erasure
from handlers.post import delete_message, post, take_back_file
from handlers.words import words_for

AT_ONCE = 10


def warn_of_erasure(office: Office) -> int:
    """Tell the administrators what will be erased within a month, a few at most; how many."""
    now = office.now()
    with office.reading() as records:
        if not records.erasure.to_warn(now + WARNED_BEFORE, 1):
            return 0
    with office.records() as records:
        soon = records.erasure.to_warn(now + WARNED_BEFORE, AT_ONCE)
        for client_id in soon:
            client = records.clients.get(client_id)
            if client is None or client.erase_at is None:
                continue
            announced = with_notice(client, now)
            records.clients.keep(announced)
            records.erasure.told(client_id, now)
            _tell(records, announced, announced.erase_at or now, now)
    return len(soon)


def erase_due(office: Office, unused_since: datetime) -> int:
    """Erase one client whose hour has come; how many. None of which nobody was told, were the hour years past.

    One with a letter on its way waits for the next sweep.

    `unused_since` is the machine's time: contents kept again after it are left on disk.
    """
    now = office.now()
    with office.reading() as records:
        if not records.erasure.due(now, 1):
            return 0
    with office.records() as records:
        tried = (_erase(records, client_id, now) for client_id in records.erasure.due(now, AT_ONCE))
        erased = next((contents for contents in tried if contents is not None), None)
    if erased is None:
        return 0
    for sha256 in erased:
        office.blobs.drop(office.firm_id, sha256, unused_since)
    return 1


def _erase(records: Records, client_id: int, now: datetime) -> tuple[str, ...] | None:
    """The contents to drop; None when it must wait."""
    if any(imported.state is ImportState.CONFIRMED for imported in records.imports.waiting()):
        # It is written within seconds, its sheet goes with its last row, and a row about the client finds it ended.
        return None
    asked = next((line for line in records.history(client_id) if line.act is Act.CLIENT_ERASURE_ASKED), None)
    erased = records.erasure.erase(client_id)
    if erased is None:
        return None
    give_way_to_erasure(records, now)
    for channel, ts in erased.posted:
        delete_message(records, now, channel, ts)
    for to, file in erased.given:
        take_back_file(records, now, to, file)
    by = By.COLLABORATOR if asked else By.GUICHET
    # The one line that stays holds a number, and no name.
    records.note(HistoryLine(now, Act.CLIENT_ERASED, by, asked.by_id if asked else None, subject_id=client_id))
    return erased.contents


def _tell(records: Records, client: Client, erase_at: datetime, now: datetime) -> None:
    zone = records.firm.zone
    for person in records.people.administrators():
        words = words_for(person.language)
        day = words.day(erase_at.astimezone(zone).date(), now.astimezone(zone).date())
        sentence = words.gettext("{client} will be erased on {day}.")
        note = words.gettext("Its retention term ends. Export it first if something is still to be kept.")
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
        post(
            records,
            now,
            person.slack_id,
            sentence.format(client=client.name, day=day),
            [
                blocks.section(f"*{sentence.format(client=escape(client.name), day=day)}*\n{note}"),
                blocks.actions(opening, block_id="next"),
            ],
            about=(About.CLIENT_ERASURE, client.id),
        )
