"""`guichet import` and `guichet export`: the very import and columns of Slack, for who holds the server."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from uuid import uuid4

from bot.clock import SystemClock
from bot.health import Pulse
from bot.imports import LEASE, Hold
from bot.office import FirmOffice, House
from bot.registry import RegistryLine
from bot.run import open_books, prepare
from bot.settings import Settings, SettingsWrong
from domain.acts import Act
from domain.books import ClientFilter, Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.importing.imports import ImportState, SheetImport
from domain.importing.outcomes import counts_of
from domain.people import Collaborator
from domain.refusals import Refusal
from domain.sheets.sheet import LARGEST_FILE
from handlers.explain import explain
from handlers.importing.reasons import reason
from handlers.importing.sheets import exported, given_back
from handlers.importing.working import carry_on, trial_of
from handlers.sheets import csv_text, workbook
from handlers.words import words_for
from storage.blobs import BlobFolder

NOBODY = "The database holds no firm and no administrator yet: run `guichet run` once."
PAGE = 500


def import_file(
    settings: Settings, file: Path, *, by: str | None, confirm: bool, shares: bool, looks_up: bool, checked: Path | None
) -> Iterator[str]:
    """Try the sheet and say what would be done; with `confirm`, do it. SheetRefused, SettingsWrong."""
    with file.open("rb") as opened:
        # One byte more tells that it is too large; the whole of it is never loaded.
        content = opened.read(LARGEST_FILE + 1)
    house = _house(settings)
    try:
        office, who = _who(house, by)
        new = SheetImport(
            0, office.firm_id, who.id, file.name, office.now(), ImportState.TRIED, shares=shares, looks_up=looks_up
        )
        with office.records() as records:
            imported = records.imports.add(new, sheet=content)
        hold = Hold(imported, uuid4().hex, Event(), Pulse(at_most=60), LEASE)
        try:
            yield from _tried(office, imported, hold, checked)
        except Refusal as refusal:
            _move(office, imported, imported.ended())
            yield explain(refusal, words_for("en"))
            return
        if not confirm:
            _move(office, imported, imported.ended())
            yield "Nothing is saved. Add --confirm to import."
            return
        with office.records() as records:
            confirmed = imported.confirmed(office.now())
            records.imports.move(imported, confirmed)
            hold.goes_on(records)
        done = carry_on(office, confirmed, hold.goes_on, hold.pause).counts
        written = f"{done.created} created, {done.updated} updated"
        yield f"Done: {written}, {done.unchanged} unchanged, {done.refused} refused."
    finally:
        house.database.close()


def export_file(settings: Settings, file: Path, by: str | None) -> Iterator[str]:
    """Every client of the firm, as .xlsx or .csv by the name of the file; SettingsWrong."""
    house = _house(settings)
    try:
        office, who = _who(house, by)
        words = words_for(who.language)
        with office.reading() as records:
            clients = [client for page in _pages(records, who) for client in page]
            headers, rows = exported(records, clients, words)
            as_csv = file.suffix.lower() == ".csv"
            content = csv_text(headers, rows) if as_csv else workbook("Clients", headers, rows)
        with office.records() as records:
            after = {"clients": len(clients)}
            records.note(HistoryLine.by_person(who, Act.LIST_EXPORTED, office.now(), after=after))
            # Within the transaction: a file that cannot be written leaves no line.
            file.write_bytes(content)
        yield f"{len(clients)} clients written to {file}."
    finally:
        house.database.close()


def _tried(office: FirmOffice, imported: SheetImport, hold: Hold, checked: Path | None) -> Iterator[str]:
    trial = trial_of(office, imported, hold.goes_on, hold.pause)
    counts, today = counts_of(trial.outcomes), office.now().date()
    yield (
        f"{counts.created} to create, {counts.updated} to update, {counts.unchanged} unchanged, "
        f"{counts.refused} refused."
    )
    for name in trial.ignored:
        yield f"Column ignored: {name}"
    for row in trial.refused:
        yield f"Line {row.line}{f', {row.name}' if row.name else ''}: {reason(row, words_for('en'), today)}"
    if checked is not None:
        checked.write_bytes(given_back(trial.sheet, trial.outcomes, words_for(trial.who.language), today))
        yield f"The same sheet, with a reason for each row: {checked}"


def _move(office: FirmOffice, before: SheetImport, after: SheetImport) -> None:
    with office.records() as records:
        records.imports.move(before, after)


def _house(settings: Settings) -> House:
    """The house on its books, without Slack nor mail."""
    database = open_books(settings)
    prepare(database)
    return House(
        database=database,
        blobs=BlobFolder(settings.data_dir.absolute() / "blobs"),
        clock=SystemClock(),
        registry_line=RegistryLine(settings.registry_url),
        slack_api_url=settings.slack_api_url,
        public_url=settings.public_url or "",
    )


def _who(house: House, by: str | None) -> tuple[FirmOffice, Collaborator]:
    """In whose name: the one with that address, or else the first administrator. SettingsWrong."""
    office = house.front()
    if office is None:
        raise SettingsWrong({"firm": NOBODY})
    with office.reading() as records:
        found = records.people.of_email(by) if by else next(iter(records.people.administrators()), None)
    if found is None or not found.active:
        raise SettingsWrong({"by": f"Nobody of the firm has the address {by}." if by else NOBODY})
    return office, found


def _pages(records: Records, who: Collaborator) -> Iterator[Sequence[Client]]:
    """All the clients that this person sees, the inactive ones too."""
    offset = 0
    while True:
        page, total = records.clients.find(who, ClientFilter(offset=offset, limit=PAGE))
        yield page
        offset += PAGE
        if offset >= total:
            return
