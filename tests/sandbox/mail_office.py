"""The sandbox's mail with its real servers, and what tests do with it."""

from __future__ import annotations

import base64
import smtplib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from imapclient import IMAPClient
from starlette.applications import Starlette

from sandbox import clock
from sandbox.mail import routes as mail
from sandbox.world import World
from sandbox.worldfile import ClockSettings, small_world
from tests.sandbox.serving import serving

CONTACT = "contact@cabinet-valmont.example"
DEPOSIT = "depot+atelier-morel.k7qm2z@cabinet-valmont.example"
CLAIRE = "claire@atelier-morel.example"
NADIA = "nadia@cabinet-valmont.example"
MONDAY = datetime.fromisoformat("2026-11-23T08:47:12+01:00")

Json = dict[str, Any]


@dataclass
class MailOffice:
    """A running office: its page API, its IMAP and its SMTP."""

    world: World
    http: httpx.Client

    @contextmanager
    def imap(self) -> Iterator[IMAPClient]:
        """A session of the firm's mailbox."""
        url = urlsplit(self.world.addresses["imap_url"])
        with IMAPClient(url.hostname or "", url.port, ssl=False, timeout=30) as client:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(unquote(url.username or ""), unquote(url.password or ""))
            yield client

    def firm_mails(self, folder: str = "INBOX") -> list[Message]:
        """The firm's mails, the oldest first."""
        with self.imap() as client:
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [message_from_bytes(fetched[uid][b"BODY[]"]) for uid in sorted(fetched)]

    @contextmanager
    def smtp(self) -> Iterator[smtplib.SMTP]:
        url = urlsplit(self.world.addresses["smtp_url"])
        with smtplib.SMTP(url.hostname or "", url.port or 0, timeout=30) as client:
            yield client

    def submit(self, to: str, subject: str = "Votre espace", text: str = "Bonjour", mail_from: str = CONTACT) -> str:
        """Send a mail as the bot does; its Message-ID."""
        message = EmailMessage()
        message["From"] = f"Nadia Benali <{CONTACT}>"
        message["Reply-To"] = DEPOSIT
        message["To"] = to
        message["Subject"] = subject
        message["Message-ID"] = f"<{subject.replace(' ', '-').encode().hex()}@cabinet-valmont.example>"
        message.set_content(text)
        with self.smtp() as client:
            client.sendmail(mail_from, [to], message.as_bytes().replace(b"\n", b"\r\n"))
        return str(message["Message-ID"])

    def send(self, sender: str, to: str | None, **asked: Any) -> str:
        """Send a mail as a person does on the page; the id of their copy."""
        body = {"from": sender, "to": [to] if to else [], "program": "gmail", **asked}
        answer = self.http.post("/mail/send", json=body)
        assert answer.status_code == 200, answer.text
        mail_id: str = answer.json()["id"]
        return mail_id

    def moves_the_clock(self, by: timedelta) -> None:
        """As the page does: on the office's own loop, where those who wait for the clock are."""
        self.http.post("/clock", json={"advance_seconds": by.total_seconds()}).raise_for_status()

    def box(self, address: str, folder: str = "INBOX") -> list[Json]:
        listed: list[Json] = self.http.get("/mail/box", params={"address": address, "folder": folder.casefold()}).json()
        return listed

    def message(self, mail_id: str) -> Json:
        answer = self.http.get("/mail/message", params={"id": mail_id})
        assert answer.status_code == 200, answer.text
        opened: Json = answer.json()
        return opened


def a_file(name: str, content: bytes, content_type: str = "application/pdf") -> Json:
    return {"name": name, "content_type": content_type, "content_base64": base64.b64encode(content).decode()}


@contextmanager
def mail_office(folder: Path) -> Iterator[MailOffice]:
    """An office whose mail is kept in that folder; opened again on it, it finds its mails."""
    file = small_world()
    file.clock = ClockSettings(MONDAY)
    world = World(file, data=folder)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        world.bind_loop()
        await mail.start(world)
        yield
        await mail.stop(world)

    with serving([*mail.routes(world), *clock.routes(world)], lifespan) as client:
        client.get("/mail/boxes").raise_for_status()
        yield MailOffice(world, client)
