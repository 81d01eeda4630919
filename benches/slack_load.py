"""A bare load generator in place of Slack: it hands out sockets, sends commands, times their acks, and takes posts."""

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

TEAM, USER, CHANNEL = "T0BENCH", "U0BENCH", "C0BENCH"


@dataclass
class Load:
    """Slack's side of the wire: `sockets` are the bots connected, `acked` holds when each envelope was, once it is."""

    port: int
    sockets: list[WebSocket] = field(default_factory=list)
    acked: dict[str, "asyncio.Future[float]"] = field(default_factory=dict)
    posts: list[tuple[float, str]] = field(default_factory=list)  # when each message came, and its body
    loop: asyncio.AbstractEventLoop | None = None
    _server: uvicorn.Server | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def start(self) -> None:
        app = Starlette(
            routes=[
                Route("/api/{method}", self._method, methods=["GET", "POST"]),
                WebSocketRoute("/socket", self._socket),
            ]
        )
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="critical", ws="websockets-sansio")
        self._server = uvicorn.Server(config)
        threading.Thread(target=self._serve, daemon=True).start()
        while not self._server.started:
            time.sleep(0.01)  # between two looks

    def stop(self) -> None:
        if self._server:
            self._server.should_exit = True

    def wait_for_bot(self, seconds: float) -> None:
        """Until a bot is connected; TimeoutError when none is."""
        ends = time.monotonic() + seconds
        while not self.sockets:
            if time.monotonic() > ends:
                raise TimeoutError("no bot connected")
            time.sleep(0.02)  # between two looks

    def commands(self, text: str, in_flight: int, seconds: float) -> list[float]:
        """Send that command over and over, that many at once; the time to each ack, in ms."""
        assert self.loop is not None
        job = asyncio.run_coroutine_threadsafe(self._drive(text, in_flight, seconds), self.loop)
        return job.result(timeout=seconds + 60)

    async def _drive(self, text: str, in_flight: int, seconds: float) -> list[float]:
        ends = time.monotonic() + seconds
        took: list[float] = []

        async def one_after_another() -> None:
            while time.monotonic() < ends:
                took.append(await self._one(text))

        await asyncio.gather(*(one_after_another() for _ in range(in_flight)))
        return took

    async def _one(self, text: str) -> float:
        envelope_id = uuid4().hex
        acked: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.acked[envelope_id] = acked
        envelope = {
            "type": "slash_commands",
            "envelope_id": envelope_id,
            "accepts_response_payload": True,
            "payload": {
                "command": "/client",
                "text": text,
                "team_id": TEAM,
                "user_id": USER,
                "channel_id": CHANNEL,
                "trigger_id": envelope_id,
                "api_app_id": "A0BENCH",
                "response_url": f"http://127.0.0.1:{self.port}/api/response",
            },
        }
        started = time.perf_counter()
        await self.sockets[-1].send_text(json.dumps(envelope))
        return (await asyncio.wait_for(acked, 30) - started) * 1000

    def _serve(self) -> None:
        assert self._server is not None
        self._server.run()

    async def _socket(self, socket: WebSocket) -> None:
        await socket.accept()
        self.loop = asyncio.get_running_loop()
        self.sockets.append(socket)
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        try:
            while True:
                ack = json.loads(await socket.receive_text())
                waiting = self.acked.pop(ack.get("envelope_id", ""), None)
                if waiting:
                    waiting.set_result(time.perf_counter())
        except WebSocketDisconnect:
            self.sockets.remove(socket)

    async def _method(self, request: Request) -> JSONResponse:
        answers: dict[str, dict[str, Any]] = {
            "apps.connections.open": {"url": f"ws://127.0.0.1:{self.port}/socket"},
            "auth.test": {
                "team_id": TEAM,
                "team": "Banc",
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
                "url": "http://127.0.0.1/",
            },
            "views.open": {"view": {"id": "V0BENCH", "hash": "1.1"}},
            "users.info": {
                "user": {
                    "id": USER,
                    "team_id": TEAM,
                    "real_name": "Banc",
                    "locale": "fr-FR",
                    "profile": {"email": "b@b.example"},
                }
            },
            "team.info": {"team": {"id": TEAM, "name": "Banc"}},
            "users.list": {"members": []},
            "conversations.members": {"members": [USER]},
            "chat.postMessage": {"channel": CHANNEL, "ts": f"{len(self.posts)}.000100"},
        }
        method = request.path_params["method"]
        if method == "chat.postMessage":
            self.posts.append((time.perf_counter(), (await request.body()).decode()))
        return JSONResponse({"ok": True, **answers.get(method, {})})
