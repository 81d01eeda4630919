"""Who carries the imports on: one thread a process, woken by each commit; an import is held by one at a time."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from bot.health import Pulse
from bot.office import FirmOffice, House
from domain.books import Records
from domain.importing.imports import SheetImport
from domain.refusals import SlackSilent
from domain.registry import RegistryUnavailable
from handlers.importing.working import Interrupted, carry_on, count_failure

log = logging.getLogger(__name__)

LOOKS_EVERY = 10.0
LEASE = timedelta(seconds=60)
# Five questions a second: the public registry takes seven from one address.
BETWEEN_LOOK_UPS = 0.2


class Hold:
    """An import in the hands of one worker, for as long as it says so."""

    def __init__(
        self, imported: SheetImport, owner: str, stopping: threading.Event, pulse: Pulse, lease: timedelta
    ) -> None:
        self._imported = imported
        self._owner = owner
        self._stopping = stopping
        self._pulse = pulse
        self._lease = lease

    def goes_on(self, records: Records) -> bool:
        self._pulse.beat()
        until = real_now() + self._lease
        return not self._stopping.is_set() and records.imports.renew(self._imported.id, self._owner, until)

    def pause(self) -> None:
        self._stopping.wait(BETWEEN_LOOK_UPS)


class ImportWorker:
    """Tries and writes the sheets that people send; `pulse` beats at each look."""

    def __init__(self, house: House, lease: timedelta = LEASE) -> None:
        self.pulse = Pulse(at_most=600)
        self._house = house
        self._lease = lease
        self._owner = uuid4().hex
        self._stopping = threading.Event()
        self._hint = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imports", daemon=True)
        house.when_written(self._hint.set)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand; the rest is carried on at the next start."""
        self._stopping.set()
        self._hint.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._hint.clear()
            try:
                while self._a_round():
                    pass
                self.pulse.beat()
            # Slack or the database is away: the import waits for its lease to be over.
            except Exception as error:
                log.error("import not carried on, tried again", exc_info=error)
            self._hint.wait(LOOKS_EVERY)

    def _a_round(self) -> bool:
        """Carry on one import of each firm that has some, so that none waits for all of another's; False for none."""
        worked = False
        for firm_id in self._house.database.firms_with_imports():
            if self._stopping.is_set():
                return False
            worked |= self.carry_on_one(self._house.of(firm_id))
        return worked

    def carry_on_one(self, office: FirmOffice) -> bool:
        """False when none of that firm waits, or others are at them; what `is_away` recognises goes through."""
        now = real_now()
        with office.records() as records:
            imported = records.imports.claim(self._owner, now, now + self._lease)
        if imported is None:
            return False
        hold = Hold(imported, self._owner, self._stopping, self.pulse, self._lease)
        told = {"firm": office.firm_id, "import": imported.id}
        try:
            after = carry_on(office, imported, hold.goes_on, hold.pause)
            log.info("import carried on", extra={**told, "state": after.state.value})
        except Interrupted:
            log.info("import left", extra=told)
        # Whatever a sheet does to us, the others must be carried on, and its author know.
        except Exception as error:
            if is_away(error):
                raise
            self._stumble(office, hold, imported, error)
            return True
        with office.records() as records:
            records.imports.leave(imported.id, self._owner)
        return True

    def _stumble(self, office: FirmOffice, hold: Hold, imported: SheetImport, error: Exception) -> None:
        """Count it; the lease stays, so that the next try waits for its end."""
        told = {"firm": office.firm_id, "import": imported.id}
        log.error("import stumbled", exc_info=error, extra=told)
        try:
            after = count_failure(office, imported, hold.goes_on)
            log.info("import failure counted", extra={**told, "tries": after.tries, "state": after.state.value})
        except Interrupted:
            log.info("import left", extra=told)


def is_away(error: Exception) -> bool:
    """Whether the machine, the database, Slack or the registry fails; the rest is a fault of ours, or of a row."""
    if isinstance(error, DBAPIError):
        ours = isinstance(error, DataError | IntegrityError | ProgrammingError)
        return error.connection_invalidated or not ours
    return isinstance(error, SlackSilent | RegistryUnavailable | NoConnectionLeft | OSError)


def real_now() -> datetime:
    return datetime.now(UTC)
