"""A dispatcher at work on a small office, and what tests ask of its outbox."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.dispatcher import Dispatcher
from bot.mail_sender import MailSender
from bot.mail_urls import mail_server
from bot.sent_folder import SentFolders
from bot.slack_sender import SlackSender
from bot.smtp import SendingServer
from domain.books import Mailbox
from domain.outbox import Envelope, NewEnvelope
from storage.outbox import claim
from storage.tables import envelopes
from tests.offices import SmallOffice

NOWHERE = "http://127.0.0.1:9/api/"
NO_SERVER = "smtp://127.0.0.1:9"
PATIENCE = 60.0
"""Seconds that a letter may be on its way: a busy machine is no server that fell silent."""


@dataclass
class OfficeClock:
    """The clock of a small office; moving it wakes whoever follows it."""

    office: SmallOffice
    wakes: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.office.now()

    def when_moved(self, wake: Callable[[], None]) -> None:
        self.wakes.append(wake)

    def when_asked(self, next_due: Callable[[datetime], datetime | None]) -> None: ...

    def move(self, wait: timedelta) -> None:
        self.office.pass_time(wait)
        for wake in self.wakes:
            wake()

    def start(self) -> None: ...
    def stop(self) -> None: ...


@contextmanager
def dispatching(
    office: SmallOffice,
    smtp: str = NO_SERVER,
    slack: str = NOWHERE,
    clock: OfficeClock | None = None,
) -> Iterator[Dispatcher]:
    """A dispatcher, stopped at the end. Every letter known to have left may bear witness for the others."""
    server = SendingServer(mail_server(smtp), timeout=PATIENCE)
    mail = MailSender(office.database, server, SentFolders(office.database, settling=timedelta()))
    dispatcher = Dispatcher(
        office.database,
        clock or OfficeClock(office),
        mail,
        SlackSender(office.database, slack),
    )
    dispatcher.start()
    try:
        yield dispatcher
    finally:
        dispatcher.stop()


def put(office: SmallOffice, *news: NewEnvelope) -> list[int]:
    with office.records() as records:
        return [records.outbox.add(new) for new in news]


def abandon(office: SmallOffice) -> Sequence[Envelope]:
    """What is due (three at most) is claimed by a worker who dies at once, its lease already over."""
    return claim(office.database, "dead", datetime.now(UTC), office.now(), lease=timedelta())


def states(office: SmallOffice) -> dict[str, int]:
    """How many envelopes are in each state."""
    with office.reading() as records:
        found = records.connection.execute(select(envelopes.c.state)).scalars().all()
    return {state.value: found.count(state) for state in found}


def state_of(office: SmallOffice, envelope_id: int) -> str:
    with office.reading() as records:
        query = select(envelopes.c.state).where(envelopes.c.id == envelope_id)
        return str(records.connection.execute(query).scalar_one().value)


def error_of(office: SmallOffice, envelope_id: int) -> str | None:
    with office.reading() as records:
        query = select(envelopes.c.error).where(envelopes.c.id == envelope_id)
        error: str | None = records.connection.execute(query).scalar_one()
        return error


def hurry(office: SmallOffice) -> None:
    """What waits for its next try is due at once."""
    with office.records() as records:
        records.connection.execute(update(envelopes).values(retry_at=None))


def give_mailbox(office: SmallOffice, url: str) -> Mailbox:
    with office.records() as records:
        address = records.firm.mail_from
        records.inbound.keep_mailbox(Mailbox(id=0, firm_id=office.firm_id, address=address, url=url))
        return records.inbound.mailboxes()[0]


def slack_texts(office: SmallOffice) -> list[str]:
    """What waits to be said in Slack, or was tried."""

    with office.reading() as records:
        query = select(envelopes.c.body).where(envelopes.c.way == "slack.post").order_by(envelopes.c.id)
        return [json.loads(body)["args"]["text"] for body in records.connection.execute(query).scalars() if body]
