"""What can be broken on purpose: lasting faults, looked at where they bite, and things that happen once."""

from collections.abc import Callable, Coroutine
from typing import Any

from sandbox.slack.answers import NotAnswered
from sandbox.slack.delivery import posting
from sandbox.world import World

LASTING = (
    "slow_web_api",
    "web_api_down",
    "rate_limited",
    "real_rates",
    "outside_marketplace",
    "files_not_ready",
    "socket_drop",
    "link_disabled",
    "acks_lost",
    "duplicate_events",
    "disordered_events",
    "wrong_signature",
    "old_requests",
    "registry_down",
    "registry_slow",
    "smtp_refuse",
)


async def _refresh(world: World) -> None:
    await world.hub.say_goodbye("refresh_requested")


async def _verify(world: World) -> None:
    world.request_urls.verified = False
    try:
        await posting().verify(world)
    except NotAnswered as problem:
        world.traffic.refused("url_verification", {"reason": problem.reason}, problem.code)


ONCE: dict[str, Callable[[World], Coroutine[Any, Any, None]]] = {
    "socket_refresh": _refresh,
    "socket_warning": lambda world: world.hub.warn(world),
    "url_verification": _verify,
    "ssl_check": lambda world: posting().check_certificates(world),
}


def shown(world: World) -> dict[str, bool | None]:
    """Every fault: whether it is on, or None for what happens once."""
    return dict.fromkeys(LASTING, False) | world.faults | dict.fromkeys(ONCE, None)


async def set_fault(world: World, name: str, broken: bool) -> None:
    """Break or mend one thing, or make happen what happens once."""
    if name in ONCE:
        world.in_background(ONCE[name](world))
        return
    world.faults[name] = broken
    match name:
        case "socket_drop":
            world.hub.dropped = broken
            if broken:
                await world.hub.drop()
        case "link_disabled":
            world.hub.dropped = broken
            if broken:
                await world.hub.say_goodbye("link_disabled")
    world.changed("state")
