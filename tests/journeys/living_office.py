"""A whole office of real processes: the sandbox's Slack, a Dovecot, a sending server, and a bot that can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.demo.sandbox import Sandbox
from bot.office import FirmOffice
from bot.run import Guichet
from bot.settings import Settings
from sandbox.person import Person
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SendingHouse
from tests.waiting import eventually

MAIL_FROM = "depot@cabinet-valmont.example"
START_WITHIN = 180.0


@dataclass
class LivingOffice:
    """The servers run for as long as it lives; the bot is started, killed and ended."""

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
        guichet = Guichet(Settings(_env_file=None, **values))
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
            self._bot.wait(120)
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
