"""The running program: its books opened, its parts started, and all of it stopped in order."""

import gc
import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence

from bot.clock import Clock, clock_of
from bot.keys import key_ring
from bot.office import House
from bot.parts import Part, parts_of
from bot.registry import RegistryLine
from bot.settings import Settings, SettingsWrong, missing
from bot.signals import when_told_to_stop
from bot.slack_client import NO_ANSWER
from domain.outbox import back_off
from storage.blobs import BlobFolder
from storage.database import Database, open_database
from storage.engine import sqlite_file

log = logging.getLogger(__name__)

NEEDED = {
    "slack": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "FIRST_ADMIN", "MAIL_FROM"),
    "mail": ("IMAP_URL", "MAIL_FROM"),
    "clock": (),
    "dispatch": ("SLACK_BOT_TOKEN", "SMTP_URL", "MAIL_FROM"),
    "web": (),
}
ROLES = tuple(NEEDED)
STOP_WITHIN = 20.0
LONGEST_WAIT = 60.0


def roles_of(text: str) -> tuple[str, ...]:
    """The roles of `--roles slack,mail`; SettingsWrong when one does not exist."""
    roles = tuple(role.strip() for role in text.split(",") if role.strip())
    if not roles or not set(roles) <= set(ROLES):
        raise SettingsWrong({"roles": f"--roles takes some of {', '.join(ROLES)}."})
    return roles


def check_needed(settings: Settings, roles: Sequence[str]) -> None:
    """SettingsWrong, with a sentence for each setting that these roles miss."""
    names = dict.fromkeys(name for role in roles for name in NEEDED[role])
    absent = {name: missing(name) for name in names if getattr(settings, name.lower()) is None}
    if absent:
        raise SettingsWrong(absent)


def open_books(settings: Settings) -> Database:
    """The database, its keys at hand; nothing is connected yet. SettingsWrong."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database(), key_ring(settings))
    file = sqlite_file(database.engine)
    if file is not None and not file.parent.is_dir():
        # Made by us, it would hide a disk that is not there: everything would seem to be lost.
        away = "DATABASE_URL leads to a folder that does not exist: create it, or correct the path."
        raise SettingsWrong({"DATABASE_URL": away})
    return database


def prepare(database: Database) -> None:
    """On SQLite, bring the schema to the newest; elsewhere that is done once for all, by `guichet migrate`."""
    if database.engine.dialect.name == "sqlite":
        database.migrate()
    else:
        database.check()


class Guichet:
    """The whole program, or those of its roles that run here."""

    def __init__(self, settings: Settings, roles: Sequence[str] = ROLES) -> None:
        check_needed(settings, roles)
        self.settings = settings
        self.roles = roles
        self.stopping = threading.Event()
        self.clock: Clock = clock_of(settings.clock_url)
        self._listener: socket.socket | None = None
        self._parts: dict[str, Part] = {}
        self._closing: list[Callable[[], None]] = []

    def open(self) -> None:
        """Open the books and the firm's office; what does not answer yet is waited for, and said once."""
        settings = self.settings
        self.clock.start()
        self._closing.append(self.clock.stop)
        database = open_books(settings)
        self._closing.append(database.close)
        database.hold_lock()
        self._until_it_works("database", lambda: prepare(database))
        if "web" in self.roles:
            from bot.web import listening_socket

            self._listener = listening_socket(settings.port)
            self._closing.append(self._listener.close)
        port = self._listener.getsockname()[1] if self._listener else settings.port
        registry_line = RegistryLine(settings.registry_url)
        self._closing.append(registry_line.close)
        self.house = House(
            database=database,
            blobs=BlobFolder(settings.data_dir.absolute() / "blobs"),
            clock=self.clock,
            registry_line=registry_line,
            slack_api_url=settings.slack_api_url,
            public_url=settings.public_url or f"http://127.0.0.1:{port}",
        )
        self.clock.when_asked(database.next_due)
        if settings.slack_bot_token is not None:
            self._until_it_works("slack", self._set_up)

    def start_parts(self) -> None:
        """Start what the roles ask for."""
        for name, part in parts_of(self.house, self.settings, self.roles, self._listener).items():
            if self.stopping.is_set():
                return
            part.start()
            self._parts[name] = part
            log.info("part started", extra={"part": name})
        if "slack" in self.roles:
            from handlers.warming import warm_up

            threading.Thread(target=warm_up, args=(self.clock.now(),), name="warming", daemon=True).start()

    def wait_for_slack(self, at_most: float) -> None:
        """Return once what is pressed in Slack reaches us, or after that many seconds."""
        from bot.socket import SlackSocket

        line = self._parts.get("slack")
        if isinstance(line, SlackSocket):
            line.wait_until_up(at_most)

    def stop(self) -> None:
        """Take nothing more, finish what is under way, close. After 20 seconds the process ends as it is."""
        self.stopping.set()
        last_resort = threading.Timer(STOP_WITHIN, os._exit, [1])
        last_resort.daemon = True
        last_resort.start()
        for name, part in self._parts.items():
            part.stop()
            log.info("part stopped", extra={"part": name})
        self._parts.clear()
        for close in reversed(self._closing):
            close()
        self._closing.clear()
        last_resort.cancel()

    def run(self) -> None:
        """Go on until SIGTERM or Ctrl-C."""
        when_told_to_stop(self.stopping.set)
        try:
            self.open()
            self.start_parts()
            # What is loaded by now stays: the collector would walk through all of it, a tenth of a second each time.
            gc.collect()
            gc.freeze()
            if not self.stopping.is_set():
                log.info("guichet ready", extra={"roles": list(self.roles)})
            self.stopping.wait()
        finally:
            self.stop()

    def _set_up(self) -> None:
        from bot.slack_client import web_client
        from bot.workspace import set_up_administrator, set_up_firm, set_up_mailbox

        slack = web_client(self.settings.slack_api_url)
        office = self.house.of(set_up_firm(self.house, self.settings, slack))
        slack.token = self.house.bot_token(office.firm_id)
        set_up_mailbox(office, self.settings)
        set_up_administrator(office, self.settings, slack)

    def _until_it_works(self, what: str, act: Callable[[], None]) -> None:
        """Do it, again and again while the outside does not answer; said once, and once when it does."""
        from sqlalchemy.exc import OperationalError

        attempt = 0
        while not self.stopping.is_set():
            try:
                act()
            except (*NO_ANSWER, OperationalError) as error:
                attempt += 1
                if attempt == 1:
                    log.warning("waiting for what does not answer", exc_info=error, extra={"what": what})
                self.stopping.wait(min(back_off(attempt, 0).total_seconds(), LONGEST_WAIT))
            else:
                if attempt:
                    log.info("it answers now", extra={"what": what})
                return
