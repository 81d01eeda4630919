"""`guichet demo`: a pretend Slack, pretend mail, the example firm and the real bot, behind one address."""

import contextlib
import json
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import typer
from pydantic import SecretStr

from bot.demo.sandbox import Sandbox, check_free
from bot.demo.seed import first_letter, seed
from bot.logs import start_logs
from bot.run import ROLES, Guichet
from bot.settings import Settings, SettingsWrong, is_here
from bot.signals import when_told_to_stop

# What a real office would have set: the demo touches none of it, and says so rather than guess.
REAL = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "IMAP_URL", "SMTP_URL", "DATABASE_URL", "PUBLIC_URL")

LONGEST_WAIT = 90.0


class Demo:
    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder.absolute()
        self._port = port

    def run(self) -> None:
        """Start everything, print the one address to open, and go on until Ctrl-C."""
        refuse_real_settings()
        self._folder.mkdir(parents=True, exist_ok=True)
        sandbox = Sandbox(self._folder / "sandbox", self._port)
        guichet: Guichet | None = None
        with (self._folder / "guichet.log").open("a", encoding="utf-8") as journal:
            start_logs(stream=journal)
            try:
                addresses = sandbox.start()
                guichet = Guichet(self._settings(addresses), ROLES)
                when_told_to_stop(guichet.stopping.set)
                sandbox.when_it_ends(guichet.stopping.set)
                guichet.open()
                office = guichet.house.of(guichet.house.database.firms()[0])
                is_new = seed(office)
                guichet.start_parts()
                guichet.wait_for_slack(LONGEST_WAIT)
                if is_new:
                    first_letter(office, sandbox)
                self._welcome(addresses["page"])
                guichet.stopping.wait()
            finally:
                if guichet is not None:
                    guichet.stop()
                sandbox.stop()
        typer.echo("Stopped. Nothing is left running.")

    def _settings(self, opening: dict[str, str]) -> Settings:
        web_port = self._web_port()
        settings = Settings(
            _env_file=None,
            data_dir=self._folder,
            slack_bot_token=SecretStr(opening["bot_token"]),
            slack_app_token=SecretStr(opening["app_token"]),
            slack_api_url=opening["slack_api_url"],
            imap_url=SecretStr(opening["imap_url"]),
            smtp_url=SecretStr(opening["smtp_url"]),
            mail_authserv_id=opening["authserv_id"],
            registry_url=opening["registry_url"],
            clock_url=opening["clock_url"],
            mail_from=json.loads((Path(__file__).with_name("world.json")).read_text("utf-8"))["mail"]["mailbox"],
            first_admin="U0HELENE",
            port=web_port,
        )
        refuse_outside(settings)
        return settings

    def _web_port(self) -> int:
        """The client space's own port: the one of last time when it is free, so that links already sent still open."""
        kept = self._folder / "web-port"
        with contextlib.suppress(FileNotFoundError, ValueError, SettingsWrong):
            port = int(kept.read_text())
            check_free(port)
            return port
        with socket.create_server(("127.0.0.1", 0)) as free:
            chosen: int = free.getsockname()[1]
        kept.write_text(str(chosen))
        return chosen

    def _welcome(self, page: str) -> None:
        typer.echo("")
        typer.echo(f"Guichet's demo is ready: open {page}")
        typer.echo("A pretend Slack and mailboxes, the example firm Cabinet Valmont, nothing beyond this machine.")
        typer.echo(f"Clients, mails and Slack's messages are kept in {self._folder}. Ctrl-C stops it.")


def refuse_real_settings() -> None:
    """The demo takes no account: SettingsWrong names the real settings that it was given."""
    given = [name for name in REAL if os.environ.get(name)]
    if given:
        raise SettingsWrong({name: f"{name} is set: the demo uses no account. Unset it first." for name in given})


def refuse_outside(settings: Settings) -> None:
    """SettingsWrong for an address that is not of this machine."""
    addresses = {
        "SLACK_API_URL": settings.slack_api_url,
        "REGISTRY_URL": settings.registry_url,
        "IMAP_URL": settings.imap_url.get_secret_value() if settings.imap_url else "",
        "SMTP_URL": settings.smtp_url.get_secret_value() if settings.smtp_url else "",
    }
    outside = [name for name, url in addresses.items() if not is_here(url) or not urlsplit(url).port]
    if settings.public_url is not None:
        outside.append("PUBLIC_URL")
    if outside:
        raise SettingsWrong({name: f"{name} leads out of this machine: the demo stays on it." for name in outside})
