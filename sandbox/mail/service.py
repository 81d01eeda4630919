"""The mail side of one sandbox: both servers, the boxes, and what the page asks of them."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from imapclient.exceptions import IMAPClientError

from sandbox.clock import Clock
from sandbox.mail.arrivals import Arrival
from sandbox.mail.boxes import PersonalBoxes
from sandbox.mail.firm_mailbox import FirmMailbox
from sandbox.mail.late import LateMail
from sandbox.mail.pipes import Child, Json
from sandbox.mail.post_office import LATER, FirmAddresses, PostOffice
from sandbox.mail.reading import read
from sandbox.worldfile import MailSettings, User

log = logging.getLogger(__name__)

LONGEST_NAP = 5.0
"""Seconds between two looks at the mails on their way, when nobody moves the clock."""


class MailWorld(Protocol):
    """What mail needs of the world."""

    data: Path
    mail: MailSettings
    users: dict[str, User]
    clock: Clock
    faults: dict[str, bool]
    addresses: dict[str, str]
    mail_service: MailService | None

    def changed(self, topic: str, **keys: Any) -> None: ...


class MailService:
    """Both servers running, and the post office between them."""

    def __init__(self, world: MailWorld, imap: Child, smtp: Child, office: PostOffice, spool: Path) -> None:
        self.world = world
        self.office = office
        self._imap = imap
        self._smtp = smtp
        self._spool = spool
        self._postman: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, world: MailWorld) -> MailService:
        """Start both children and write their addresses into the world."""
        folder = world.data / "mail"
        spool = folder / "spool"
        spool.mkdir(parents=True, exist_ok=True)
        kept = _kept_settings(folder / "servers.json", world.mail.mailbox)
        imap = await Child.start(
            "sandbox.mail.imap_child",
            {
                "folder": str(folder / "firm"),
                "user": kept["user"],
                "password": kept["password"],
                "port": kept["imap_port"],
            },
        )
        smtp = await Child.start(
            "sandbox.mail.smtp_child",
            {"spool": str(spool), "hostname": world.mail.authserv_id, "port": kept["smtp_port"]},
        )
        kept |= {"imap_port": imap.port, "smtp_port": smtp.port}
        (folder / "servers.json").write_text(json.dumps(kept))
        world.addresses["imap_url"] = f"imap://{quote(kept['user'])}:{kept['password']}@127.0.0.1:{imap.port}/INBOX"
        world.addresses["smtp_url"] = f"smtp://127.0.0.1:{smtp.port}"
        staff = frozenset(user.email.casefold() for user in world.users.values() if user.email)
        office = PostOffice(
            firm=FirmAddresses(world.mail.mailbox, world.mail.domain, staff),
            authserv_id=world.mail.authserv_id,
            boxes=PersonalBoxes(folder / "people"),
            mailbox=FirmMailbox(imap.port, kept["user"], kept["password"]),
            late=LateMail(folder / "late"),
            now=world.clock.now,
            changed=lambda address: world.changed("mail", address=address),
        )
        world.clock.agenda.ask(office.late.due)
        service = cls(world, imap, smtp, office, spool)
        smtp.listen(service._hear)
        service._postman = asyncio.create_task(service._deliver_late_mail())
        return service

    async def stop(self) -> None:
        """Take no more mail, then close the mailbox."""
        if self._postman is not None:
            self._postman.cancel()
        await self._smtp.stop()
        await asyncio.to_thread(self.office.mailbox.close)
        await self._imap.stop()

    async def _deliver_late_mail(self) -> None:
        """Deliver each late mail at its hour, however the clock gets there."""
        while True:
            version = self.world.clock.version
            try:
                await asyncio.to_thread(self.office.deliver_late)
            except (IMAPClientError, OSError):
                log.exception("a late mail could not be delivered")
            await self.world.clock.wait_past(version, at_most=LONGEST_NAP)

    async def _hear(self, question: Json) -> None:
        decide: Callable[[Json], str] = self._recipient if "rcpt" in question else self._submitted
        reply = await asyncio.to_thread(decide, question)
        await self._smtp.tell({"n": question["n"], "reply": reply})

    def _recipient(self, question: Json) -> str:
        if self.world.faults.get("smtp_refuse"):
            return LATER
        return self.office.refusal(question["rcpt"]) or "250 2.1.5 OK"

    def _submitted(self, question: Json) -> str:
        spooled = self._spool / question["spool"]
        raw = spooled.read_bytes()
        spooled.unlink()
        sender = read(raw, self.world.clock.now()).sender
        try:
            self.office.file_sent(self.world.mail.mailbox, raw)
            self.office.deliver(
                Arrival(
                    raw=raw,
                    mail_from=question["from"],
                    recipients=tuple(question["to"]),
                    verdict="pass",
                    host=self.world.mail.authserv_id,
                    header_from=sender[0].domain if sender else self.world.mail.domain,
                )
            )
        except (IMAPClientError, OSError):
            log.exception("a submitted mail could not be filed")
            return "451 4.3.0 Mailbox unavailable"
        return "250 2.0.0 Filed and delivered"


def _kept_settings(path: Path, mailbox: str) -> Json:
    """The password and ports of last time: an office keeps its address when it reopens."""
    if path.exists():
        kept: Json = json.loads(path.read_text())
        return kept
    path.touch(mode=0o600)
    user = mailbox.partition("@")[0]
    return {"user": user, "password": secrets.token_urlsafe(18), "imap_port": 0, "smtp_port": 0}
