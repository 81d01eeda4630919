"""Commands a second through one connection of the sandbox: people who press Enter, a bare client that acks at once."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benches.rows import Row, percentile, say
from sandbox.running import Sandbox
from tests.servers.ports import free_port

IN_FLIGHT = (1, 20, 100)
SECONDS = 3.0
ROUNDS = 3
LEAST = 1000.0
USER, PLACE = "U0NADIA", "C0COURRIER"
MANIFEST = {
    "display_information": {"name": "Bench"},
    "features": {
        "bot_user": {"display_name": "Bench"},
        "slash_commands": [{"command": "/bench", "description": "Nothing", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": ["commands"]}},
    "settings": {"interactivity": {"is_enabled": True}, "socket_mode_enabled": True},
}

Figures = tuple[float, float, float, float]  # commands a second, p50 and p99 in ms, ms of the server's core for each


def rows() -> Iterator[Row]:
    rounds: dict[tuple[str, int], list[Figures]] = {}
    for number in range(ROUNDS):
        say(f"sandbox, round {number + 1} of {ROUNDS}")
        with _floor() as (pid, page, link):
            for in_flight in IN_FLIGHT:
                rounds.setdefault(("floor", in_flight), []).append(_measured(pid, page, link, in_flight))
        with Sandbox(MANIFEST) as slack:
            for in_flight in IN_FLIGHT:
                figures = _measured(slack.pid, slack.page, _link(slack), in_flight)
                rounds.setdefault(("ours", in_flight), []).append(figures)
    for in_flight in IN_FLIGHT:
        ours, floor = (_median(rounds[name, in_flight]) for name in ("ours", "floor"))
        yield Row(
            f"commands through one connection of the sandbox, {in_flight} in flight",
            _said(ours),
            f"a bare server that hands them over: {_said(floor)}",
            ours[0] / floor[0],
            f"≥ {LEAST:,.0f}/s",
            ours[0] >= LEAST,
        )


def _link(slack: Sandbox) -> str:
    headers = {"authorization": f"Bearer {slack.environment['SLACK_APP_TOKEN']}"}
    answer = httpx.post(slack.environment["SLACK_API_URL"] + "apps.connections.open", headers=headers)
    return str(answer.json()["url"])


@contextmanager
def _floor() -> Iterator[tuple[int, str, str]]:
    port = free_port()
    program = subprocess.Popen([sys.executable, "-m", "benches.bare_slack", str(port)], env=dict(os.environ))
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield program.pid, f"http://127.0.0.1:{port}/", f"ws://127.0.0.1:{port}/link"
    finally:
        program.terminate()
        program.wait()


def _wait_for(url: str) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            httpx.get(url)
        except httpx.TransportError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)  # between two knocks
        else:
            return


def _measured(pid: int, page: str, link: str, in_flight: int) -> Figures:
    before = _core_seconds(pid)
    took = asyncio.run(_load(page, link, in_flight))
    each = (_core_seconds(pid) - before) * 1000 / len(took)
    return len(took) / SECONDS, median(took), percentile(took, 99), each


def _core_seconds(pid: int) -> float:
    """What the server has used of a core so far: less moved by the load of the machine than any other figure."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _load(page: str, link: str, in_flight: int) -> list[float]:
    """That many people, each sending a command as soon as the one before is taken; ms of each."""
    took: list[float] = []
    async with connect(link, compression=None) as socket:
        bot = asyncio.create_task(_ack_everything(socket))
        ends = time.perf_counter() + SECONDS
        await asyncio.gather(*(_person(page, ends, took) for _ in range(in_flight)))
        bot.cancel()
    return took


async def _ack_everything(socket: ClientConnection) -> None:
    try:
        async for text in socket:
            envelope = json.loads(text)
            if "envelope_id" in envelope:
                await socket.send(f'{{"envelope_id":"{envelope["envelope_id"]}"}}')
    except ConnectionClosed:
        return


async def _person(page: str, ends: float, took: list[float]) -> None:
    """One keep-alive connection, spoken by hand so that the client costs as little as can be."""
    host, port = page.removeprefix("http://").rstrip("/").split(":")
    body = json.dumps({"user": USER, "act": "command", "channel": PLACE, "text": "/bench it"}).encode()
    head = f"POST /page/act HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    request = head.encode() + b"\r\n\r\n" + body
    reader, writer = await asyncio.open_connection(host, int(port))
    while time.perf_counter() < ends:
        began = time.perf_counter()
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert json.loads(await reader.readexactly(length)) == {"ok": True}
        took.append((time.perf_counter() - began) * 1000)
    writer.close()
    await writer.wait_closed()


def _median(rounds: list[Figures]) -> Figures:
    rate, p50, p99, each = (median(column) for column in zip(*rounds, strict=True))
    return rate, p50, p99, each


def _said(figures: Figures) -> str:
    return f"{figures[0]:,.0f}/s, p50 {figures[1]:.1f} ms, p99 {figures[2]:.0f} ms, {figures[3]:.2f} ms of a core each"
