"""An import carried on by a process of its own, that kills itself (SIGKILL) at the statement it is told."""

import os
import signal
from datetime import timedelta
from pathlib import Path
from threading import Event

from sqlalchemy import event

from bot.health import Pulse
from bot.imports import Hold, real_now
from handlers.importing.working import Interrupted, carry_on
from storage.database import Database, open_database
from storage.encryption import KeyRing
from tests.offices import SmallOffice


def carry(url: str, key: str, folder: Path, death: int) -> None:
    """Carry on whatever import waits, until none does; `death` counts statements, 0 for a long life."""
    database = open_database(url, KeyRing([key]))
    if death:
        die_at(database, death)
    (firm_id,) = database.firms()
    with database.reading(firm_id) as records:
        office = SmallOffice(database, folder, records.firm)
    owner = str(os.getpid())
    while True:
        now = real_now()
        with office.records() as records:
            # A lease that is over at once: the next process need not wait.
            imported = records.imports.claim(owner, now, now)
        if imported is None:
            return
        hold = Hold(imported, owner, Event(), Pulse(at_most=60), timedelta())
        try:
            carry_on(office, imported, hold.goes_on, hold.pause)
        except Interrupted:
            continue


def die_at(database: Database, death: int) -> None:
    left = death

    @event.listens_for(database.engine, "after_cursor_execute")
    def count(*_statement: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
