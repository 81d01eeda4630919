"""An import carried on from wherever it stands: read and tried, or written batch after batch."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from domain.about import About
from domain.books import Records
from domain.importing.batch import batch_of
from domain.importing.deciding import decide
from domain.importing.heading import Heading, heading
from domain.importing.imports import KEPT_FOR, ImportState, SheetImport
from domain.importing.known import Importer, Ledger, Wanted
from domain.importing.outcomes import Outcome, Refused, ToUpdate, counts_of
from domain.importing.refused import Renamed, TwiceInSheet, WrittenMeanwhile
from domain.importing.rows import Line, line_of
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotAMember, NotFound, Refusal, RoleTooLow, SlackSilent
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.sheets.sheet import Fault, Sheet, SheetRefused, SheetRow
from domain.tokens import new_deposit
from handlers.blocks import Block
from handlers.clients.guessing import is_told, told_followed
from handlers.explain import explain
from handlers.importing import views
from handlers.importing.sheets import given_back
from handlers.nir.notes import erase_without_ground
from handlers.post import send_file, update_cards
from handlers.words import Words, words_for

log = logging.getLogger(__name__)

AT_ONCE = 1_000  # rows in a transaction: others wait for the one who writes
TOLD_EVERY = timedelta(seconds=5)
TRIES = 3
LOOK_UPS_BETWEEN_WORDS = 25

# Whether this worker still has the import; asked in the transaction of each step, which is given up otherwise.
GoesOn = Callable[[Records], bool]
# Wait for the registry's sake.
Pause = Callable[[], None]
ANSWERS = TypeAdapter(dict[str, RegistryCompany])


@dataclass(frozen=True, slots=True)
class Trial:
    """A sheet, who imports it, and what would become of each of its rows.

    `holds_nirs` says that social security numbers are typed in it.
    """

    sheet: Sheet
    ignored: tuple[str, ...]
    who: Collaborator
    outcomes: Sequence[Outcome]
    holds_nirs: bool

    @property
    def refused(self) -> Sequence[Refused]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Refused)]

    @property
    def renamed(self) -> Sequence[ToUpdate]:
        """The clients that would take another name."""
        updates = (outcome for outcome in self.outcomes if isinstance(outcome, ToUpdate))
        return [update for update in updates if isinstance(update.warnings.get("name"), Renamed)]


class Interrupted(Exception):
    """Another worker has the import, or this one must stop: the step is undone."""


def carry_on(office: Office, imported: SheetImport, goes_on: GoesOn, pause: Pause) -> SheetImport:
    """The import, until it asks a question or is over. Interrupted."""
    if imported.state is ImportState.RECEIVED:
        return _try(office, imported, goes_on, pause)
    if imported.state is ImportState.CONFIRMED:
        return _write(office, imported, goes_on)
    return imported


def count_failure(office: Office, imported: SheetImport, goes_on: GoesOn) -> SheetImport:
    """The import after a failure of our own: the last one puts it aside, and its message says so. Interrupted."""
    now = office.now()
    with office.records() as records:
        _ask(records, goes_on)
        current = records.imports.get(imported.id)
        if current is None:
            raise Interrupted
        after = current.stumbled()
        if not records.imports.move(current, after):
            raise Interrupted
        if after.state is ImportState.DROPPED:
            tell(records, after, now, *views.failed(after, _words(records, after)))
    return after


def drop_forgotten(office: Office) -> None:
    """Those that nobody answered for a week."""
    now = office.now()
    with office.records() as records:
        for imported in records.imports.forgotten(now - KEPT_FOR):
            if records.imports.move(imported, imported.dropped()):
                tell(records, imported, now, *views.dropped(imported, _words(records, imported), forgotten=True))


def give_way_to_erasure(records: Records, now: datetime) -> None:
    """The sheets that wait may name a client that is erased, and would open it again: they go, and it is said."""
    for imported in records.imports.waiting():
        after = imported.erased()
        if records.imports.move(imported, after):
            tell(records, after, now, *views.given_up_for_erasure(_words(records, imported)))


def tell(records: Records, imported: SheetImport, now: datetime, text: str, body: Sequence[Block]) -> None:
    """Redraw its message; an import from the command line has none."""
    update_cards(records, now, (About.IMPORT, imported.id), text, body)


def trial_of(office: Office, imported: SheetImport, goes_on: GoesOn, pause: Pause) -> Trial:
    """What would become of each row; SheetRefused, NotFound, RoleTooLow, NotAMember."""
    sheet = office.read_sheet(_content(office, imported))
    with office.reading() as records:
        head = heading(sheet.headers, records.custom_fields.current())
    if not any(head.places):
        raise SheetRefused(Fault.NO_COLUMN)
    lines = _lines(sheet.rows, head)
    if imported.looks_up:
        _look_up(office, imported, lines, goes_on, pause)
    with office.reading() as records:
        importer = _importer(records, imported)
        known, ledger = records.imports.known(Wanted.by(lines)), Ledger()
        outcomes = [decide(line, importer, known, ledger) for line in lines]
        return Trial(sheet, tuple(head.unknown), importer.who, outcomes, any(line.nir for line in lines))


def _try(office: Office, imported: SheetImport, goes_on: GoesOn, pause: Pause) -> SheetImport:
    try:
        trial = trial_of(office, imported, goes_on, pause)
    except SlackSilent:
        # The sheet may be had later: the import waits for its next turn.
        raise
    except Refusal as refusal:
        return _give_up(office, imported, refusal)
    now = office.now()
    with office.records() as records:
        _ask(records, goes_on)
        words = words_for(trial.who.language)
        today = now.astimezone(records.firm.zone).date()
        after = imported.tried(counts_of(trial.outcomes), trial.ignored)
        if not records.imports.move(imported, after):
            raise Interrupted
        guesses = [f"row {imported.id}.{row.line}" for row in trial.refused if is_told(row.errors)]
        told_followed(records, trial.who, guesses, now)
        tell(
            records,
            after,
            now,
            *views.tried(after, trial.refused, trial.renamed, words, today, holds_nirs=trial.holds_nirs),
        )
        cards = records.cards.about(About.IMPORT, imported.id)
        if cards:
            name = words.gettext("{file}, checked.xlsx").format(file=imported.filename.rpartition(".")[0][:80])
            back = given_back(trial.sheet, trial.outcomes, words, today)
            said = words.gettext("The sheet, with what will be done and why.")
            about = (About.SHEET, trial.who.id)
            send_file(records, now, trial.who.slack_id, name, back, said, after=cards[0], about=about)
    return after


def _content(office: Office, imported: SheetImport) -> bytes:
    """The file, fetched from Slack the first time and kept. NotFound, SheetRefused."""
    with office.reading() as records:
        kept, file_id = records.imports.sheet(imported.id), records.imports.slack_file(imported.id)
        author = records.people.get(imported.author_id)
    if kept is not None:
        return kept
    if file_id is None or author is None:
        raise NotFound("file")
    content = office.slack_file(file_id, author.slack_id)
    with office.records() as records:
        records.imports.keep_sheet(imported.id, content)
    return content


def _lines(rows: Sequence[SheetRow], head: Heading) -> list[Line]:
    return [line_of(row, head) for row in rows]


def _look_up(office: Office, imported: SheetImport, lines: Sequence[Line], goes_on: GoesOn, pause: Pause) -> None:
    """Ask the registry for each SIREN, within its rate; what it has said is kept with the import."""
    with office.reading() as records:
        found = _answers(records, imported)
    sirens = [siren for siren in dict.fromkeys(line.siren for line in lines) if siren and siren not in found]
    for number, siren in enumerate(sirens, 1):
        company = _asked(office, siren, pause)
        if company is not None:
            found[siren] = company
        if number % LOOK_UPS_BETWEEN_WORDS == 0 or number == len(sirens):
            with office.records() as records:
                _ask(records, goes_on)
                records.imports.keep_answers(imported.id, ANSWERS.dump_json(found))
                words = _words(records, imported)
                tell(records, imported, office.now(), *views.looking_up(imported, number, len(sirens), words))


def _asked(office: Office, siren: str, pause: Pause) -> RegistryCompany | None:
    """None when the registry does not know it, or does not answer."""
    for _ in range(TRIES):
        pause()
        try:
            return next((each for each in office.registry.search(siren) if each.siren == siren), None)
        except RegistryUnavailable:
            continue
    return None


def _write(office: Office, imported: SheetImport, goes_on: GoesOn) -> SheetImport:
    """Batch after batch, each with its place in the sheet: a kill between two loses and doubles nothing."""
    with office.reading() as records:
        content, fields = records.imports.sheet(imported.id), records.custom_fields.current()
    if content is None:
        return _give_up(office, imported, NotFound("file"))
    sheet = office.read_sheet(content)
    head = heading(sheet.headers, fields)
    ledger = _ledger(sheet.rows[: imported.done_rows], head)
    told_at = office.now()
    while imported.state is ImportState.CONFIRMED:
        batch = _lines(sheet.rows[imported.done_rows : imported.done_rows + AT_ONCE], head)
        try:
            imported, told_at = _write_batch(office, imported, batch, len(sheet.rows), ledger, goes_on, told_at)
        except (RoleTooLow, NotAMember) as refusal:
            return _give_up(office, imported, refusal)
    return imported


def _write_batch(
    office: Office,
    imported: SheetImport,
    batch: Sequence[Line],
    rows: int,
    ledger: Ledger,
    goes_on: GoesOn,
    told_at: datetime,
) -> tuple[SheetImport, datetime]:
    for attempt in range(1, TRIES + 1):
        now = office.now()
        try:
            with office.records() as records:
                _ask(records, goes_on)
                records.imports.write_alone()
                importer = _importer(records, imported)
                known = records.imports.known(Wanted.by(batch))
                outcomes = [decide(line, importer, known, ledger) for line in batch]
                records.imports.write(
                    batch_of(
                        outcomes,
                        by=importer.who,
                        firm=importer.firm,
                        now=now,
                        with_space=known.accounts if imported.shares else {},
                        numbers=records.imports.numbers,
                    )
                )
                changed = [outcome.after for outcome in outcomes if isinstance(outcome, ToUpdate)]
                erase_without_ground(records, changed, importer.who, now)
                after = imported.written(len(batch), counts_of(outcomes), rows)
                if not records.imports.move(imported, after):
                    raise Interrupted
                words = words_for(importer.who.language)
                if after.state is ImportState.DONE:
                    tell(records, after, now, *views.done(after, words))
                elif now - told_at >= TOLD_EVERY:
                    tell(records, after, now, *views.under_way(after, rows, words))
                    told_at = now
            return after, told_at
        except WrittenMeanwhile:
            log.info("batch overtaken, decided again", extra={"import": imported.id, "attempt": attempt})
    raise Interrupted


def _ledger(rows: Sequence[SheetRow], head: Heading) -> Ledger:
    """What the rows already written have claimed."""
    ledger = Ledger()
    for line in _lines(rows, head):
        try:
            ledger.claim(line)
        except TwiceInSheet:
            continue
    return ledger


def _importer(records: Records, imported: SheetImport) -> Importer:
    """The author with their rights of this moment; NotAMember when they have left."""
    who = records.people.get(imported.author_id)
    if who is None or not who.active:
        raise NotAMember
    firm = records.firm
    every = records.people.portfolios()
    return Importer(
        who=who,
        firm=firm,
        people=records.people.active(),
        portfolios=[each for each in every if who.is_administrator or each.id in who.portfolios],
        new_deposit=lambda name: new_deposit(firm.inbox, name),
        portfolio_id=imported.portfolio_id,
        manager_id=imported.manager_id,
        shares=imported.shares,
        looks_up=imported.looks_up,
        registry=_answers(records, imported) if imported.looks_up else {},
        fields=records.custom_fields.current(),
    )


def _answers(records: Records, imported: SheetImport) -> dict[str, RegistryCompany]:
    kept = records.imports.answers(imported.id)
    return ANSWERS.validate_json(kept) if kept else {}


def _give_up(office: Office, imported: SheetImport, refusal: Refusal) -> SheetImport:
    """Say why in its message; what was written before stays."""
    now = office.now()
    with office.records() as records:
        words = _words(records, imported)
        why = explain(refusal, words)
        after = imported.ended()
        if not records.imports.move(imported, after):
            raise Interrupted
        if imported.done_rows:
            tell(records, imported, now, *views.stopped(imported, why, words))
        else:
            tell(records, imported, now, *views.unread(imported, why, words))
    return after


def _ask(records: Records, goes_on: GoesOn) -> None:
    if not goes_on(records):
        raise Interrupted


def _words(records: Records, imported: SheetImport) -> Words:
    author = records.people.get(imported.author_id)
    return words_for(author.language if author else None)
