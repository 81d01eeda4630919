"""The opening line of a sandbox, and settings that lead to it."""

from dataclasses import dataclass
from pathlib import Path

from bot.demo.sandbox import Sandbox


@dataclass(frozen=True)
class Opened:
    sandbox: Sandbox
    addresses: dict[str, str]

    @property
    def page(self) -> str:
        return self.addresses["page"]

    def environment(self, folder: Path) -> dict[str, str]:
        """The settings of an office on that sandbox, as an administrator would write them."""
        return {
            "DATA_DIR": str(folder),
            "SLACK_BOT_TOKEN": self.addresses["bot_token"],
            "SLACK_APP_TOKEN": self.addresses["app_token"],
            "SLACK_API_URL": self.addresses["slack_api_url"],
            "IMAP_URL": self.addresses["imap_url"],
            "SMTP_URL": self.addresses["smtp_url"],
            "MAIL_FROM": "depot@cabinet-valmont.example",
            "MAIL_AUTHSERV_ID": self.addresses["authserv_id"],
            "REGISTRY_URL": self.addresses["registry_url"],
            "CLOCK_URL": self.addresses["clock_url"],
            "FIRST_ADMIN": "helene@cabinet-valmont.example",
            "PORT": "0",
        }
