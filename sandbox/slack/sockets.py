"""Socket Mode: single-use addresses, up to ten connections, envelopes handed to any one of them and acked by it."""

import asyncio
import json
import random
import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]

CONNECTIONS = 10
TICKET_SECONDS = 30.0


class NotAnswered(Exception):
    """The app did not ack in time, or no connection was there to ask (`dispatch_failed`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Ack:
    envelope_id: str
    payload: Any


@dataclass
class Hub:
    """The app's live connections, and the envelopes that wait for their ack."""

    app_id: str
    ack_seconds: float = 3.0
    connections: list[WebSocket] = field(default_factory=list)
    opened: int = 0
    """How many connections were ever opened."""
    dropped: bool = False
    """True while connections are refused on purpose."""
    _tickets: dict[str, float] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)

    def ticket(self) -> str:
        """A single-use ticket for one connection."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = asyncio.get_running_loop().time()
        return ticket

    def admit(self, ticket: str) -> bool:
        lent_at = self._tickets.pop(ticket, None)
        if lent_at is None or self.dropped:
            return False
        return asyncio.get_running_loop().time() - lent_at <= TICKET_SECONDS

    async def deliver(self, world: "World", kind: str, payload: Json, **more: Any) -> Ack:
        """Hand the payload to one connection and wait for its ack; NotAnswered after three seconds."""
        envelope_id = str(uuid.uuid4())
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **more,
        }
        world.traffic.inbound(kind, envelope_id, payload)
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.ack_seconds):
                await self._send(json.dumps(envelope))
                ack: Ack = await waiting
                return ack
        except TimeoutError:
            raise NotAnswered("operation_timeout") from None
        finally:
            del self._waiting[envelope_id]

    async def _send(self, text: str) -> None:
        for connection in random.sample(self.connections, len(self.connections)):
            try:
                await connection.send_text(text)
            except (RuntimeError, WebSocketDisconnect):  # it closed a moment ago: another one will do
                continue
            return
        raise NotAnswered("dispatch_failed")

    def acked(self, answer: Json) -> bool:
        """Give the answer to whoever waits; False when it comes too late."""
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is None or waiting.done():
            return False
        waiting.set_result(Ack(str(answer["envelope_id"]), answer.get("payload")))
        return True

    def hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Send every connection away to a new address, as Slack does every few hours; `warning` only announces it."""
        text = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        for connection in list(self.connections):
            await connection.send_text(text)
            if reason != "warning":
                await connection.close()

    async def drop(self) -> None:
        """Cut every connection without a word, and refuse new ones until `dropped` is False."""
        self.dropped = True
        for connection in list(self.connections):
            await connection.close(code=1011)


def routes(world: "World") -> list[WebSocketRoute]:
    """The address that apps.connections.open gives."""
    hub = world.hub

    async def link(socket: WebSocket) -> None:
        if not hub.admit(socket.query_params.get("ticket", "")) or len(hub.connections) >= CONNECTIONS:
            await socket.close(code=1008)
            return
        await socket.accept()
        hub.connections.append(socket)
        hub.opened += 1
        world.changed("state")
        try:
            await socket.send_text(json.dumps(hub.hello()))
            while True:
                _heard(world, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            hub.connections.remove(socket)
            world.changed("state")

    return [WebSocketRoute("/link", link)]


def _heard(world: "World", text: str) -> None:
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "envelope_id" not in answer:
        return
    late = not world.hub.acked(answer)
    world.traffic.ack(str(answer["envelope_id"]), answer.get("payload"), "too_late" if late else None)
