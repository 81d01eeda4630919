"""One HTTP port for the whole sandbox: routes of every part, started and stopped together."""

import asyncio
import contextlib
import inspect
import json
import signal
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import uvicorn
from starlette.applications import Starlette

from sandbox.world import World

PARTS = (
    "sandbox.webapi.routes",
    "sandbox.memory",
    "sandbox.slack.sockets",
    "sandbox.page_api",
    "sandbox.clock",
    "sandbox.registry.routes",
    "sandbox.mail.routes",
    "sandbox.page",
)


def parts() -> list[ModuleType]:
    """Each has `routes(world)`; those with something to start also have `start(world)` and `stop(world)`."""
    return [import_module(name) for name in PARTS]


def application(world: World) -> Starlette:
    """Every route of the sandbox over that world."""
    return Starlette(routes=[route for part in parts() for route in part.routes(world)])


def opening_line(world: World) -> dict[str, str]:
    """What a program that starts the sandbox needs to know."""
    return {
        "page": f"{world.base_url}/",
        "slack_api_url": f"{world.base_url}/api/",
        "bot_token": world.bot_token,
        "app_token": world.app_token,
        "signing_secret": world.signing_secret,
        "client_id": world.installation.client_id,
        "client_secret": world.installation.client_secret,
        "install_url": f"{world.base_url}/oauth/v2/authorize",
        "registry_url": f"{world.base_url}/registry",
        "clock_url": f"{world.base_url}/clock",
        **world.addresses,
    }


class Server(uvicorn.Server):
    """uvicorn that says when it listens and leaves signals to us."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


async def _call(function: Any, *args: Any) -> None:
    answer = function(*args)
    if inspect.isawaitable(answer):
        await answer


async def serve(world: World, port: int, say: Callable[[str], None] = print) -> None:
    """Run until SIGINT or SIGTERM; `say` gets the opening line once everything listens."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        # asyncio does so only for sockets made with IPPROTO_TCP; without it each small answer waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        world.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        world.bind_loop()
        config = uvicorn.Config(
            application(world),
            lifespan="off",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
        )
        server = Server(config, listening=lambda: say(json.dumps(opening_line(world))))

        def stop() -> None:
            server.should_exit = True
            world.close()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        async with contextlib.AsyncExitStack() as started:
            for part in parts():
                if hasattr(part, "stop"):
                    started.push_async_callback(_call, part.stop, world)
                if hasattr(part, "start"):
                    await _call(part.start, world)
            await server.serve(sockets=[listener])
    world.traffic.close()
