"""The web server: the client space, and whether Guichet is alive and well. It listens on this machine alone."""

import asyncio
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.health import Health
from bot.settings import SettingsWrong

HOST = "127.0.0.1"


def listening_socket(port: int) -> socket.socket:
    """That port of this machine, taken now: its number goes into the letters' links. SettingsWrong."""
    try:
        listener = socket.create_server((HOST, port), reuse_port=False)
    except OSError:
        taken = f"PORT {port} is taken by another program, or kept for the system: choose another one."
        raise SettingsWrong({"PORT": taken}) from None
    # Every connection takes it over; without it, a small answer waits 40 ms for the reader's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def health_routes(health: Health) -> list[Route]:
    """`/healthz`: the process is alive. `/readyz`: each part, with an age. Neither answers beyond this machine."""

    async def alive(request: Request) -> Response:
        return JSONResponse({"alive": True}) if _is_near(request) else Response(status_code=404)

    async def ready(request: Request) -> Response:
        if not _is_near(request):
            return Response(status_code=404)
        well, parts = await run_in_threadpool(health.report)
        return JSONResponse({"well": well, "parts": parts}, status_code=200 if well else 503)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def _is_near(request: Request) -> bool:
    # Behind a proxy of this machine, uvicorn has put the visitor's own address here (X-Forwarded-For).
    return request.client is not None and request.client.host in ("127.0.0.1", "::1")


class _Server(uvicorn.Server):
    """uvicorn that says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()


class WebServer:
    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        self._listener = listener
        self._started = threading.Event()
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=HOST,
            timeout_graceful_shutdown=5,
        )
        self._server = _Server(config, self._started.set)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._started.wait(10)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._listener]))
