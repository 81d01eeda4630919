"""Stored mails are read one after the other; one that makes us stumble is set aside after three tries."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy.exc import DBAPIError

from domain.messages import InboundState
from domain.office import Office
from handlers.mail.health import mail_set_aside
from handlers.mail.intake import take_in

log = logging.getLogger(__name__)

AT_ONCE = 50
MOST_TRIES = 3
LOOKS_EVERY = 30.0
AGAIN_AFTER = 5.0


class MailReader:
    """One thread for all the offices given by `offices`, woken when mails were stored."""

    def __init__(self, offices: Callable[[], Iterable[Office]]) -> None:
        self._offices = offices
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mail-reader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the mail that is being read."""
        self._stopping.set()
        self._woken.set()
        self._thread.join()

    def wake(self) -> None:
        self._woken.set()

    def _run(self) -> None:
        told = False
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                stumbled = [self.read_waiting(office) for office in self._offices()]
                told = False
            # Most often the database is away; whatever it is, the mails wait, and the thread goes on.
            except Exception as error:
                if not told:
                    log.error("stored mails not readable, tried again", exc_info=error)
                told, stumbled = True, [True]
            self._woken.wait(AGAIN_AFTER if any(stumbled) else LOOKS_EVERY)

    def read_waiting(self, office: Office) -> bool:
        """Read all that waits in that office; True when some made us stumble and deserve another try."""
        stumbled: set[int] = set()
        while not self._stopping.is_set():
            with office.reading() as records:
                waiting = [mail for mail in records.inbound.waiting(AT_ONCE + len(stumbled)) if mail.id not in stumbled]
            if not waiting:
                break
            for mail in waiting:
                if not self._stopping.is_set() and not self._read(office, mail.id, mail.tries + 1):
                    stumbled.add(mail.id)
        return bool(stumbled)

    def _read(self, office: Office, inbound_id: int, attempt: int) -> bool:
        try:
            take_in(office, inbound_id, attempt)
        except DBAPIError:
            raise
        # Whatever a mail does to us, the others must be read.
        except Exception as error:
            named = {"firm": office.firm_id, "inbound": inbound_id, "attempt": attempt}
            log.error("mail not understood", exc_info=error, extra=named)
            self._count(office, inbound_id, attempt)
            return False
        return True

    def _count(self, office: Office, inbound_id: int, attempt: int) -> None:
        with office.records() as records:
            mail = records.inbound.get(inbound_id)
            if mail is None or mail.state is not InboundState.STORED:
                return
            given_up = attempt >= MOST_TRIES
            mail = replace(mail, tries=attempt, state=InboundState.QUARANTINED if given_up else mail.state)
            records.inbound.keep(mail)
            if given_up:
                mail_set_aside(records, mail, office.now())
