"""pymap's mailboxes in memory, each mail also kept as a file: same bytes, UID and flags after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote

from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag
from pymap.selected import SelectedMailbox

INBOX = "INBOX"


class KeptMailbox(MailboxData):
    """One folder: `<uid>.eml` as it came, `<uid>.json` its flags and date, `folder.json` what UIDs promise."""

    _folder: Path

    @classmethod
    async def open(cls, folder: Path, *caches: Any) -> Self:
        """The mailbox of that folder, with what it held."""
        mailbox = cls(*caches)
        mailbox._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.eml"), key=lambda path: int(path.stem)):
            note = json.loads(path.with_suffix(".json").read_text())
            mailbox._max_uid = int(path.stem) - 1
            flags = frozenset(Flag(flag.encode()) for flag in note["flags"])
            await MailboxData.append(
                mailbox, AppendMessage(path.read_bytes(), datetime.fromisoformat(note["date"]), flags)
            )
        promise = folder / "folder.json"
        if promise.exists():
            promised = json.loads(promise.read_text())
            mailbox._uid_validity = promised["uid_validity"]
            mailbox._max_uid = promised["max_uid"]
        mailbox._keep_promise()
        return mailbox

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        message = await super().append(append_msg, recent=recent)
        self._keep(message)
        return message

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        return self._arrived(await super().copy(uid, destination, recent=recent), destination)

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        arrived = self._arrived(await super().move(uid, destination, recent=recent), destination)
        self._forget(uid)
        return arrived

    async def update(self, uid: int, *change: Any) -> Message:
        message = await super().update(uid, *change)
        if uid in self._messages:
            self._note(message)
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        gone = list(uids)
        await super().delete(gone)
        for uid in gone:
            self._forget(uid)

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """pymap waits for the next change, though one came since that client was last told: IDLE would not tell it."""
        told = selected.mod_sequence
        is_behind = told is not None and told < self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if is_behind else wait_on)

    def move_to(self, folder: Path) -> None:
        """Keep the mails in another folder from now on."""
        self._folder.rename(folder)
        self._folder = folder

    def _arrived(self, uid: int | None, destination: MailboxData) -> int | None:
        if uid is not None and isinstance(destination, KeptMailbox):
            destination._keep(destination._messages[uid])
        return uid

    def _keep(self, message: Message) -> None:
        self._note(message)
        _write(self._folder / f"{message.uid}.eml", bytes(message._content or b""))
        self._keep_promise()

    def _note(self, message: Message) -> None:
        flags = sorted(bytes(flag).decode() for flag in message.permanent_flags)
        note = {"date": message.internal_date.isoformat(), "flags": flags}
        _write(self._folder / f"{message.uid}.json", json.dumps(note).encode())

    def _keep_promise(self) -> None:
        promise = {"uid_validity": self._uid_validity, "max_uid": self._max_uid}
        _write(self._folder / "folder.json", json.dumps(promise).encode())

    def _forget(self, uid: int) -> None:
        (self._folder / f"{uid}.eml").unlink(missing_ok=True)
        (self._folder / f"{uid}.json").unlink(missing_ok=True)


class KeptMailboxSet(MailboxSet):
    """Every folder of the firm's mailbox, one directory each."""

    _root: Path

    @classmethod
    async def open(cls, root: Path, folders: Iterable[str]) -> Self:
        """The mailbox kept under `root`; those folders are made when they are missing."""
        mailboxes = cls()
        mailboxes._root = root
        mailboxes._inbox = await mailboxes._opened(INBOX)
        kept = {unquote(path.name) for path in root.iterdir() if path.is_dir()}
        for name in sorted({*kept, *folders} - {INBOX}):
            mailboxes._set[name] = await mailboxes._opened(name)
        return mailboxes

    async def add_mailbox(self, name: str) -> ObjectId:
        if name in self._set:
            raise ValueError(name)
        self._set[name] = mailbox = await self._opened(name)
        return mailbox.mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        await super().delete_mailbox(name)
        for path in self._place(name).iterdir():
            path.unlink()
        self._place(name).rmdir()

    async def rename_mailbox(self, before: str, after: str) -> None:
        await super().rename_mailbox(before, after)
        for name, mailbox in self._set.items():
            if isinstance(mailbox, KeptMailbox) and mailbox._folder != self._place(name):
                mailbox.move_to(self._place(name))
        if not isinstance(self._inbox, KeptMailbox):
            self._inbox = await self._opened(INBOX)

    async def _opened(self, name: str) -> KeptMailbox:
        return await KeptMailbox.open(self._place(name), self._content_cache, self._thread_cache)

    def _place(self, name: str) -> Path:
        return self._root / quote(name, safe=" ").replace(".", "%2E")


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it, whenever the process is killed."""
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.replace(path)
