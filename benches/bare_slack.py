"""The floor of the sandbox: a server that hands a command from a POST to one socket, and answers at its ack."""

import asyncio
import json
import sys
from typing import Any
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


def application() -> Starlette:
    sockets: list[WebSocket] = []
    waiting: dict[str, asyncio.Future[None]] = {}

    async def act(request: Request) -> JSONResponse:
        asked: dict[str, Any] = await request.json()
        envelope_id = str(uuid4())
        acked = waiting[envelope_id] = asyncio.get_running_loop().create_future()
        payload = {"user_id": asked["user"], "command": asked["text"]}
        await sockets[-1].send_text(json.dumps({"envelope_id": envelope_id, "payload": payload}))
        await acked
        return JSONResponse({"ok": True})

    async def link(socket: WebSocket) -> None:
        await socket.accept()
        sockets.append(socket)
        await socket.send_text(json.dumps({"type": "hello"}))
        try:
            while True:
                waiting.pop(json.loads(await socket.receive_text())["envelope_id"]).set_result(None)
        except WebSocketDisconnect:
            sockets.remove(socket)

    return Starlette(routes=[Route("/page/act", act, methods=["POST"]), WebSocketRoute("/link", link)])


if __name__ == "__main__":
    uvicorn.run(application(), host="127.0.0.1", port=int(sys.argv[1]), log_level="critical", ws="websockets-sansio")
