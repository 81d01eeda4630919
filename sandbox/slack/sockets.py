"""Socket Mode: single-use addresses, up to ten connections, envelopes handed to any one of them and acked by it."""

import asyncio
import json
import random
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.answers import Ack, Again, NotAnswered

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]

CONNECTIONS = 10
TICKET_SECONDS = 30.0
LIFE, SHORT_LIFE, NOTICE = timedelta(hours=5), timedelta(seconds=360), timedelta(seconds=10)
"""How long a connection is said to last, how long with `debug_reconnects`, and how long before its end it is warned."""


@dataclass
class Hub:
    """The app's live connections, and the envelopes that wait for their ack."""

    app_id: str
    ack_seconds: float
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

    async def deliver(self, world: "World", kind: str, envelope_id: str, payload: Json, again: Again) -> Ack:
        """Hand the payload to one connection and wait for its ack; NotAnswered when it does not come in time."""
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": again.number, "retry_reason": again.reason}
        world.traffic.inbound(kind, envelope_id, payload)
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.ack_seconds):
                await self._send(json.dumps(envelope))
                ack: Ack = await waiting
                return ack
        except TimeoutError:
            raise NotAnswered("operation_timeout", "timeout") from None
        finally:
            del self._waiting[envelope_id]

    async def _send(self, text: str) -> None:
        for connection in random.sample(self.connections, len(self.connections)):
            try:
                await connection.send_text(text)
            except (RuntimeError, WebSocketDisconnect):  # it closed a moment ago: another one will do
                continue
            return
        raise NotAnswered("dispatch_failed", "connection_failed")

    def acked(self, answer: Json) -> bool:
        """Give the answer to whoever waits; False when it comes too late."""
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is None or waiting.done():
            return False
        waiting.set_result(Ack(str(answer["envelope_id"]), answer.get("payload")))
        return True

    def hello(self, life: timedelta) -> Json:
        seconds = int(life.total_seconds())
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": seconds},
            "connection_info": {"app_id": self.app_id},
        }

    async def say_goodbye(self, reason: str) -> None:
        """Tell every connection that it ends, and end it; a `warning` only announces it."""
        for connection in list(self.connections):
            await _say_goodbye(connection, reason)

    async def drop(self) -> None:
        """Cut every connection without a word, and refuse new ones until `dropped` is False."""
        self.dropped = True
        for connection in list(self.connections):
            await connection.close(code=1011)

    async def warn(self, world: "World") -> None:
        """Announce the end to every connection, and end those that are still there ten seconds of the clock later."""
        await asyncio.gather(*(_end_with_notice(world, connection) for connection in self.connections))


async def _say_goodbye(connection: WebSocket, reason: str) -> None:
    text = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
    try:
        await connection.send_text(text)
        if reason != "warning":
            await connection.close()
    except (RuntimeError, WebSocketDisconnect):  # it left by itself
        return


async def _end_with_notice(world: "World", connection: WebSocket) -> None:
    ends_at = world.now() + NOTICE
    await _say_goodbye(connection, "warning")
    await world.clock.wait_until(ends_at)
    await _say_goodbye(connection, "refresh_requested")


async def _live_shortly(world: "World", connection: WebSocket) -> None:
    """What `debug_reconnects=true` asks for: a connection of six minutes by the world's clock."""
    await world.clock.wait_until(world.now() + SHORT_LIFE - NOTICE)
    await _end_with_notice(world, connection)


def routes(world: "World") -> list[WebSocketRoute]:
    """The address that apps.connections.open gives."""
    hub = world.hub

    async def link(socket: WebSocket) -> None:
        if not hub.admit(socket.query_params.get("ticket", "")):
            await socket.close(code=1008)
            return
        await socket.accept()
        if len(hub.connections) >= CONNECTIONS:
            await _say_goodbye(socket, "too_many_websockets")  # github.com/slackapi/node-slack-sdk/issues/1654
            return
        hub.connections.append(socket)
        hub.opened += 1
        world.changed("state")
        short = socket.query_params.get("debug_reconnects") == "true"
        life = asyncio.create_task(_live_shortly(world, socket)) if short else None
        try:
            await socket.send_text(json.dumps(hub.hello(SHORT_LIFE if short else LIFE)))
            while True:
                _heard(world, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if life is not None:
                life.cancel()
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
    late = bool(world.faults.get("acks_lost")) or not world.hub.acked(answer)
    world.traffic.ack(str(answer["envelope_id"]), answer.get("payload"), "too_late" if late else None)
