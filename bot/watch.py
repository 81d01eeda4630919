"""One mailbox watched by one thread: read, waited on, read again; and the line opened anew when it falls."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.collecting import Collector
from bot.health import Pulse
from bot.imap import LineDown, MailboxLine
from bot.mail_urls import mail_server
from bot.mailbox_state import MailboxState
from domain.books import Mailbox, MailboxProblem
from domain.office import Office

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
# Knocking with a refused password gets an account locked.
SECRET_AGAIN = 900.0
WITHOUT_IDLE = 60.0


class MailboxWatch:
    """`when_kept` is called when new mails were stored; `poll_every` seconds is the longest wait on a quiet line."""

    def __init__(self, office: Office, mailbox: Mailbox, when_kept: Callable[[], None], poll_every: float) -> None:
        self.mailbox = mailbox
        self.pulse = Pulse(at_most=3 * poll_every)
        self._poll_every = poll_every
        self._collector = Collector(office, mailbox, when_kept)
        self._state = MailboxState(office, mailbox.id)
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._line: MailboxLine | None = None
        self._thread = threading.Thread(target=self._run, name=f"mailbox-{mailbox.id}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Come back from the line, and keep what was fetched."""
        self._stopping.set()
        self._woken.set()
        line = self._line
        if line is not None:
            line.interrupt()
        self._thread.join()

    def try_again(self) -> None:
        """Do not wait for the hour of the next try."""
        self._woken.set()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                for _round in self._rounds():
                    failures = 0
            except LineDown as error:
                failures += 1
                self._pause(error.problem, failures)
            # Most often the database or the disk: nothing was flagged, so nothing is lost by asking again.
            except Exception as error:
                failures += 1
                if failures == 1:
                    log.error("mails not kept, asked for again", exc_info=error, extra={"mailbox": self.mailbox.id})
                self._stopping.wait(_back_off(failures))

    def _rounds(self) -> Iterator[None]:
        """Read the mailbox on one line, for as long as it holds; a word after each reading."""
        self._line = line = MailboxLine(mail_server(self.mailbox.url))
        try:
            while not self._stopping.is_set():
                kept = self._collector.collect(line)
                self._state.well(kept)
                self.pulse.beat()
                yield
                if line.idles:
                    line.wait(self._poll_every)
                else:
                    self._stopping.wait(min(self._poll_every, WITHOUT_IDLE))
        finally:
            self._line = None
            line.close()

    def _pause(self, problem: MailboxProblem, failures: int) -> None:
        if self._stopping.is_set():
            return
        seconds = SECRET_AGAIN if problem is MailboxProblem.LOGIN_REFUSED else _back_off(failures)
        try:
            self._state.ill(problem, timedelta(seconds=seconds))
        # The database is away too: what is wrong with the mailbox is told at the next try.
        except Exception as error:
            log.warning("state of the mailbox not kept", exc_info=error, extra={"mailbox": self.mailbox.id})
        self._woken.wait(seconds)
        if not self._stopping.is_set():
            self._woken.clear()


def _back_off(failures: int) -> float:
    """1, 2, 4 s… to a minute, and up to a quarter more."""
    return min(2.0 ** min(failures - 1, 10), LONGEST_WAIT) * (1 + random.random() / 4)  # noqa: S311 - jitter
