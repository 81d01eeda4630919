"""What a child process and its parent say to each other: JSON lines, and an end of file when the parent is gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any

Json = dict[str, Any]
Heard = Callable[[Json], Coroutine[None, None, None]]


def listening_socket(preferred_port: int) -> socket.socket:
    """A socket on 127.0.0.1, on the port of last time when it is still free."""
    try:
        return socket.create_server(("127.0.0.1", preferred_port))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


def say(line: Json) -> None:
    """Send one line to the parent."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches the whole group; the parent ends its children itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


async def parent_lines() -> asyncio.StreamReader:
    """The lines that the parent sends, until it closes the pipe or dies."""
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


class Child:
    """A process of our own: started with one line, ready when it answers with its port, ended by closing its pipe."""

    port = 0

    def __init__(
        self, process: asyncio.subprocess.Process, said: asyncio.StreamReader, told: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._said = said
        self._told = told
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, module: str, settings: Json) -> Child:
        """Run `python -m module`; raises RuntimeError when it ends before it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20
        )
        if process.stdout is None or process.stdin is None:
            raise RuntimeError(f"{module} has no pipes")
        child = cls(process, process.stdout, process.stdin)
        await child.tell(settings)
        opening = await child._next()
        if opening is None:
            raise RuntimeError(f"{module} did not start")
        child.port = opening["port"]
        return child

    def listen(self, heard: Heard) -> None:
        """Hand every later line of the child to `heard`, each in a task of its own."""
        self._listening = asyncio.create_task(self._listen(heard))

    async def tell(self, line: Json) -> None:
        """Send one line to the child; nothing happens when it is gone."""
        with contextlib.suppress(ConnectionError):
            self._told.write(json.dumps(line).encode() + b"\n")
            await self._told.drain()

    async def stop(self) -> None:
        """Close the pipe, which ends the child, and wait for that."""
        self._told.close()
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._listening is not None:
            await self._listening

    async def _next(self) -> Json | None:
        line = await self._said.readline()
        return json.loads(line) if line else None

    async def _listen(self, heard: Heard) -> None:
        async with asyncio.TaskGroup() as answers:
            while (line := await self._next()) is not None:
                answers.create_task(heard(line))
