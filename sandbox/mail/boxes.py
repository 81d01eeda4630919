"""The boxes of the people who write to the firm: one folder each, a mail a file, with what a list shows beside it."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from sandbox.mail.reading import Summary, summary

INBOX = "INBOX"
SENT = "Sent"


@dataclass(frozen=True)
class Entry:
    """One mail of a box, as a list shows it."""

    id: str
    address: str
    folder: str
    unread: bool
    kept_at: str
    summary: Summary


class PersonalBoxes:
    """Every personal box; written and read by several threads."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._root.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        for note in root.glob("*/*.json"):
            kept = json.loads(note.read_text())
            kept["summary"] = Summary(**kept["summary"])
            entry = Entry(**kept)
            self._entries[entry.id] = entry

    def addresses(self) -> list[str]:
        """Every address whose box exists."""
        return sorted(unquote(path.name) for path in self._root.iterdir() if path.is_dir())

    def open(self, address: str) -> None:
        """Make the box of that address, empty, unless it exists."""
        self._place(address).mkdir(exist_ok=True)

    def keep(self, address: str, raw: bytes, at: datetime, folder: str = INBOX) -> str:
        """File a mail; its id. Mails of the Sent folder have been read."""
        address = address.casefold()
        entry = Entry(uuid.uuid4().hex, address, folder, folder == INBOX, at.isoformat(), summary(raw, at))
        with self._lock:
            self.open(address)
            self._mail(entry).write_bytes(raw)
            self._note(entry)
            self._entries[entry.id] = entry
        return entry.id

    def listed(self, address: str, folder: str) -> list[Entry]:
        """The mails of a folder, the newest first."""
        with self._lock:
            entries = list(self._entries.values())
        mine = [entry for entry in entries if (entry.address, entry.folder) == (address.casefold(), folder)]
        return sorted(mine, key=lambda entry: entry.kept_at, reverse=True)

    def unread(self, address: str) -> int:
        """How many mails of that box nobody opened."""
        return sum(entry.unread for entry in self.listed(address, INBOX))

    def find(self, mail_id: str) -> Entry | None:
        return self._entries.get(mail_id)

    def raw(self, entry: Entry) -> bytes:
        """The mail as it came."""
        return self._mail(entry).read_bytes()

    def mark_read(self, entry: Entry) -> bool:
        """Whether this was news: False for a mail already read."""
        with self._lock:
            if not self._entries[entry.id].unread:
                return False
            self._entries[entry.id] = replace(entry, unread=False)
            self._note(self._entries[entry.id])
        return True

    def _note(self, entry: Entry) -> None:
        note = self._mail(entry).with_suffix(".json")
        part = note.with_suffix(".part")
        part.write_text(json.dumps(asdict(entry), ensure_ascii=False))
        part.replace(note)

    def _mail(self, entry: Entry) -> Path:
        return self._place(entry.address) / f"{entry.id}.eml"

    def _place(self, address: str) -> Path:
        # A quoted name holds no slash, and the letter in front keeps "." and ".." from being folders.
        return self._root / quote(address.casefold(), safe="@+ ").replace("..", "%2E%2E")
