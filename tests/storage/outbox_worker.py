"""A dispatcher reduced to its promise, run as a process that kills itself (SIGKILL) at the point it is told.

It "sends" by adding a line to the sink, which remembers: asked whether it has a line, it plays the Sent folder.
"""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

from sqlalchemy import func, select

from domain.outbox import Envelope
from storage.database import Database, open_database
from storage.encryption import KeyRing
from storage.outbox import ClaimLost, claim, mark_ask, mark_done
from storage.tables import envelopes

LEASE = timedelta(seconds=4)
BETWEEN_LOOKS = 0.05


class Worker:
    def __init__(self, database: Database, sink: Path, probe: bool, point: str, count: int) -> None:
        self.database = database
        self.sink = sink
        self.probe = probe
        self.point = point
        self.count = count
        self.name = f"worker {os.getpid()}"

    def run(self) -> None:
        while self.some_are_open():
            claimed_at = monotonic()
            taken = claim(self.database, self.name, self.now(), self.now(), lease=LEASE)
            for envelope in taken:
                self.pass_by("claimed")
                # As the real one: nothing is begun that could outlive its lease.
                if monotonic() - claimed_at < LEASE.total_seconds() / 2:
                    self.send(envelope)
            if not taken:
                Event().wait(BETWEEN_LOOKS)

    def send(self, envelope: Envelope) -> None:
        if envelope.doubtful and not self.probe:
            with self.database.records(envelope.firm_id) as records:
                mark_ask(records, self.name, envelope)
            return
        if not (envelope.doubtful and envelope.uid in self.sink.read_text().splitlines()):
            with self.sink.open("a") as sink:
                sink.write(envelope.uid + "\n")
        self.pass_by("sent")
        try:
            with self.database.records(envelope.firm_id) as records:
                mark_done(records, self.name, envelope, self.now())
                self.pass_by("marked")
        except ClaimLost:
            return
        self.pass_by("committed")

    def pass_by(self, point: str) -> None:
        if point == self.point:
            self.count -= 1
            if self.count == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def some_are_open(self) -> bool:
        waiting = select(func.count()).select_from(envelopes).where(envelopes.c.state.in_(("ready", "sending")))
        with self.database.looking() as connection:
            return bool(connection.execute(waiting).scalar_one())

    def now(self) -> datetime:
        return datetime.now(UTC)


def work(url: str, key: str, sink: Path, probe: bool, point: str, count: int) -> None:
    """The life of one worker process: it dies at the `count`-th passage by that point, or ends with the work."""
    database = open_database(url, KeyRing([key]))
    Worker(database, sink, probe, point, count).run()
    database.close()
