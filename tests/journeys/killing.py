"""Those who work and those who kill while they work: each a thread for the length of a `with`."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Self
from uuid import uuid4

from domain.about import About
from domain.drafts import Draft
from domain.office import Office
from handlers.blocks import actions, button, section
from handlers.post import post
from sandbox.person import Person
from sandbox.screens import Message, NotSeen, Refused
from tests.journeys.living_office import MAIL_FROM, START_WITHIN, LivingOffice
from tests.servers.dovecot import Dovecot
from tests.waiting import eventually

LETTER = """From: Claire <claire@clients.example>\r
To: {to}\r
Message-ID: <{number}@clients.example>\r
Date: Mon, 23 Nov 2026 08:00:00 +0100\r
Subject: Question {number}\r
\r
Bonjour, une question.\r
"""


LONGEST_LIFE = 6.0


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
    """Kills the bot at random moments of its life, and starts it again each time, until told to stop.

    Its lives are measured in work done (or six seconds), so that a fast machine is killed as often as a slow one.
    """

    def __init__(self, office: LivingOffice, random: Random, done: Callable[[], int]) -> None:
        super().__init__()
        self._office = office
        self._random = random
        self._done = done

    def work(self) -> None:
        while not self.enough.is_set():
            self._let_live()
            if not self.enough.wait(self._random.uniform(0, 0.3)):
                self._office.kill_bot()
                self._office.start_bot()

    def _let_live(self) -> None:
        last = self._done() + self._random.randint(2, 12)
        ends = time.monotonic() + LONGEST_LIFE
        while self._done() < last and time.monotonic() < ends and not self.enough.wait(0.02):
            pass


class Creations(Worker):
    """One collaborator takes up drafts left at the last step, and creates, whatever becomes of the bot."""

    def __init__(self, page: str, user: str, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self.acknowledged: list[str] = []
        self._page = page
        self._user = user

    def work(self) -> None:
        # What a bot that was killed let fall is not worth a longer wait.
        with Person(self._page, self._user, patience=10) as person:
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
    with Person(page, user, patience=60) as person:
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
            post(records, now, user, name, [section(name), offer], about=(About.DRAFT, who.id))


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
