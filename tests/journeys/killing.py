"""A whole office of real processes, and what kills its bot."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Self
from uuid import uuid4

from pydantic import SecretStr
from sqlalchemy import select

from bot.demo.sandbox import Sandbox
from bot.office import FirmOffice
from bot.run import Guichet
from bot.settings import Settings
from domain.drafts import Draft
from domain.office import Office
from handlers.blocks import actions, button, section
from handlers.post import post
from sandbox.person import Person
from sandbox.screens import Message, NotSeen, Refused
from storage.database import Database
from storage.tables import cards, clients, envelopes, inbound_mails, messages
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SendingHouse
from tests.waiting import eventually

MAIL_FROM = "depot@cabinet-valmont.example"
START_WITHIN = 60.0
LETTER = """From: Claire <claire@clients.example>\r
To: {to}\r
Message-ID: <{number}@clients.example>\r
Date: Mon, 23 Nov 2026 08:00:00 +0100\r
Subject: Question {number}\r
\r
Bonjour, une question.\r
"""


@dataclass
class LivingOffice:
    """The sandbox's Slack, a Dovecot, a sending server, and the bot as a child process that can be killed."""

    folder: Path
    sandbox: Sandbox
    addresses: dict[str, str]
    dovecot: Dovecot
    smtp: SendingHouse
    kills: int = 0
    _bot: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def page(self) -> str:
        return self.addresses["page"]

    def settings(self) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.folder / "data"),
            "SLACK_BOT_TOKEN": self.addresses["bot_token"],
            "SLACK_APP_TOKEN": self.addresses["app_token"],
            "SLACK_API_URL": self.addresses["slack_api_url"],
            "IMAP_URL": self.dovecot.url,
            "SMTP_URL": self.smtp.url,
            "MAIL_FROM": MAIL_FROM,
            "REGISTRY_URL": self.addresses["registry_url"],
            "CLOCK_URL": self.addresses["clock_url"],
            "FIRST_ADMIN": "U0HELENE",
            "PORT": "0",
        }

    def furnish(self, furnishing: Callable[[FirmOffice], object]) -> None:
        """Open the firm, the bot being stopped, and change something in its books."""
        given = {name.lower(): value for name, value in self.settings().items()}
        secret = ("slack_bot_token", "slack_app_token", "imap_url", "smtp_url")
        values: dict[str, Any] = {name: SecretStr(text) if name in secret else text for name, text in given.items()}
        guichet = Guichet(Settings(_env_file=None, **values))  # type: ignore[call-arg]
        try:
            guichet.open()
            furnishing(guichet.house.of(guichet.house.database.firms()[0]))
        finally:
            guichet.stop()

    def start_bot(self) -> None:
        """Start it, and wait until Slack sees it."""
        ours = {name.upper() for name in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in ours} | self.settings()
        with (self.folder / "bot.log").open("ab") as log:
            self._bot = subprocess.Popen(
                [sys.executable, "-m", "bot.main", "run"], env=environment, stdin=subprocess.DEVNULL, stderr=log
            )
        with Person(self.page, "U0HELENE") as somebody:
            eventually(lambda: self._is_up(somebody), START_WITHIN)

    def _is_up(self, somebody: Person) -> bool:
        if self._bot is not None and self._bot.poll() is not None:
            raise RuntimeError((self.folder / "bot.log").read_text()[-3000:])
        return bool(somebody.state()["app"]["connections"] > 0)

    def kill_bot(self) -> None:
        """kill -9."""
        if self._bot is not None:
            self._bot.kill()
            self._bot.wait()
            self._bot = None
            self.kills += 1

    def end_bot(self) -> None:
        if self._bot is not None:
            self._bot.send_signal(signal.SIGTERM)
            self._bot.wait(30)
            self._bot = None


@contextmanager
def living_office(folder: Path, *, sent: bool) -> Iterator[LivingOffice]:
    """With `sent`, the sending server files each mail in the mailbox's Sent folder before it says that it took it."""
    sandbox = Sandbox(folder / "sandbox", port=0)
    dovecot = Dovecot(sent=sent)
    smtp = SendingHouse(folder / "taken", sent=dovecot.url if sent else None)
    office = LivingOffice(folder, sandbox, sandbox.start(), dovecot, smtp)
    try:
        yield office
    finally:
        office.end_bot()
        smtp.stop()
        dovecot.stop()
        sandbox.stop()


class Worker:
    """A thread for the length of a `with`; what went wrong in it is raised at the end."""

    def __init__(self) -> None:
        self.enough = threading.Event()
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._guarded)

    def work(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.enough.set()
        self._thread.join()
        if self._problem is not None:
            raise self._problem

    def _guarded(self) -> None:
        try:
            self.work()
        except BaseException as problem:  # a thread has nobody to tell but the one who joins it
            self._problem = problem


class Killer(Worker):
    """Kills the bot at random moments of its life, and starts it again each time, until told to stop."""

    def __init__(self, office: LivingOffice, random: Random) -> None:
        super().__init__()
        self._office = office
        self._random = random

    def work(self) -> None:
        while not self.enough.wait(self._random.uniform(0.5, 6.0)):
            self._office.kill_bot()
            self._office.start_bot()


class Creations(Worker):
    """One collaborator takes up drafts left at the last step, and creates, whatever becomes of the bot."""

    def __init__(self, page: str, user: str, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self.acknowledged: list[str] = []
        self._page = page
        self._user = user

    def work(self) -> None:
        with Person(self._page, self._user) as person:
            for draft in [
                one for one in person.messages() if one.offers("Reprendre") and one.notification in self._names
            ]:
                while not self._at_summary(person, draft):
                    self._start_over(person)
                while not self._submitted(person):
                    self._wait_for_bot(person)
                self.acknowledged.append(draft.notification)
                person.modal.closes(everything=True)

    def _at_summary(self, person: Person, draft: Message) -> bool:
        """False when the bot did not answer."""
        try:
            draft.press("Reprendre")
            person.waits_for_modal("Nouveau dossier", draft.notification)
        except (Refused, NotSeen):
            return False
        return True

    def _submitted(self, person: Person) -> bool:
        try:
            errors = person.modal.submits()
        except Refused:
            return False
        assert errors == {}, errors
        assert person.modal.title == "Dossier client", person.modal.text
        return True

    def _start_over(self, person: Person) -> None:
        self._wait_for_bot(person)
        if person.modals:
            person.modal.closes(everything=True)

    def _wait_for_bot(self, person: Person) -> None:
        eventually(lambda: person.state()["app"]["connections"] > 0, START_WITHIN)


def leave_a_draft(page: str, user: str, name: str) -> None:
    """Walk the wizard to its last step and close it."""
    with Person(page, user) as person:
        eventually(lambda: _is_answered(person, "/client nouveau"))
        person.waits_for_modal("Nouveau dossier").press("by_hand")
        by_hand = person.waits_for_modal("Saisir l’entreprise")
        by_hand.choose("no_siren", "none")
        by_hand.fill("name", name)
        assert by_hand.submits() == {}
        assert person.waits_for_modal("Nouveau dossier", name).submits() == {}
        assert person.waits_for_modal("Nouveau dossier", "Étape 2").submits() == {}
        contact = person.waits_for_modal("Nouveau dossier", "Étape 3")
        contact.fill("last_name", "Morel")
        contact.fill("email", address_of(name))
        assert contact.submits() == {}
        person.waits_for_modal("Nouveau dossier", "Étape 4").closes()


def _is_answered(person: Person, command: str) -> bool:
    """A socket just opened may fall once more."""
    try:
        person.types(command)
    except Refused:
        return False
    return True


def draft_named(office: Office, name: str) -> Draft:
    with office.reading() as records:
        left = [draft for person in records.people.active() for draft in records.drafts.of_author(person)]
    return next(draft for draft in left if draft.name == name)


def copy_draft(office: Office, model: Draft, user: str, names: Sequence[str]) -> None:
    """That person finds as many drafts like the model, each offered by a message of its own."""
    now = office.now()
    with office.records() as records:
        who = records.people.of_slack(user)
        assert who is not None
        for name in names:
            form = json.dumps(dict(model.data)).replace(address_of(model.name), address_of(name))
            data = json.loads(form.replace(model.name, name))
            copy = replace(model, uid=uuid4().hex, author_id=who.id, name=name, data=data, updated_at=now)
            records.drafts.keep(copy)
            offer = actions(button("Reprendre", "draft.resume", copy.uid), block_id="draft")
            post(records, now, user, name, [section(name), offer], about=("draft", who.id))


def address_of(name: str) -> str:
    return f"{name.lower().replace(' ', '-')}@clients.example"


class Correspondents(Worker):
    """They write to the firm while the bot lives and dies."""

    def __init__(self, dovecot: Dovecot, number: int, random: Random) -> None:
        super().__init__()
        self._number = number
        self._dovecot = dovecot
        self._random = random

    def work(self) -> None:
        for number in range(self._number):
            mail = LETTER.format(to=MAIL_FROM, number=number)
            self._dovecot.deliver(mail.encode())
            threading.Event().wait(self._random.uniform(0, 0.3))


@dataclass(frozen=True)
class Found:
    """What the books hold once everything is quiet, and what the world received."""

    clients: Counter[str]
    mails: Counter[str]
    mail_states: Counter[str]
    messages: Counter[int]
    cards: Counter[int]
    unposted: int
    letters: dict[str, str]
    taken: Counter[str]
    questions: int


def found(office: LivingOffice, database: Database) -> Found:
    """Of the office `furnish` opened, what came after it."""
    with database.reading(1) as records:
        rows = records.connection.execute
        letters = {
            address: state.value
            for address, state in rows(select(envelopes.c.to, envelopes.c.state).where(envelopes.c.way == "mail"))
            if address.endswith("@clients.example")
        }
        posts = rows(select(envelopes.c.subject_kind, cards.c.about).join(cards, cards.c.id == envelopes.c.subject_id))
        return Found(
            clients=Counter(rows(select(clients.c.name)).scalars()),
            mails=Counter(rows(select(inbound_mails.c.message_id)).scalars()),
            mail_states=Counter(rows(select(inbound_mails.c.state)).scalars()),
            messages=Counter(rows(select(messages.c.inbound_id).where(messages.c.direction == "in")).scalars()),
            cards=Counter(rows(select(cards.c.about_id).where(cards.c.about == "message")).scalars()),
            unposted=len(rows(select(cards.c.id).where(cards.c.ts.is_(None))).all()),
            letters=letters,
            taken=Counter(each.to[0] for each in office.smtp.taken()),
            questions=sum(1 for kind, about in posts if kind == "card" and about == "envelope"),
        )


def open_envelopes(database: Database) -> int:
    """How many still have to leave, or are leaving."""
    with database.reading(1) as records:
        waiting = select(envelopes.c.id).where(envelopes.c.state.in_(("ready", "sending")))
        return len(records.connection.execute(waiting).all())
