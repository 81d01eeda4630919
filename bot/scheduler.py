"""An alarm clock that remembers nothing: it wakes the sweeps, and the tables say what is due."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock
from bot.health import Pulse

log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two sweeps, on the machine's own clock."""

Sweep = Callable[[], None]


class Alarm:
    """Runs each sweep every ten seconds, and all of them at once when somebody moves the firm's clock.

    `pulse` beats while all of them work.
    """

    def __init__(self, clock: Clock, sweeps: Mapping[str, Sweep], every: float = EVERY) -> None:
        self.pulse = Pulse(at_most=6 * EVERY)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(sweeps) or 1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, sweep in sweeps.items():
            job = (self._run, "interval", [name, sweep])
            self._scheduler.add_job(*job, id=name, seconds=every, next_run_time=datetime.now(UTC))
        # A sweep still at work when its turn comes again is nothing to warn about.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._failing: set[str] = set()
        clock.when_moved(self.wake)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Start no more sweeps, and let those at work finish."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _run(self, name: str, sweep: Sweep) -> None:
        try:
            sweep()
        except Exception as error:  # one failed sweep must not stop the clock: it is run again in ten seconds
            # Once is enough to know: a database away for an hour would say it 360 times.
            level = logging.DEBUG if name in self._failing else logging.ERROR
            log.log(level, "sweep failed", exc_info=error, extra={"sweep": name})
            self._failing.add(name)
        else:
            if name in self._failing:
                self._failing.discard(name)
                log.info("sweep works again", extra={"sweep": name})
            if not self._failing:
                self.pulse.beat()
