"""The dispatcher: takes out of the outbox what is due, hands it to a server, and writes down what became of it."""

import logging
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.fates import Fate, NotNow
from bot.health import Pulse
from bot.lines import Lines, Pace
from bot.mail_sender import MailSender
from bot.mail_urls import mail_server
from bot.office import House
from bot.sent_folder import SentFolders
from bot.settings import Settings, given
from bot.slack_sender import SlackSender
from bot.smtp import SendingServer
from bot.verdicts import Claimed, write_down
from domain.outbox import Envelope, Way, back_off
from domain.refusals import ChangedMeanwhile
from storage.database import Database
from storage.outbox import ClaimLost, claim, give_back

log = logging.getLogger(__name__)

WORKERS = 4
LOOKS_EVERY = 1.0
LONGEST_WAIT = 60.0
TRIES_AT_VERDICT = 5


class Dispatcher:
    """Four workers; each takes one envelope at a time.

    What they were at when they died is doubtful once its lease is over, and is taken up by another worker.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        mail: MailSender,
        slack: SlackSender,
        pace: float = 0.0,
    ) -> None:
        self.pulse = Pulse(at_most=60)
        self._database = database
        self._clock = clock
        self._mail = mail
        self._slack = slack
        self._owner = uuid4().hex
        self._lines = Lines()
        self._pace = Pace(pace)
        self._stopping = threading.Event()
        self._hint = threading.Condition()
        self._hints = 0
        self._threads = [threading.Thread(target=self._work, name=f"dispatch-{n}", daemon=True) for n in range(WORKERS)]
        clock.when_moved(self.wake)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take nothing more, and finish what is being sent."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Something may be due: called after commits, and when the clock is moved."""
        with self._hint:
            self._hints += 1
            self._hint.notify_all()

    def _work(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            hints = self._hints
            try:
                claimed = claim(self._database, self._owner, _real_now(), self._clock.now(), 1)
                for envelope in claimed:
                    self._carry(envelope)
            # Most often the database is away. Whatever it is, a worker goes on: nobody would start another.
            except Exception as error:
                failures += 1
                if failures == 1:
                    log.error("outbox not readable, tried again", exc_info=error)
                self._stopping.wait(min(back_off(failures, random.random()).total_seconds(), LONGEST_WAIT))  # noqa: S311 - jitter
                continue
            if failures:
                failures = 0
                log.info("outbox readable again")
            self.pulse.beat()
            if not claimed:
                self._wait_for_hint(hints)

    def _wait_for_hint(self, seen: int) -> None:
        with self._hint:
            self._hint.wait_for(lambda: self._hints != seen or self._stopping.is_set(), LOOKS_EVERY)

    def _carry(self, envelope: Envelope) -> None:
        lines = self._lines_of(envelope)
        wait = self._lines.wait(lines)
        if not wait and envelope.way is Way.SLACK_POST:
            wait = self._pace.wait(f"{envelope.firm_id}:{envelope.to}", envelope.id)
        if wait or self._stopping.is_set():
            give_back(self._database, self._owner, [envelope], _real_now() + timedelta(seconds=wait) if wait else None)
            return
        begun_at = time.monotonic()
        # A letter left when it was handed over, however long the server took and wherever a demo moved the clock since.
        left_at = self._clock.now()
        fate = self._hand_over(envelope)
        if isinstance(fate, NotNow):
            if fate.line is not None:
                self._lines.fell(fate.line, fate.reason, fate.wait)
        else:
            self._lines.works(lines, begun_at)
        self._conclude(envelope, fate, left_at)

    def _lines_of(self, envelope: Envelope) -> tuple[str, ...]:
        if envelope.way is not Way.MAIL:
            return self._slack.lines(envelope)
        return self._mail.lines(envelope)

    def _hand_over(self, envelope: Envelope) -> Fate:
        try:
            if envelope.way is not Way.MAIL:
                return self._slack.send(envelope)
            return self._mail.send(envelope, _real_now())
        except DBAPIError:
            raise
        # Our own bug, with this envelope: it may not stop those behind it, and people are told after a day.
        except Exception as error:
            log.error("envelope not sent, our own mistake", exc_info=error, extra={"envelope": envelope.id})
            return NotNow(f"our own mistake: {type(error).__name__}")

    def _conclude(self, envelope: Envelope, fate: Fate, left_at: datetime) -> None:
        """Write the verdict and what follows from it. Without one, the lease runs out and the envelope is doubtful."""
        for attempt in range(1, TRIES_AT_VERDICT + 1):
            try:
                self._in_one_transaction(envelope, fate, left_at, effects=True)
                return
            except ClaimLost:
                log.warning("verdict came after the lease", extra={"envelope": envelope.id})
                return
            except (ChangedMeanwhile, DBAPIError) as error:
                log.info("verdict not written yet", exc_info=error, extra={"envelope": envelope.id})
                self._stopping.wait(attempt / 2)
            # Our own bug in what follows: the letter left all the same, and must not leave again.
            except Exception as error:
                log.error("verdict without its effects", exc_info=error, extra={"envelope": envelope.id})
                self._in_one_transaction(envelope, fate, left_at, effects=False)
                return
        log.error("verdict not written, the envelope is doubtful", extra={"envelope": envelope.id})

    def _in_one_transaction(self, envelope: Envelope, fate: Fate, left_at: datetime, *, effects: bool) -> None:
        with self._database.records(envelope.firm_id) as records:
            write_down(Claimed(records, self._owner, envelope), fate, _real_now(), left_at, effects=effects)
        self.wake()


def dispatcher_of(house: House, settings: Settings) -> Dispatcher:
    """The dispatcher of that house, woken by its commits."""
    smtp = given(settings.smtp_url, "SMTP_URL").get_secret_value()
    mail = MailSender(house.database, SendingServer(mail_server(smtp)), SentFolders(house.database))
    slack = SlackSender(house.database, settings.slack_api_url)
    # Another Slack than the real one says itself when it is enough.
    pace = 1.0 if settings.is_real_slack() else 0.0
    dispatcher = Dispatcher(house.database, house.clock, mail, slack, pace)
    house.when_written(dispatcher.wake)
    return dispatcher


def _real_now() -> datetime:
    return datetime.now(UTC)
