"""The mailboxes of all firms: each watched by one process, its mails stored first and understood afterwards."""

import logging
import threading

from bot.health import Pulse
from bot.office import FirmOffice, House
from bot.reader import MailReader
from bot.watch import MailboxWatch
from domain.books import Mailbox, MailboxProblem
from storage.mailbox_lock import MailboxLock

log = logging.getLogger(__name__)

POLL_EVERY = 300.0
LOOKS_EVERY = 5.0


class Listener:
    """Keeps a watch on every mailbox that no other process listens to; `pulse` beats while all of them are read."""

    def __init__(self, house: House, poll_every: float = POLL_EVERY) -> None:
        self.pulse = Pulse(at_most=900)
        self._house = house
        self._poll_every = poll_every
        self._watches: dict[int, tuple[MailboxWatch, MailboxLock]] = {}
        self._reader = MailReader(self._offices)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mailboxes", daemon=True)

    def start(self) -> None:
        self._reader.start()
        self._thread.start()

    def stop(self) -> None:
        """Take no more mail, finish the one at hand, and leave the mailboxes to others."""
        self._stopping.set()
        self._thread.join()
        for mailbox_id in list(self._watches):
            self._leave(mailbox_id)
        self._reader.stop()

    def _run(self) -> None:
        told = False
        while not self._stopping.is_set():
            try:
                self._look_round()
                told = False
            # Most often the database is away; the watches go on, and the next round comes soon.
            except Exception as error:
                if not told:
                    log.error("mailboxes not listed, tried again", exc_info=error)
                told = True
            self._stopping.wait(LOOKS_EVERY)

    def _look_round(self) -> None:
        listed = {mailbox.id: (office, mailbox) for office in self._house.all() for mailbox in _mailboxes(office)}
        for mailbox_id, (watch, lock) in list(self._watches.items()):
            there = listed.get(mailbox_id)
            if there is None or there[1].url != watch.mailbox.url or not lock.is_held():
                self._leave(mailbox_id)
            elif there[1].problem is MailboxProblem.ASKED_AGAIN:
                watch.try_again()
        for mailbox_id, (office, mailbox) in listed.items():
            if mailbox_id not in self._watches:
                self._watch(office, mailbox)
        if all(watch.pulse.is_well() for watch, _lock in self._watches.values()):
            self.pulse.beat()

    def _watch(self, office: FirmOffice, mailbox: Mailbox) -> None:
        lock = MailboxLock.take(self._house.database, mailbox.id)
        if lock is None:
            return
        watch = MailboxWatch(office, mailbox, self._reader.wake, self._poll_every)
        self._watches[mailbox.id] = watch, lock
        watch.start()
        log.info("mailbox watched", extra={"firm": office.firm_id, "mailbox": mailbox.id})
        self._reader.wake()

    def _leave(self, mailbox_id: int) -> None:
        watch, lock = self._watches.pop(mailbox_id)
        watch.stop()
        lock.release()

    def _offices(self) -> list[FirmOffice]:
        """Those whose mail is taken in here."""
        return [
            self._house.of(firm_id) for firm_id in {watch.mailbox.firm_id for watch, _ in self._watches.copy().values()}
        ]


def _mailboxes(office: FirmOffice) -> list[Mailbox]:
    with office.reading() as records:
        return list(records.inbound.mailboxes())
