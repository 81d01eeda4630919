"""A real sending server in a process of its own: aiosmtpd, which keeps every mail it takes.

What a recipient’s name says, it does: `refused`, `full`, `relay` and `later` are turned down; `silence` has its mail
taken and the line cut before the answer.
"""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ANSWERS = {
    "refused": "550 5.1.1 No such user",
    "full": "552 5.2.2 Mailbox full",
    "relay": "554 5.7.1 Relay access denied",
    "later": "451 4.3.0 Try again later",
}


@dataclass(frozen=True)
class Taken:
    """A mail that the server took: its envelope and its bytes."""

    sender: str
    to: list[str]
    content: bytes


class SendingHouse:
    """The server, started at once. It files a copy in the `sent` folder of a mailbox before its 250, when given one.

    With a `password`, it lets in whoever has it.
    """

    def __init__(
        self,
        folder: Path,
        sent: str | None = None,
        host: str = "127.0.0.1",
        accents: bool = True,
        password: str | None = None,
    ) -> None:
        self._folder = folder
        self._host = host
        folder.mkdir(parents=True, exist_ok=True)
        told = {"folder": str(folder), "sent": sent, "host": host, "accents": accents, "password": password}
        settings = json.dumps(told)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.smtp", settings], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    @property
    def url(self) -> str:
        return f"smtp://{self._host}:{self.port}"

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def taken(self) -> list[Taken]:
        """What it took, in order."""
        journal = self._folder / "taken.jsonl"
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [
            Taken(each["from"], each["to"], (self._folder / each["file"]).read_bytes())
            for each in map(json.loads, lines)
        ]


class Keeper:
    """The handler of aiosmtpd, in the child."""

    def __init__(self, folder: Path, sent: str | None) -> None:
        self._folder = folder
        self._sent = sent
        self._count = 0
        self._one_at_a_time = asyncio.Lock()

    async def handle_RCPT(  # noqa: N802 - its name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = ANSWERS.get(address.partition("@")[0].lower())
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        # A client that dies now cancels this conversation: the mail is taken whole all the same, or not at all.
        await asyncio.shield(asyncio.create_task(self._keep(envelope)))
        if envelope.rcpt_tos[0].partition("@")[0].lower() == "silence":
            server.transport.abort()
        return "250 2.0.0 Taken"

    async def _keep(self, envelope: Any) -> None:
        async with self._one_at_a_time:
            self._count += 1
            file = self._folder / f"{self._count}.eml"
            file.write_bytes(envelope.content)
            if self._sent is not None:
                await asyncio.to_thread(self._file, envelope.content)
            with (self._folder / "taken.jsonl").open("a") as journal:
                journal.write(
                    json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "file": file.name}) + "\n"
                )

    def _file(self, content: bytes) -> None:
        from imapclient import IMAPClient

        url = urlsplit(self._sent or "")
        with IMAPClient(url.hostname or "", url.port, ssl=False, timeout=60) as client:
            client.login(unquote(url.username or ""), unquote(url.password or ""))
            client.append("Sent", content)


async def serve(settings: dict[str, Any]) -> None:
    """Until the parent closes the pipe."""
    from aiosmtpd.smtp import SMTP, AuthResult

    password = settings["password"]
    keeper = Keeper(Path(settings["folder"]), settings["sent"])
    loop = asyncio.get_running_loop()

    def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        return AuthResult(success=said.password == password.encode(), handled=False)

    def conversation() -> SMTP:
        known: dict[str, Any] = {"authenticator": let_in, "auth_require_tls": False} if password else {}
        return SMTP(keeper, hostname="smtp.test", enable_SMTPUTF8=settings["accents"], **known)

    server = await loop.create_server(conversation, settings["host"], 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
