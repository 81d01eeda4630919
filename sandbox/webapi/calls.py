"""A call of a Web API method: its arguments, its refusals, and the table of methods."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.slack.installation import Caller, TokenKind
from sandbox.slack.userpayload import bot_user
from sandbox.world import World
from sandbox.worldfile import Channel, User

Json = dict[str, Any]

TS = re.compile(r"\d{1,12}(\.\d{0,6})?")


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
    as_caller: Caller | None = None
    """Whom the token stands for; None when there is no token, and the app itself speaks."""
    token: str = ""

    @property
    def caller(self) -> Caller:
        return self.as_caller or self.world.installation.bot

    @property
    def person(self) -> User:
        """The caller as a member of the team."""
        return self.world.users.get(self.caller.user) or bot_user(self.world)

    def is_in(self, channel: Channel) -> bool:
        """Whether the caller is a member of that channel."""
        return channel.with_bot if self.caller.kind == "bot" else self.caller.user in channel.members

    def may_know(self, channel: Channel) -> bool:
        return self.is_in(channel) or not channel.is_private

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
    def scopes(self) -> tuple[str, ...]:
        return self.caller.scopes

    def need(self, *scopes: str) -> None:
        """Refuse unless the token was granted one of these scopes."""
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
            return world.dm(wanted)
        for channel in world.channels.values():
            if wanted == channel.id or (wanted.lstrip("#") == channel.name and not channel.is_private):
                if not self.may_know(channel):
                    break
                return channel
        raise Refused("channel_not_found")

    def exactly(self, name: str = "channel") -> Channel:
        """The channel of that very id, if the caller may know it."""
        channel = self.world.channels.get(self.required(name))
        if channel is None or not self.may_know(channel):
            raise Refused("channel_not_found")
        return channel

    def instant(self, name: str, unreadable: str = "invalid_arguments") -> str | None:
        """A message's ts or Unix seconds, as a ts to compare with others; None when absent."""
        value = self.text(name)
        if value is None or not TS.fullmatch(value):
            if value is None:
                return None
            raise Refused(unreadable)
        seconds, _, rest = value.partition(".")
        return f"{int(seconds)}.{rest:0<6}"


Method = Callable[[Call], Json]


@dataclass(frozen=True)
class Listed:
    run: Method
    scopes: tuple[str, ...]
    tokens: tuple[TokenKind, ...]
    """The kinds of token it takes; none when it takes no token at all."""


METHODS: dict[str, Listed] = {}


def method(name: str, *scopes: str, tokens: tuple[TokenKind, ...] = ("bot", "user")) -> Callable[[Method], Method]:
    """List a function as that Web API method; one of the scopes is needed, none when none is named."""

    def listed(run: Method) -> Method:
        METHODS[name] = Listed(run, scopes, tokens)
        return run

    return listed
