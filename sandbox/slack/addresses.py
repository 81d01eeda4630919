"""Where an app without Socket Mode is reached: the request URLs of its manifest."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from sandbox.slack.appsettings import AppSettings

Json = dict[str, Any]


@dataclass
class RequestUrls:
    origin: str = ""
    """Stands for the scheme, host and port of every address of the manifest; empty leaves them as they are."""
    verified: bool = False
    """Whether the app answered Slack's challenge."""

    def of(self, settings: AppSettings, kind: str, payload: Json) -> str:
        """The address for that payload; empty when the manifest has none."""
        match kind:
            case "slash_commands":
                command = next(one for one in settings.commands if one["command"] == payload["command"])
                return self._at(command.get("url"))
            case "interactive" if payload["type"] == "block_suggestion":
                return self._at(settings.options_url)
            case "interactive":
                return self._at(settings.interactivity_url)
            case _:
                return self._at(settings.events_url)

    def _at(self, url: str | None) -> str:
        if not url or not self.origin:
            return url or ""
        parts = urlsplit(url)
        return urljoin(self.origin, parts.path or "/") + (f"?{parts.query}" if parts.query else "")
