"""A call of a Web API method: its arguments, its refusals, and the table of methods."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]


class Refused(Exception):
    """Slack answers `ok: false` with this code."""

    def __init__(self, code: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.more = more

    def answer(self) -> Json:
        answer: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer


@dataclass
class Call:
    world: World
    args: Json

    def text(self, name: str) -> str | None:
        """The argument as text; None when it is absent or empty."""
        value = self.args.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, dict | list):
            raise Refused("invalid_arguments", [f"must provide a string [json-pointer:/{name}]"])
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        try:
            return int(value) if value else default
        except ValueError:
            raise Refused("invalid_arguments", [f"must provide an integer [json-pointer:/{name}]"]) from None

    def value(self, name: str, unreadable: str = "invalid_arguments") -> Any:
        """The argument as JSON, which a form carries as text; `unreadable` is the code when it is not JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(unreadable) from None

    @property
    def scopes(self) -> list[str]:
        return self.world.settings.scopes

    def need(self, *scopes: str) -> None:
        """Refuse unless the manifest asks for one of these scopes."""
        if not any(scope in self.scopes for scope in scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(self.scopes))

    def user(self, name: str = "user") -> User:
        user = self.world.users.get(self.required(name))
        if user is None:
            raise Refused("user_not_found")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """The channel of that argument; a person's id stands for their conversation with the app."""
        wanted = self.required(name)
        world = self.world
        if wanted in world.users and not world.users[wanted].is_bot:
            if not world.settings.messages_tab:
                raise Refused("messages_tab_disabled")
            return world.dm(wanted)
        for channel in world.channels.values():
            if wanted == channel.id or (wanted.lstrip("#") == channel.name and not channel.is_private):
                if channel.is_private and not channel.with_bot:
                    break
                return channel
        raise Refused("channel_not_found")


Method = Callable[[Call], Json]


@dataclass(frozen=True)
class Listed:
    run: Method
    scopes: tuple[str, ...]
    app_token: bool


METHODS: dict[str, Listed] = {}


def method(name: str, *scopes: str, app_token: bool = False) -> Callable[[Method], Method]:
    """List a function as that Web API method; one of the scopes is needed, none when none is named."""

    def listed(run: Method) -> Method:
        METHODS[name] = Listed(run, scopes, app_token)
        return run

    return listed
