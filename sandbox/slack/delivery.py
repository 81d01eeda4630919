"""Handing something to the app, by its sockets or by its request URLs, as the manifest says."""

import uuid
from importlib import import_module
from types import ModuleType
from typing import Any

from sandbox.slack.answers import Ack, Again
from sandbox.world import World

Json = dict[str, Any]

FIRST_TIME = Again()


async def deliver(world: World, kind: str, payload: Json, again: Again = FIRST_TIME) -> Ack:
    """The app's ack, in time; NotAnswered otherwise."""
    envelope_id = str(uuid.uuid4())
    payload = {"token": world.verification_token, **payload}
    if world.settings.socket_mode:
        return await world.hub.deliver(world, kind, envelope_id, payload, again)
    ack: Ack = await posting().deliver(world, kind, envelope_id, payload, again)
    return ack


def posting() -> ModuleType:
    """The part that posts; loaded at its first use, for httpx takes longer to load than all the rest of the sandbox."""
    return import_module("sandbox.slack.posting")
