"""Calls of Web API methods without a server."""

import copy
from pathlib import Path
from typing import Any

from sandbox.webapi.routes import run
from sandbox.world import World
from tests.sandbox.conftest import MANIFEST

Json = dict[str, Any]


class Slack:
    """Calls methods with the bot's token."""

    def __init__(self, folder: Path, manifest: Json = MANIFEST) -> None:
        self.world = World(manifest=manifest, data=folder)

    def call(self, method: str, token: str | None = None, **args: Any) -> Json:
        return run(self.world, method, args, token or self.world.bot_token)

    def trigger(self, user: str = "U0NADIA") -> str:
        return self.world.triggers.lend(user)


def with_scopes(*scopes: str) -> Json:
    made: Json = copy.deepcopy(MANIFEST)
    made["oauth_config"]["scopes"]["bot"] = list(scopes)
    return made


WIDE = with_scopes(
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "users:read",
)
"""A manifest that asks for much."""
