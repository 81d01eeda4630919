"""Files of the pretend Slack: bytes first, then where they are shared."""

import mimetypes
import secrets
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

Json = dict[str, Any]


UNKNOWN = {"mimetype": "", "filetype": "", "pretty_type": ""}


def as_told(file: Json) -> Json:
    """The file object as an app finds it in a message; of a file from another team, only files.info tells more."""
    if file.get("file_access") != "check_file_info":
        return file
    return {"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}


@dataclass
class StoredFile:
    id: str
    name: str
    user: str
    created: int
    length: int
    content: bytes | None = None
    title: str = ""
    channels: list[str] = field(default_factory=list)
    shared: bool = False
    deleted: bool = False

    def shown(self, base_url: str, ready: bool = True) -> Json:
        """The file object of payloads and files.info; one that Slack still scans has no type and no address yet."""
        if not ready:
            return {
                name: value for name, value in self.shown(base_url).items() if not name.startswith("url_")
            } | UNKNOWN
        mimetype = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        kind = PurePath(self.name).suffix.lstrip(".").lower() or "binary"
        address = f"{base_url}/files-pri/{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "mode": "hosted",
            "file_access": "visible",
            "editable": False,
            "size": len(self.content or b""),
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "url_private": f"{address}/{self.name}",
            "url_private_download": f"{address}/download/{self.name}",
            "permalink": f"{base_url}/page/file/{self.id}",
            "channels": self.channels,
        }


@dataclass
class FileStore:
    _files: dict[str, StoredFile] = field(default_factory=dict)

    def expect(self, name: str, length: int, user: str, now: int) -> StoredFile:
        """A file whose bytes are still to come."""
        file = StoredFile(f"F0{secrets.token_hex(5).upper()}", name, user, now, length)
        self._files[file.id] = file
        return file

    def add(self, name: str, content: bytes, user: str, now: int) -> StoredFile:
        """A file that a person sent from Slack itself; the same one sent again is the same file."""
        for known in self._files.values():
            if (known.name, known.user, known.content, known.deleted) == (name, user, content, False):
                return known
        file = self.expect(name, len(content), user, now)
        file.content = content
        file.shared = True
        return file

    def restore(self, file: StoredFile) -> None:
        self._files[file.id] = file

    def complete(self) -> list[StoredFile]:
        """Those whose bytes have come."""
        return [file for file in self._files.values() if file.content is not None]

    def get(self, file_id: object) -> StoredFile | None:
        """The file of that id, deleted or not."""
        return self._files.get(file_id) if isinstance(file_id, str) else None
