"""What the manifest says the app is and may do."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class AppSettings:
    manifest: Json
    whole: "AppSettings | None" = None
    """Of an app that was uninstalled: what it was."""

    def _at(self, *path: str) -> Any:
        value: Any = self.manifest
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    @property
    def name(self) -> str:
        return str(self._at("features", "bot_user", "display_name") or self._at("display_information", "name") or "App")

    @property
    def description(self) -> str:
        return str(self._at("display_information", "description") or "")

    @property
    def scopes(self) -> list[str]:
        """What the manifest asks for its bot, those that a person may refuse included."""
        return self._scopes("bot") + self._scopes("bot_optional")

    @property
    def user_scopes(self) -> list[str]:
        """What the manifest may ask of a person, besides what it asks for its bot."""
        return self._scopes("user") + self._scopes("user_optional")

    @property
    def optional_scopes(self) -> list[str]:
        """Those that a person may refuse on the install page."""
        return self._scopes("bot_optional") + self._scopes("user_optional")

    def _scopes(self, name: str) -> list[str]:
        return list(self._at("oauth_config", "scopes", name) or [])

    @property
    def redirect_urls(self) -> list[str]:
        return list(self._at("oauth_config", "redirect_urls") or [])

    @property
    def token_rotation(self) -> bool:
        return bool(self._at("settings", "token_rotation_enabled"))

    def uninstalled(self) -> "AppSettings":
        """The same app, of which the team has nothing any more: no command, shortcut, event or tab."""
        kept = {name: part for name, part in self.manifest.items() if name != "features"}
        bot_user = {"bot_user": self._at("features", "bot_user")} if self._at("features", "bot_user") else {}
        # What is on its way is still delivered: that the app was uninstalled, first of all.
        address = {"event_subscriptions": {"request_url": self.events_url}} if self.events_url else {}
        settings = {"socket_mode_enabled": self.socket_mode, **address}
        return AppSettings({**kept, "features": bot_user, "settings": settings}, self)

    def installed(self) -> "AppSettings":
        return self.whole or self

    @property
    def commands(self) -> list[Json]:
        return list(self._at("features", "slash_commands") or [])

    @property
    def shortcuts(self) -> list[Json]:
        return list(self._at("features", "shortcuts") or [])

    @property
    def events(self) -> list[str]:
        return list(self._at("settings", "event_subscriptions", "bot_events") or [])

    @property
    def home_tab(self) -> bool:
        return bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def messages_tab(self) -> bool:
        return self._at("features", "app_home", "messages_tab_enabled") is not False

    @property
    def messages_tab_read_only(self) -> bool:
        return bool(self._at("features", "app_home", "messages_tab_read_only_enabled"))

    @property
    def socket_mode(self) -> bool:
        return bool(self._at("settings", "socket_mode_enabled"))

    @property
    def interactivity(self) -> bool:
        return bool(self._at("settings", "interactivity", "is_enabled"))

    @property
    def interactivity_url(self) -> str | None:
        return self._url("interactivity", "request_url")

    @property
    def options_url(self) -> str | None:
        """Where external selects are asked for their options."""
        return self._url("interactivity", "message_menu_options_url")

    @property
    def events_url(self) -> str | None:
        return self._url("event_subscriptions", "request_url")

    def _url(self, feature: str, name: str) -> str | None:
        url: str | None = self._at("settings", feature, name)
        return url
