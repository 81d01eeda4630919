"""The SMTP server that Guichet submits to, a process of its own: aiosmtpd.

Every decision is the parent's: each recipient and each mail is asked about over the pipe (`n`, then `rcpt` or
`spool`), and the parent's `reply` is what the client hears, so a mail is filed before its 250.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.mail.pipes import Json, leave_interrupts_to_the_parent, listening_socket, parent_lines, say

LARGEST_MAIL = 40 * 2**20
GONE = "421 4.3.2 Service shutting down"


class Counter:
    """The handler of aiosmtpd: hands every question to the parent, and its answer back."""

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._numbers = count(1)
        self._asked: dict[int, asyncio.Future[str]] = {}

    # aiosmtpd looks for these names, and gives all of these arguments.
    async def handle_RCPT(  # noqa: N802 - its name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self._ask({"rcpt": address})
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        content = envelope.content or b""
        spooled = self._spool / f"{uuid.uuid4().hex}.eml"
        spooled.write_bytes(content if isinstance(content, bytes) else content.encode())
        return await self._ask(
            {
                "spool": spooled.name,
                "from": envelope.mail_from or "",
                "to": envelope.rcpt_tos,
                "host": session.host_name or "unknown",
            }
        )

    async def _ask(self, question: Json) -> str:
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        say({"n": number, **question})
        return await self._asked[number]

    async def hear(self, lines: asyncio.StreamReader) -> None:
        """Give each answer to whoever asked, until the parent is gone."""
        async for line in lines:
            answer = json.loads(line)
            self._asked.pop(answer["n"]).set_result(answer["reply"])
        for waiting in self._asked.values():
            waiting.set_result(GONE)


async def run() -> None:
    """Serve until the parent closes the pipe."""
    lines = await parent_lines()
    settings = json.loads(await lines.readline())
    counter = Counter(Path(settings["spool"]))

    def conversation() -> SMTP:
        return SMTP(counter, hostname=settings["hostname"], data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True)

    with listening_socket(settings["port"]) as listener:
        await asyncio.get_running_loop().create_server(conversation, sock=listener)
        say({"port": listener.getsockname()[1]})
        await counter.hear(lines)


def main() -> None:
    leave_interrupts_to_the_parent()
    asyncio.run(run())


if __name__ == "__main__":
    main()
